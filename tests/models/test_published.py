"""What is published stands at an address that only its reader knows: for a day, a file once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import delete, func, select, text

from models import published
from models.audit import Actor, Via, act_as
from models.chats import Chat
from models.cipher import Cipher
from models.database import Database
from models.housekeeping import tidy_up
from models.published import KEPT_FOR, KEPT_OF_ONE_CHAT, LARGEST_CONTENT, Contents, PublishedFile, TooLargeError
from tests.conftest import NOW
from tests.support.organisation import CHATS

PICTURE = Contents("Tuần 47.png", "image/png", b"\x89PNG")
FILE = Contents("Nguyễn Thị Hạnh.json", "application/json", "{“họ tên”: “Nguyễn Thị Hạnh”}\0".encode())
LAST_MOMENT, END = NOW + KEPT_FOR - timedelta(microseconds=1), NOW + KEPT_FOR


class Shelf:
    """The published files of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def publish(self, what: Contents, now: datetime = NOW, chat: str = "trinh") -> str:
        with self.database.write() as session:
            chat_id = session.scalars(select(Chat.id).where(Chat.external_id == CHATS[chat])).one()
            return published.publish(session, self.database.cipher, chat_id, what, now)

    def picture(self, token: str, now: datetime = NOW) -> Contents | None:
        with self.database.read() as session:
            return published.picture(session, self.database.cipher, token, now)

    def expiry(self, token: str, now: datetime = NOW) -> datetime | None:
        with self.database.read() as session:
            return published.file_expiry(session, self.database.cipher, token, now)

    def take(self, token: str, now: datetime = NOW) -> Contents | None:
        with self.database.write() as session:
            return published.take_file(session, self.database.cipher, token, now)

    def rows(self) -> int:
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(PublishedFile)) or 0


@pytest.fixture
def shelf(organisation: Database) -> Shelf:
    return Shelf(organisation)


def test_a_picture_is_there_as_often_as_it_is_asked_for_until_a_day_is_over(shelf: Shelf) -> None:
    token = shelf.publish(PICTURE)
    assert [shelf.picture(token, now) for now in (NOW, NOW, LAST_MOMENT, END)] == [PICTURE, PICTURE, PICTURE, None]


def test_a_file_is_taken_once_and_then_its_row_is_gone(shelf: Shelf) -> None:
    token = shelf.publish(FILE)
    assert [shelf.take(token), shelf.take(token)] == [FILE, None]
    assert shelf.rows() == 0


def test_to_ask_until_when_a_file_waits_does_not_use_it_up(shelf: Shelf) -> None:
    token = shelf.publish(FILE)
    assert [shelf.expiry(token, now) for now in (NOW, LAST_MOMENT, END)] == [END, END, None]
    assert shelf.take(token, LAST_MOMENT) == FILE
    assert shelf.expiry(token) is None


def test_a_file_cannot_be_taken_after_its_day(shelf: Shelf) -> None:
    assert shelf.take(shelf.publish(FILE), END) is None


def test_a_picture_is_never_used_up_and_a_file_never_shown(shelf: Shelf) -> None:
    picture, file = shelf.publish(PICTURE), shelf.publish(FILE)
    assert (shelf.take(picture), shelf.expiry(picture), shelf.picture(file)) == (None, None, None)
    assert shelf.rows() == 2


@pytest.mark.parametrize("change", [lambda token: token[:-1], str.swapcase, lambda _: "", lambda _: "ổ" * 5000])
def test_another_address_holds_nothing(shelf: Shelf, change: Callable[[str], str]) -> None:
    token = change(shelf.publish(FILE))
    assert (shelf.picture(token), shelf.expiry(token), shelf.take(token)) == (None, None, None)
    assert shelf.rows() == 1


