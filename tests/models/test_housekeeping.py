"""What has outlived its use goes; what is still needed stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from models import uploads
from models.audit import Actor, UndoStep, Via, act_as
from models.chats import Chat, Conversation, Invitation, Platform
from models.database import Database
from models.housekeeping import tidy_up
from models.messages import IncomingMessage, IncomingState, OutgoingMessage, OutgoingState, Priority
from models.people import Person
from models.uploads import Upload
from tests.conftest import NOW
from tests.support.organisation import CODES

OLD, YOUNG = NOW - timedelta(days=40), NOW - timedelta(hours=1)


def _fill(database: Database) -> None:
    with database.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        trinh, long = (
            session.scalars(select(Person).where(Person.code == CODES[name])).one() for name in ("trinh", "long")
        )
        chat = session.scalars(select(Chat).where(Chat.person_id == trinh.id)).one()
        for at, who in ((OLD, trinh), (YOUNG, long)):
            incoming = IncomingMessage(
                platform=Platform.TELEGRAM,
                update_key=str(at),
                chat_id=chat.id,
                received_at=at,
                state=IncomingState.HANDLED,
            )
            session.add(incoming)
            session.add(Conversation(person_id=who.id, form="report", token="t", answers={}, updated_at=at))
            session.add(UndoStep(person_id=who.id, saved_at=at, kind="report", details={}))
            session.add(Invitation(code_hash=str(at).encode(), person_id=who.id, created_at=at, expires_at=at))
            session.add(Upload(person_id=who.id, content=b"x", created_at=at))
            for state in (OutgoingState.SENT, OutgoingState.WAITING):
                session.add(
                    OutgoingMessage(chat_id=chat.id, priority=Priority.REPLY, content={}, state=state, created_at=at)
                )


def test_what_is_old_goes_and_what_is_young_or_still_to_be_sent_stays(organisation: Database) -> None:
    _fill(organisation)
    with organisation.write() as session:
        assert tidy_up(session, NOW) == 6
    with organisation.read() as session:
        left = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (IncomingMessage, Conversation, UndoStep, Invitation, Upload, OutgoingMessage)
        }
    assert left == {IncomingMessage: 1, Conversation: 1, UndoStep: 1, Invitation: 1, Upload: 1, OutgoingMessage: 3}


def test_a_second_time_there_is_nothing_to_do(organisation: Database) -> None:
    _fill(organisation)
    with organisation.write() as session:
        tidy_up(session, NOW)
        assert tidy_up(session, NOW) == 0


def test_a_new_file_of_a_person_takes_the_place_of_the_one_before(organisation: Database) -> None:
    with organisation.write() as session:
        person = session.scalars(select(Person).where(Person.code == CODES["quang"])).one()
        uploads.keep(session, person.id, b"first", NOW)
        uploads.keep(session, person.id, b"second", NOW)
        assert [upload.content for upload in session.scalars(select(Upload))] == [b"second"]
