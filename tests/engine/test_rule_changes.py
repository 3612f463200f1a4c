"""A file of time limits that changes while the service runs: the dates move, and the administrators are told once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import app
from bot.app import settings_of
from bot.clock import FrozenClock
from bot.config import Config
from bot.messages import Incoming
from bot.rule_watch import RuleWatch
from bot.sections import Rules, Telegram
from bot.writer import writer_of
from handlers.turn import Said
from models.audit import AuditRecord
from models.chats import Platform
from models.database import Database
from models.messages import OutgoingMessage, Priority
from models.rulebook import RuleBook, shipped
from tests.conversations.conftest import cast_over
from tests.support.path import reach
from tests.support.phones import through_engine

SHORTER = "[rules.ceremony_due]\nvalue = 20\n"
WRONG = "[rules.ceremony_due]\nvalue = 20\n\n[rules.decision_due]\nvalue = -1\n"


@dataclass
class Service:
    """A running service's watch over its file of time limits."""

    watch: RuleWatch
    file: Path
    database: Database
    in_force: list[RuleBook]

    def told(self) -> list[str]:
        """Return the messages written so far, oldest first."""
        with self.database.read() as session:
            rows = session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)).all()
            assert {row.priority for row in rows} <= {Priority.URGENT}
            return [row.content["text"] for row in rows if row.content]


@pytest.fixture
async def service(organisation: Database, clock: FrozenClock, tmp_path: Path) -> AsyncIterator[Service]:
    file = tmp_path / "rules.toml"
    file.write_text("", encoding="utf-8")
    async with _started(organisation, clock, file) as running:
        await running.watch.look()
        yield running


@asynccontextmanager
async def _started(database: Database, clock: FrozenClock, file: Path) -> AsyncIterator[Service]:
    writer = writer_of(database)
    settings = settings_of(Config(rules=Rules(file=file.name)), config_path=file.with_name("config.toml"))
    in_force = [settings.rules]
    watch = RuleWatch(database, writer, clock, settings=settings, path=file, use=[in_force.append])
    yield Service(watch, file, database, in_force)
    writer.close()


async def test_the_first_look_tells_nothing(service: Service) -> None:
    assert await service.watch.look() == 0
    assert service.told() == []


async def test_a_changed_limit_is_told_once_with_the_cases_that_move(service: Service) -> None:
    reach(service.database, "QC012", decided=date(2026, 11, 4))
    service.file.write_text(SHORTER, encoding="utf-8")
    assert await service.watch.look() == 1
    assert service.in_force[-1].rules["ceremony_due"].value == 20
    (message,) = service.told()
    assert "Tổ chức lễ kết nạp: 30 ngày làm việc → 20 ngày làm việc" in message
    assert "1" in message.split("\n")[-1]
    assert await service.watch.look() == 0


async def test_a_mistake_keeps_the_old_limits_and_is_told_once_with_its_line(service: Service) -> None:
    service.file.write_text(SHORTER, encoding="utf-8")
    await service.watch.look()
    service.file.write_text(WRONG, encoding="utf-8")
    assert await service.watch.look() == 1
    assert await service.watch.look() == 0
    assert service.in_force[-1].rules["ceremony_due"].value == 20
    assert service.in_force[-1].rules["decision_due"].value == 60
    assert "rules.toml, line 5: rules.decision_due.value" in service.told()[-1]
    service.file.write_text(SHORTER, encoding="utf-8")
    assert await service.watch.look() == 1, "that it is right again"
    assert "không có thời hạn nào thay đổi" in service.told()[-1]
    service.file.write_text(WRONG, encoding="utf-8")
    assert await service.watch.look() == 1, "the same mistake anew is told anew"


async def test_a_change_made_while_the_service_stood_still_is_told_at_the_next_start(
    service: Service, clock: FrozenClock
) -> None:
    service.file.write_text(SHORTER, encoding="utf-8")
    async with _started(service.database, clock, service.file) as next_one:
        assert next_one.in_force[0].rules["ceremony_due"].value == 20
        assert await next_one.watch.look() == 1
    assert await service.watch.look() == 0, "the other process sees that it has been told"


async def test_two_processes_tell_it_once(service: Service, clock: FrozenClock) -> None:
    async with _started(service.database, clock, service.file) as other:
        service.file.write_text(SHORTER, encoding="utf-8")
        assert sum(await asyncio.gather(service.watch.look(), other.watch.look())) == 1
    with service.database.read() as session:
        assert len(session.scalars(select(AuditRecord).where(AuditRecord.entity == "rules")).all()) == 2


async def test_the_running_service_answers_by_the_new_limits(organisation: Database, clock: FrozenClock) -> None:
    async with through_engine(organisation, clock) as exchange:
        cast = cast_over(exchange, organisation, clock)
        reach(organisation, "QC012", decided=date(2026, 11, 4))
        assert "17/12" in await cast.trinh.says("QC012")
        rules = dict(shipped().rules)
        rules["ceremony_due"] = rules["decision_due"]
        exchange.engine.use(shipped().model_copy(update={"rules": rules}))
        assert "17/12" not in await cast.trinh.says("QC012")


async def test_the_built_service_reads_its_file_again(
    organisation: Database, clock: FrozenClock, tmp_path: Path
) -> None:
    config = Config(telegram=Telegram(enabled=False), rules=Rules(file="rules.toml"))
    file = tmp_path / "rules.toml"
    file.write_text("", encoding="utf-8")
    async with app.build(config, organisation, clock, config_path=tmp_path / "config.toml") as built:
        (look,) = built.every_hour
        work = asyncio.create_task(built.outbox.run())
        assert await look() == 0
        file.write_text(SHORTER, encoding="utf-8")
        assert await look() == 1
        await built.engine.answer(Incoming(Platform.TELEGRAM, "1", "1001", Said(text="căn cứ lễ kết nạp")))
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    with organisation.read() as session:
        answer = session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id.desc())).first()
    assert answer is not None
    assert answer.content is not None
    assert "20 ngày làm việc" in answer.content["text"]