def test_of_many_that_ask_at_the_same_moment_one_gets_the_file(shelf: Shelf) -> None:
    token, together = shelf.publish(FILE), Barrier(6)

    def take(_: int) -> Contents | None:
        together.wait(timeout=10)
        return shelf.take(token)

    with ThreadPoolExecutor(6) as threads:
        taken = list(threads.map(take, range(6)))
    assert sorted(taken, key=bool) == [None] * 5 + [FILE]


def test_a_file_whose_taking_was_not_committed_is_still_there(shelf: Shelf) -> None:
    token = shelf.publish(FILE)
    with pytest.raises(ZeroDivisionError), shelf.database.write() as session:
        assert published.take_file(session, shelf.database.cipher, token, NOW) == FILE
        _ = 1 / 0
    assert shelf.take(token) == FILE


def test_the_same_again_gets_another_address_and_the_first_one_ends_in_its_time(shelf: Shelf) -> None:
    a_minute = timedelta(minutes=1)
    first, second = shelf.publish(PICTURE), shelf.publish(PICTURE, NOW + a_minute)
    assert first != second
    assert (shelf.picture(first, END), shelf.picture(second, END)) == (None, PICTURE)


def test_a_chat_keeps_no_more_than_its_newest_and_others_keep_theirs(shelf: Shelf) -> None:
    others = shelf.publish(FILE, chat="nhung")
    tokens = [shelf.publish(PICTURE) for _ in range(KEPT_OF_ONE_CHAT + 1)]
    assert (shelf.picture(tokens[0]), shelf.picture(tokens[1])) == (None, PICTURE)
    assert shelf.take(others) == FILE
    assert shelf.rows() == KEPT_OF_ONE_CHAT


def test_what_is_too_large_is_not_published(shelf: Shelf) -> None:
    shelf.publish(FILE._replace(content=bytes(LARGEST_CONTENT)))
    with pytest.raises(TooLargeError):
        shelf.publish(FILE._replace(content=bytes(LARGEST_CONTENT + 1)))
    assert shelf.rows() == 1


def test_the_database_holds_neither_the_address_nor_what_stands_there(shelf: Shelf) -> None:
    token = shelf.publish(FILE)
    with shelf.database.read() as session:
        columns = session.execute(text("SELECT address_hash, name, media_type, content FROM published_files")).one()
    kept = b"|".join(part.encode() if isinstance(part, str) else bytes(part) for part in columns)
    assert not [secret for secret in (token.encode(), FILE.name.encode(), FILE.content) if secret in kept]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_was_taken_cannot_be_found_in_the_database_file(shelf: Shelf) -> None:
    token = shelf.publish(FILE._replace(content=bytes(50_000)))
    path = Path(str(shelf.database.url.database))
    with shelf.database.read() as session:
        stored = bytes(session.execute(text("SELECT content FROM published_files")).scalar_one())
    pieces = [stored[at : at + 32] for at in range(0, len(stored), 8_000)]

    def left() -> list[bytes]:
        with shelf.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        return [piece for piece in pieces if piece in path.read_bytes()]

    assert left() == pieces
    shelf.take(token)
    assert left() == []


def test_with_another_key_nothing_is_found(shelf: Shelf) -> None:
    token = shelf.publish(FILE)
    with shelf.database.read() as session:
        assert published.file_expiry(session, Cipher(bytes(32)), token, NOW) is None


def test_what_has_expired_is_tidied_up_and_the_rest_stays(shelf: Shelf) -> None:
    shelf.publish(FILE, NOW - KEPT_FOR)
    young = shelf.publish(FILE, NOW - KEPT_FOR + timedelta(microseconds=1))
    with shelf.database.write() as session:
        assert tidy_up(session, NOW) == 1
    assert shelf.take(young) == FILE


def test_with_a_chat_goes_what_was_published_for_it(shelf: Shelf) -> None:
    shelf.publish(FILE)
    kept = shelf.publish(FILE, chat="nhung")
    with shelf.database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        session.execute(delete(Chat).where(Chat.external_id == CHATS["trinh"]))
    assert shelf.rows() == 1
    assert shelf.take(kept) == FILE
