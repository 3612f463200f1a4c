"""Invariant 10: what is pressed or typed is checked again, whoever sends it and whenever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import FrozenClock
from models.audit import Actor, Via, act_as
from models.candidates import Candidate
from models.database import Database
from models.people import Person, Role
from tests.support.messenger import Messenger, service
from tests.support.organisation import CHATS, CODES, OUTSIDER
from tests.support.phones import Phone, through_engine

REPORT = "báo nguồn Nguyễn Thị Hạnh 1998 cty Hoa Sen thực phẩm ca 2 công đoàn giới thiệu"
FORGED = (
    "cand:QC007",
    "cand:' OR 1=1 --",
    "cand:\u0000",
    "list:cell:CB07",
    "list:cell:DB",
    "list:stage:introduced:CB07:0",
    "list:stage:introduced:CB07:-1",
    "list:stage:no_such_stage:CB07:0",
    "list:lacking:CB07:0",
    "list:lacking:CB07:" + "9" * 40,
    "complete:QC007",
    "at:QC007:DN001",
    "invite:person:DV097",
    "invite:person:QT01",
    "invite:page:x",
    "book:import:1",
    "book:discard:1",
    "go:no_such_intent",
    "form:zzzz:yes",
    "privacy:no_such_answer",
    "no_such_kind:1",
    ":",
    ":::::",
    "\U0001f600" * 16,
)
SECRETS = ("Thảo", "N.P.T", "Nhung", "Thái Sơn")


@pytest.mark.parametrize("name", ["trinh", "long", "lam", "outsider"])
async def test_forged_presses_show_and_change_nothing_of_another_cell(
    organisation: Database, clock: FrozenClock, name: str
) -> None:
    chat = {**CHATS, "outsider": OUTSIDER}[name]
    with organisation.read() as session:
        before = {row.code: row.full_name for row in session.scalars(select(Candidate))}
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        for data in FORGED:
            await running.presses(chat, data)
        await running.settle()
    assert len(messenger.texts(chat)) == len(FORGED), "every press is answered"
    assert {letter.chat for letter in messenger.taken} == {chat}, "no failure reached the administrator"
    for text in messenger.texts(chat):
        assert not [secret for secret in SECRETS if secret in text], text
    with organisation.read() as session:
        assert {row.code: row.full_name for row in session.scalars(select(Candidate))} == before


async def test_a_press_on_a_summary_of_last_month_saves_nothing(organisation: Database, clock: FrozenClock) -> None:
    async with through_engine(organisation, clock) as exchange:
        trinh = Phone(CHATS["trinh"], exchange)
        await trinh.says(REPORT)
        old = trinh.last[-1].data[0]
        await trinh.says("thôi")
        clock.moment += timedelta(days=31)
        await trinh.says("báo nguồn Trần Văn Nam 1990 cty Minh Quang ca 1")
        answer = await trinh.forges(old)
        assert "Hạnh" not in answer
        assert "Nam" not in answer
    with organisation.read() as session:
        assert {row.code for row in session.scalars(select(Candidate))} == {"QC012", "QC007"}


async def test_a_press_is_refused_once_the_right_to_it_is_gone(organisation: Database, clock: FrozenClock) -> None:
    async with through_engine(organisation, clock) as exchange:
        trinh = Phone(CHATS["trinh"], exchange)
        assert "Hoàng Mạnh Tùng" in await trinh.says("QC012")
        await trinh.says("danh sách nguồn")
        old = [data for message in trinh.last for data in message.data if data.startswith(("list:", "cand:"))]
        assert old
        _dismiss(organisation, clock, "trinh")
        for data in (*old, "cand:QC012"):
            assert "Tùng" not in await trinh.forges(data)
        for words in ("1", "2", "QC012"):
            assert "Tùng" not in await trinh.says(words)


async def test_a_number_means_a_choice_of_the_last_message_only(organisation: Database, clock: FrozenClock) -> None:
    async with through_engine(organisation, clock) as exchange:
        trinh = Phone(CHATS["trinh"], exchange)
        await trinh.says(REPORT)
        await trinh.says("thôi")
        await trinh.says("giúp")
        assert "Đã lưu" not in await trinh.says("1")
    with organisation.read() as session:
        assert {row.code for row in session.scalars(select(Candidate))} == {"QC012", "QC007"}


async def test_a_button_of_somebody_else_is_worth_nothing(organisation: Database, clock: FrozenClock) -> None:
    async with through_engine(organisation, clock) as exchange:
        trinh, nhung, outsider = (Phone(chat, exchange) for chat in (CHATS["trinh"], CHATS["nhung"], OUTSIDER))
        await trinh.says(REPORT)
        for data in trinh.last[-1].data:
            assert "Hạnh" not in await nhung.forges(data)
            assert "Hạnh" not in await outsider.forges(data)
    with organisation.read() as session:
        assert {row.code for row in session.scalars(select(Candidate))} == {"QC012", "QC007"}


def _dismiss(database: Database, clock: FrozenClock, name: str) -> None:
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, clock.now()))
        person = session.scalars(select(Person).where(Person.code == CODES[name])).one()
        for role in session.scalars(select(Role).where(Role.person_id == person.id)):
            session.delete(role)
