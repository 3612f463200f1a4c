"""What is said unasked: once, at a good hour, together, and only while it is true."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from bot.app import settings_of
from bot.clock import FrozenClock
from bot.notice_sweep import NoticeSweep
from bot.writer import Writer, writer_of
from handlers.notices.kinds import Kind, Telling
from handlers.turn import Choice, Reply
from models import notices
from models.chats import Chat, Platform
from models.database import Database
from models.messages import OutgoingMessage, Priority
from models.notices import Notice, NoticeState
from models.people import Person
from tests.support.organisation import CODES
from tests.support.phones import CONFIG

TUESDAY_EVENING = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # 19:00 at the organisation's place
WEEK = timedelta(days=7)


def _compose(_telling: Telling, notice: Notice) -> Reply | None:
    if notice.about.get("fails"):
        raise RuntimeError("cannot be said")
    words = notice.about.get("words")
    return Reply(str(words), ((Choice(f"Xem {words}", f"see:{words}"),),)) if words else None


KINDS = {"news": Kind("news", _compose)}


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(TUESDAY_EVENING)


@pytest.fixture
async def writer(organisation: Database) -> AsyncIterator[Writer]:
    writer = writer_of(organisation)
    yield writer
    writer.close()


@pytest.fixture
def sweep(organisation: Database, writer: Writer, clock: FrozenClock) -> NoticeSweep:
    return NoticeSweep(organisation, writer, clock, settings=settings_of(CONFIG), kinds=KINDS)


def _raise(database: Database, now: datetime, whom: str, key: str, **more: object) -> int:
    about = {"words": key, **{name: value for name, value in more.items() if name in ("words", "fails")}}
    with database.write() as session:
        person = session.scalars(select(Person.id).where(Person.code == CODES[whom])).one()
        return notices.raise_for(
            session,
            [person],
            kind=str(more.get("kind", "news")),
            key=key,
            about=about,
            now=now,
            until=now + WEEK,
            priority=Priority(int(str(more.get("priority", Priority.NOTICE)))),
            revives=bool(more.get("revives", True)),
        )


def _sent(database: Database) -> list[str]:
    with database.read() as session:
        rows = session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id))
        return [str(row.content["text"]) for row in rows if row.content]


def _states(database: Database) -> Mapping[str, NoticeState]:
    with database.read() as session:
        return {notice.key: notice.state for notice in session.scalars(select(Notice))}


async def test_a_matter_is_raised_and_said_once(organisation: Database, sweep: NoticeSweep, clock: FrozenClock) -> None:
    assert _raise(organisation, clock.now(), "trinh", "một") == 1
    assert _raise(organisation, clock.now(), "trinh", "một") == 0
    assert await sweep.look() == 1
    assert await sweep.look() == 0
    assert _raise(organisation, clock.now(), "trinh", "một") == 0, "it was said already"
    assert _sent(organisation) == ["một"]


async def test_who_sleeps_or_works_is_told_afterwards(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    _raise(organisation, clock.now(), "lam", "hai")  # crew B: on shift 2 this week, 14:00 to 22:00
    assert await sweep.look() == 0
    clock.moment += timedelta(hours=5)  # midnight: off the shift, and asleep
    assert await sweep.look() == 0
    clock.moment += timedelta(hours=7, minutes=30)  # half past seven in the morning
    assert await sweep.look() == 1


async def test_quiet_hours_hold_for_whoever_has_no_known_shifts(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    clock.moment = TUESDAY_EVENING + timedelta(hours=3)  # 22:00
    _raise(organisation, clock.now(), "trinh", "ba")
    assert await sweep.look() == 0
    clock.moment = TUESDAY_EVENING + timedelta(hours=11, minutes=59)
    assert await sweep.look() == 0
    clock.moment = TUESDAY_EVENING + timedelta(hours=12)  # 07:00
    assert await sweep.look() == 1


async def test_several_go_out_as_one_message_the_most_important_first(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    _raise(organisation, clock.now(), "trinh", "sau")
    _raise(organisation, clock.now(), "trinh", "trước", priority=Priority.URGENT)
    assert await sweep.look() == 1
    assert _sent(organisation) == ["trước\n\nsau"]


async def test_where_there_are_no_buttons_the_numbers_go_on_counting(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    with organisation.write() as session:
        chat = session.scalars(select(Chat).join(Person).where(Person.code == CODES["trinh"])).one()
        session.execute(update(Chat).where(Chat.id == chat.id).values(platform=Platform.ZALO))
    _raise(organisation, clock.now(), "trinh", "một")
    _raise(organisation, clock.now(), "trinh", "hai")
    await sweep.look()
    assert _sent(organisation) == ["một\n1. Xem một\n\nhai\n2. Xem hai"]
    with organisation.read() as session:
        offer = session.scalars(select(Chat.offer).join(Person).where(Person.code == CODES["trinh"])).one()
    assert [choice["data"] for choice in offer or []] == ["see:một", "see:hai"]


async def test_what_is_no_longer_true_or_too_late_is_dropped(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    _raise(organisation, clock.now(), "trinh", "untrue", words="")
    _raise(organisation, clock.now(), "trinh", "late")
    clock.moment += WEEK
    assert await sweep.look() == 0
    assert _states(organisation) == {"untrue": NoticeState.DROPPED, "late": NoticeState.DROPPED}


async def test_what_was_dropped_waits_again_when_it_is_raised_anew_and_what_was_sent_does_not(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    assert _raise(organisation, clock.now(), "quang", "lịch", words="") == 1
    await sweep.look()
    assert _sent(organisation) == []
    assert _raise(organisation, clock.now(), "quang", "lịch", words="lịch mới") == 1
    assert _raise(organisation, clock.now(), "quang", "lịch", words="lịch cũ") == 0, "it waits already"
    await sweep.look()
    assert _sent(organisation) == ["lịch mới"]
    assert _raise(organisation, clock.now(), "quang", "lịch", words="lần nữa") == 0
    await sweep.look()
    assert _sent(organisation) == ["lịch mới"]


async def test_a_sweep_does_not_bring_back_what_was_dropped(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    _raise(organisation, clock.now(), "quang", "lịch", words="")
    await sweep.look()
    assert _raise(organisation, clock.now(), "quang", "lịch", words="lịch", revives=False) == 0
    await sweep.look()
    assert _sent(organisation) == []


def test_of_two_who_raise_a_dropped_matter_at_once_one_does(organisation: Database, clock: FrozenClock) -> None:
    _raise(organisation, clock.now(), "quang", "lịch")
    with organisation.write() as session:
        notices.drop(session, clock.now(), kind="news")
    together = Barrier(2)

    def raises(_: int) -> int:
        together.wait()
        return _raise(organisation, clock.now(), "quang", "lịch")

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(raises, range(2))) == [0, 1]


async def test_one_that_fails_stops_no_other_and_is_tried_again(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    _raise(organisation, clock.now(), "trinh", "bad", fails=True)
    _raise(organisation, clock.now(), "trinh", "good")
    assert await sweep.look() == 1
    assert _states(organisation) == {"bad": NoticeState.WAITING, "good": NoticeState.SENT}


async def test_a_kind_that_cannot_be_raised_stops_no_other(
    organisation: Database, writer: Writer, clock: FrozenClock
) -> None:
    def fails(*_: object) -> int:
        raise RuntimeError("cannot be raised")

    def raises(*_: object) -> int:
        return _raise(organisation, clock.now(), "trinh", "một")

    due: dict[str, Callable[..., int]] = {"broken": fails}
    kinds = {name: Kind(name, _compose, what) for name, what in due.items()} | KINDS
    _raise(organisation, clock.now(), "trinh", "một")
    settings = settings_of(CONFIG)
    assert await NoticeSweep(organisation, writer, clock, settings=settings, kinds=kinds).look() == 1


async def test_without_a_chat_it_waits_until_there_is_one(
    organisation: Database, sweep: NoticeSweep, clock: FrozenClock
) -> None:
    _raise(organisation, clock.now(), "trinh", "một")
    with organisation.write() as session:
        session.execute(update(Chat).values(stopped_at=clock.now()))
    assert await sweep.look() == 0
    with organisation.write() as session:
        session.execute(update(Chat).values(stopped_at=None))
    clock.moment += timedelta(hours=1)
    assert await sweep.look() == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # a SQLite file has one process
async def test_two_processes_say_it_once(organisation: Database, clock: FrozenClock) -> None:
    for number in range(20):
        _raise(organisation, clock.now(), "trinh", str(number))
    writers = [writer_of(organisation) for _ in range(2)]
    sweeps = [NoticeSweep(organisation, writer, clock, settings=settings_of(CONFIG), kinds=KINDS) for writer in writers]
    await asyncio.gather(*(sweep.look() for sweep in sweeps))
    for writer in writers:
        writer.close()
    words = [line for text in _sent(organisation) for line in text.split("\n\n")]
    assert sorted(words) == sorted(str(number) for number in range(20))


async def test_what_is_said_follows_the_time_limits_that_are_put_into_force_meanwhile(
    organisation: Database, writer: Writer, clock: FrozenClock
) -> None:
    def told(telling: Telling, _notice: Notice) -> Reply:
        return Reply(str(telling.settings.rules.rules["meeting_report"].value))

    sweep = NoticeSweep(organisation, writer, clock, settings=settings_of(CONFIG), kinds={"news": Kind("news", told)})
    book = settings_of(CONFIG).rules
    changed = replace(book.rules["meeting_report"], value=5)
    sweep.use(book.model_copy(update={"rules": {**book.rules, "meeting_report": changed}}))
    _raise(organisation, clock.now(), "trinh", "một")
    await sweep.look()
    assert _sent(organisation) == ["5"]
