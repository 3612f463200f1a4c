"""Invariant 3: a handler that fails changes nothing, is told honestly, and stops nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.clock import FrozenClock
from bot.messages import Incoming
from handlers import failures, router
from handlers.turn import Reply, Said, SentFile, Turn
from models.audit import Actor, Via, act_as
from models.candidates import Candidate
from models.chats import Chat, Platform
from models.database import Database
from models.messages import IncomingMessage, IncomingState
from models.people import Role
from tests.support.messenger import Messenger, said, service
from tests.support.organisation import CHATS

SECRET = "Nguyễn Thị Hạnh 1998"


def _fails(turn: Turn, *_: object) -> Reply:
    """Change a fact, then fail with personal data in the error, as a careless handler might."""
    turn.session.add(turn.session.scalars(select(Candidate).where(Candidate.code == "QC012")).one())
    for candidate in turn.session.scalars(select(Candidate)):
        candidate.full_name = "changed"
    turn.session.flush()
    raise ValueError(f"cannot understand {SECRET}")


@pytest.fixture
def broken_route(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        router,
        "ROUTES",
        tuple(replace(route, handler=_fails) if route.command == "baonguon" else route for route in router.ROUTES),
    )


def _failed(database: Database) -> IncomingMessage:
    with database.read() as session:
        return session.scalars(select(IncomingMessage).where(IncomingMessage.state == IncomingState.FAILED)).one()


@pytest.mark.usefixtures("broken_route")
class TestAHandlerThatFails:
    async def test_changes_nothing_and_the_person_is_told_so(self, organisation: Database, clock: FrozenClock) -> None:
        messenger = Messenger()
        async with service(organisation, clock, messenger) as running:
            await running.says("1001", f"báo nguồn {SECRET}")
            await running.settle()
        [answer] = messenger.texts("1001")
        assert "chưa thay đổi gì" in answer
        with organisation.read() as session:
            assert {row.full_name for row in session.scalars(select(Candidate))} == {
                "Hoàng Mạnh Tùng",
                "Nguyễn Phương Thảo",
            }

    async def test_keeps_the_message_with_its_words_and_where_it_failed(
        self, organisation: Database, clock: FrozenClock
    ) -> None:
        async with service(organisation, clock, Messenger()) as running:
            await running.says("1001", f"báo nguồn {SECRET}")
        row = _failed(organisation)
        assert row.content == {"text": f"báo nguồn {SECRET}", "press": None}
        assert row.error is not None
        assert row.error.startswith("ValueError at ")
        assert "Hạnh" not in row.error
        with organisation.engine.connect() as connection:
            raw = connection.exec_driver_sql(
                "SELECT content FROM incoming_messages WHERE state = 'failed'"
            ).scalar_one()
        assert "Hạnh".encode() not in bytes(raw)

    async def test_the_administrator_is_told_without_personal_data_and_so_is_the_log(
        self, organisation: Database, clock: FrozenClock
    ) -> None:
        messenger = Messenger()
        with capture_logs() as logs:
            async with service(organisation, clock, messenger) as running:
                await running.says("1001", f"báo nguồn {SECRET}")
                await running.settle()
        [told] = messenger.texts(CHATS["quang"])
        assert f"{_failed(organisation).id}" in told
        for words in ("Hạnh", "1998", "Trinh"):
            assert words not in told
            assert words not in repr(logs)
        assert any(entry["event"] == "turn_failed" for entry in logs)

    async def test_the_next_message_works(self, organisation: Database, clock: FrozenClock) -> None:
        messenger = Messenger()
        async with service(organisation, clock, messenger) as running:
            await running.says("1001", f"báo nguồn {SECRET}")
            await running.says("1001", "danh sách nguồn")
            await running.settle()
        assert "Nguồn phát triển" in messenger.texts("1001")[-1]

    async def test_is_answered_once_however_often_the_update_comes(
        self, organisation: Database, clock: FrozenClock
    ) -> None:
        messenger = Messenger()
        async with service(organisation, clock, messenger) as running:
            for _ in range(3):
                await running.says("1001", f"báo nguồn {SECRET}", key="9")
                await running.settle()
        assert len(messenger.texts("1001")) == len(messenger.texts(CHATS["quang"])) == 1

    async def test_is_kept_even_when_no_apology_can_be_written(
        self, organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else the update would come back for ever and hold up everybody behind it."""

        def no_apology(_: Turn) -> Reply:
            raise LookupError("no words")

        monkeypatch.setattr(failures, "apology", no_apology)
        async with service(organisation, clock, Messenger()) as running:
            await running.says("1001", f"báo nguồn {SECRET}")
        assert _failed(organisation).content == {"text": f"báo nguồn {SECRET}", "press": None}


async def test_a_file_that_cannot_be_fetched_is_a_failure_and_not_an_endless_return(
    organisation: Database, clock: FrozenClock
) -> None:
    async def fetch() -> bytes:
        raise ConnectionError("file is no longer available")

    messenger = Messenger()
    workbook = Said(file=SentFile("to-chuc.xlsx", 1000, "reference"))
    async with service(organisation, clock, messenger) as running:
        await running.engine.answer(Incoming(Platform.TELEGRAM, "1", CHATS["quang"], workbook, fetch=fetch))
        await running.settle()
    row = _failed(organisation)
    assert row.error is not None
    assert row.error.startswith("ConnectionError")
    assert len(messenger.texts(CHATS["quang"])) >= 1


async def test_what_a_database_refuses_for_good_is_a_failure_after_some_attempts(
    organisation: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts = []

    def doubles(turn: Turn) -> Reply:
        attempts.append(turn)
        existing = turn.session.scalars(select(Chat)).first()
        assert existing is not None
        turn.session.add(
            Chat(platform=existing.platform, external_id=existing.external_id, first_seen_at=existing.first_seen_at)
        )
        turn.session.flush()
        raise AssertionError("the database refuses a second chat of the same name")

    monkeypatch.setattr(router, "answer", doubles)
    async with service(organisation, clock, Messenger()) as running:
        await running.says("1001", "giúp")
    assert len(attempts) == 3
    assert (_failed(organisation).error or "").startswith("IntegrityError")


async def test_without_an_administrator_the_person_is_answered_all_the_same(
    organisation: Database, clock: FrozenClock, broken_route: None
) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, clock.now()))
        for role in session.scalars(select(Role)):
            if role.name == "administrator":
                session.delete(role)
    messenger = Messenger()
    async with service(organisation, clock, messenger) as running:
        await running.engine.answer(said("1001", f"báo nguồn {SECRET}"))
        await running.settle()
    assert len(messenger.taken) == 1
    with organisation.read() as session:
        assert session.scalar(select(func.count()).select_from(IncomingMessage)) == 1
