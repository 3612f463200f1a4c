"""Which chat reaches a person, and since when a messenger counts as out of reach."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import messengers, second_chats
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.database import Database
from models.messengers import FRESH
from models.people import Person
from models.reach import chats_of, reach_of
from tests.conftest import NOW
from tests.support.organisation import CODES

AFTER = timedelta(hours=2)
MINUTE = timedelta(minutes=1)
OLD, ZALO, NEW = "1001", "za", "new"


def _three_chats(session: Session) -> tuple[Person, dict[str, Chat]]:
    """Give Trinh a Zalo chat and a newer Telegram chat beside her first."""
    act_as(session, Actor(Via.SERVICE, NOW))
    trinh = session.scalars(select(Person).where(Person.code == CODES["trinh"])).one()
    for later, (platform, name) in enumerate([(Platform.ZALO, ZALO), (Platform.TELEGRAM, NEW)], 1):
        at = NOW + later * MINUTE
        session.add(Chat(platform=platform, external_id=name, person_id=trinh.id, first_seen_at=at, joined_at=at))
    session.flush()
    own = session.scalars(select(Chat).where(Chat.person_id == trinh.id))
    return trinh, {chat.external_id: chat for chat in own}


def _reached(session: Session, person: Person) -> str | None:
    session.flush()
    chat = chats_of(session, [person.id]).get(person.id)
    return chat.external_id if chat else None


def test_the_newest_chat_is_taken_until_one_is_preferred(organisation: Database) -> None:
    with organisation.write() as session:
        trinh, chats = _three_chats(session)
        assert _reached(session, trinh) == NEW
        second_chats.prefer(session, trinh.id, Platform.ZALO, here=chats[OLD])
        assert _reached(session, trinh) == ZALO
        second_chats.prefer(session, trinh.id, Platform.TELEGRAM, here=chats[OLD])
        assert _reached(session, trinh) == OLD, "where it was asked for"
        assert [chat.is_preferred for chat in chats.values()].count(True) == 1


def test_a_stopped_chat_is_never_taken_nor_one_that_was_not_agreed_to(organisation: Database) -> None:
    with organisation.write() as session:
        trinh, chats = _three_chats(session)
        chats[NEW].is_preferred, chats[NEW].stopped_at = True, NOW
        assert _reached(session, trinh) == ZALO
        chats[ZALO].joined_at = None
        assert _reached(session, trinh) == OLD
        chats[OLD].stopped_at = NOW
        assert _reached(session, trinh) is None


def test_the_chat_that_stands_in_comes_before_the_preferred_one(organisation: Database) -> None:
    with organisation.write() as session:
        trinh, chats = _three_chats(session)
        chats[NEW].is_preferred, chats[ZALO].stands_in_since = True, NOW
        assert _reached(session, trinh) == ZALO


@pytest.mark.parametrize(
    ("out", "stopped", "expected"),
    [
        ((), (), NEW),
        ((), (NEW,), ZALO),
        ((Platform.TELEGRAM,), (), ZALO),
        ((Platform.ZALO,), (NEW,), OLD),
        ((Platform.TELEGRAM,), (ZALO,), None),
    ],
)
def test_what_cannot_be_reached_is_passed_over(
    organisation: Database, out: tuple[Platform, ...], stopped: tuple[str, ...], expected: str | None
) -> None:
    with organisation.write() as session:
        trinh, chats = _three_chats(session)
        for name in stopped:
            chats[name].stopped_at = NOW
        session.flush()
        reach = reach_of(session, [trinh.id], out)[trinh.id]
        assert reach.usual is chats[NEW]
        assert reach.now is (chats[expected] if expected else None)
        assert reach.is_detour == (expected not in (NEW, None))


def test_leaving_a_chat_takes_nothing_of_the_person_along(organisation: Database) -> None:
    with organisation.write() as session:
        trinh, chats = _three_chats(session)
        second_chats.leave(session, chats[NEW])
        assert _reached(session, trinh) == ZALO
        assert chats[NEW].person_id is None


class TestAMessenger:
    def test_is_out_of_reach_once_it_has_failed_for_long_enough(self, database: Database) -> None:
        with database.write() as session:
            messengers.note(session, Platform.TELEGRAM, NOW, answers=False)
            assert messengers.failing(session) == {Platform.TELEGRAM}
            assert messengers.out_of_reach(session, NOW + AFTER - MINUTE, AFTER) == frozenset()
            messengers.note(session, Platform.TELEGRAM, NOW + AFTER, answers=False)
            assert messengers.out_of_reach(session, NOW + AFTER, AFTER) == {Platform.TELEGRAM}

    def test_is_back_with_its_first_answer(self, database: Database) -> None:
        with database.write() as session:
            messengers.note(session, Platform.ZALO, NOW, answers=False)
            messengers.note(session, Platform.ZALO, NOW + AFTER, answers=True)
            assert messengers.out_of_reach(session, NOW + 2 * AFTER, AFTER) == frozenset()

    def test_that_one_process_has_just_reached_is_not_failing(self, database: Database) -> None:
        with database.write() as session:
            messengers.note(session, Platform.ZALO, NOW, answers=True)
            messengers.note(session, Platform.ZALO, NOW + FRESH - MINUTE, answers=False)
            assert messengers.failing(session) == frozenset()
            messengers.note(session, Platform.ZALO, NOW + FRESH, answers=False)
            assert messengers.failing(session) == {Platform.ZALO}
