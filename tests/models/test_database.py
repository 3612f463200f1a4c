"""Column types: moments are aware and in UTC, personal data is readable with its key only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from models.audit import Actor, AuditRecord, Via, act_as
from models.chats import Conversation
from models.cipher import Cipher
from models.database import Database
from models.messages import Heartbeat
from models.people import Person

HANOI = timezone(timedelta(hours=7))


def _person(session: Session) -> Person:
    act_as(session, Actor(Via.COMMAND_LINE, datetime(2026, 1, 1, tzinfo=UTC)))
    person = Person(code="DV001", full_name="Nguyễn Thị Hạnh", name_hash=b"x", phone="0912345678")
    session.add(person)
    session.flush()
    return person


def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    with database.write() as session:
        session.add(Heartbeat(part="test", at=datetime(2026, 2, 17, 6, 30, tzinfo=HANOI)))
    with database.read() as session:
        kept = session.scalars(select(Heartbeat)).one().at
    assert kept == datetime(2026, 2, 16, 23, 30, tzinfo=UTC)
    assert kept.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - what must be refused
    with pytest.raises(StatementError, match="time zone"), database.write() as session:
        session.add(Heartbeat(part="test", at=naive))


def test_personal_data_is_not_readable_without_its_key(database: Database) -> None:
    with database.write() as session:
        _person(session)
    with database.read() as session:
        raw = session.execute(text("SELECT full_name, phone FROM people")).one()
    assert not any("Hạnh".encode() in bytes(value) or b"0912" in bytes(value) for value in raw)
    stranger = Database(database.url, Cipher(b"s" * 32))
    with stranger.read() as session, pytest.raises(InvalidTag):
        session.scalars(select(Person)).one()
    stranger.close()


def test_equal_texts_are_encrypted_differently_and_hashed_alike(cipher: Cipher) -> None:
    assert cipher.encrypt(b"An") != cipher.encrypt(b"An")
    assert cipher.digest("name", "an") == cipher.digest("name", "an")
    assert cipher.digest("name", "an") != cipher.digest("invitation", "an")


def test_a_conversation_keeps_its_answers_as_they_are(database: Database) -> None:
    answers = {"people": [{"name": "Hạnh", "skipped": []}], "cell": None}
    with database.write() as session:
        person = _person(session)
        session.add(
            Conversation(person_id=person.id, form="report", token="t", answers=answers, updated_at=datetime.now(UTC))
        )
    with database.read() as session:
        assert session.scalars(select(Conversation)).one().answers == answers


def test_a_change_by_nobody_is_refused(database: Database) -> None:
    with pytest.raises(RuntimeError, match="act_as"), database.write() as session:
        session.add(Person(code="DV001", full_name="An", name_hash=b"x"))


def test_the_audit_says_that_a_name_changed_but_never_the_name(database: Database) -> None:
    with database.write() as session:
        person = _person(session)
        person.full_name, person.crew = "Trần Văn Bình", "B"
    with database.read() as session:
        made, changed = session.scalars(select(AuditRecord).order_by(AuditRecord.id))
    assert (made.action, changed.action, changed.key) == ("insert", "update", "DV001")
    assert changed.changes == {"full_name": ["…", "…"], "crew": [None, "B"]}
    assert "Hạnh" not in str(made.changes)


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        _person(session)
        raise ZeroDivisionError
    with database.read() as session:
        assert session.scalars(select(Person)).all() == []
        assert session.scalars(select(AuditRecord)).all() == []
