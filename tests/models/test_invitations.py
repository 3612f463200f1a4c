"""Invitation codes: one use, three days, five tries an hour, and only a hash is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import invitations
from models.audit import Actor, Via, act_as
from models.chats import Chat, Invitation
from models.database import Database
from models.invitations import ALPHABET, Outcome
from models.people import Person
from tests.conftest import NOW
from tests.support.organisation import CHATS, CODES


def _chat(session: Session, name: str) -> Chat:
    act_as(session, Actor(Via.CHAT, NOW))
    return session.scalars(select(Chat).where(Chat.external_id == CHATS[name])).one()


def _issue(session: Session, database: Database, name: str = "lam") -> str:
    act_as(session, Actor(Via.COMMAND_LINE, NOW))
    person = session.scalars(select(Person).where(Person.code == CODES[name])).one()
    code, expires_at = invitations.issue(session, database.cipher, person, by=None, now=NOW, days=3)
    assert expires_at == NOW + timedelta(days=3)
    return code


def test_a_code_joins_its_person_once(organisation: Database) -> None:
    with organisation.write() as session:
        code, chat = _issue(session, organisation), _chat(session, "nhung")
        first = invitations.redeem(session, organisation.cipher, chat, code, NOW)
        second = invitations.redeem(session, organisation.cipher, chat, code, NOW)
        assert (first.outcome, first.person and first.person.code) == (Outcome.JOINED, CODES["lam"])
        assert second.outcome == Outcome.USED


@pytest.mark.parametrize(
    "form", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code[:4]} {code[5:]} "]
)
def test_a_code_may_be_typed_as_people_type(organisation: Database, form: object) -> None:
    with organisation.write() as session:
        typed = form(_issue(session, organisation))  # type: ignore[operator]  # each is a function of the code
        assert invitations.looks_like_code(typed)
        assert (
            invitations.redeem(session, organisation.cipher, _chat(session, "nhung"), typed, NOW).outcome
            == Outcome.JOINED
        )


def test_a_code_ends_after_its_days(organisation: Database) -> None:
    with organisation.write() as session:
        code = _issue(session, organisation)
        late = invitations.redeem(session, organisation.cipher, _chat(session, "nhung"), code, NOW + timedelta(days=3))
        assert late.outcome == Outcome.EXPIRED


def test_a_new_code_ends_the_one_before(organisation: Database) -> None:
    with organisation.write() as session:
        old, new, chat = _issue(session, organisation), _issue(session, organisation), _chat(session, "nhung")
        assert invitations.redeem(session, organisation.cipher, chat, old, NOW).outcome == Outcome.EXPIRED
        assert invitations.redeem(session, organisation.cipher, chat, new, NOW).outcome == Outcome.JOINED


def test_five_wrong_codes_close_the_door_for_an_hour(organisation: Database) -> None:
    with organisation.write() as session:
        code, chat, cipher = _issue(session, organisation), _chat(session, "nhung"), organisation.cipher
        left = [invitations.redeem(session, cipher, chat, "ACDEFGHJ", NOW).tries_left for _ in range(4)]
        assert left == [4, 3, 2, 1]
        assert invitations.redeem(session, cipher, chat, "ACDEFGHJ", NOW).outcome == Outcome.CLOSED
        soon = NOW + timedelta(minutes=59)
        assert invitations.redeem(session, cipher, chat, code, soon).outcome == Outcome.CLOSED, "also the right one"
        later = NOW + timedelta(hours=1)
        assert invitations.redeem(session, cipher, chat, code, later).outcome == Outcome.JOINED


def test_the_database_holds_no_code(organisation: Database) -> None:
    with organisation.write() as session:
        code = invitations.normalise(_issue(session, organisation))
    with organisation.read() as session:
        kept = session.scalars(select(Invitation)).one()
        assert code.encode() not in kept.code_hash
        assert len(kept.code_hash) == 32


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8))
def test_every_code_is_read_back_as_itself(code: str) -> None:
    assert invitations.normalise(f"{code[:4]}-{code[4:]}".lower()) == code


def test_no_letter_is_taken_for_another() -> None:
    assert not set("B8IL1O0S5Z2") & set(ALPHABET)
