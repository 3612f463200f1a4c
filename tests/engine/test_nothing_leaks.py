"""Invariant 11: no personal data and no token in logs or metrics, and none readable in the database's files."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
import structlog
from sqlalchemy import text

from bot import log, server, web
from bot.channels import telegram_polling
from bot.clock import FrozenClock
from bot.sandbox.faults import Fault
from handlers import router
from handlers.turn import Reply, Turn
from models.database import Database
from tests.support.messenger import commits_fail, until
from tests.support.organisation import CHATS, OUTSIDER
from tests.support.phones import TOKEN, Phone, SandboxExchange, over_sandbox

REPORT = "báo nguồn Nguyễn Thị Hạnh 1998 cty Hoa Sen thực phẩm ca 2 công đoàn giới thiệu"
SECRETS = (
    "Hạnh",
    "hạnh",
    "Trinh",
    "Tùng",
    "0912345678",
    "báo nguồn",
    "lời riêng",
    "Chào bạn",
    TOKEN,
    TOKEN.partition(":")[2],
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Give everything that any logger writes, with every library as talkative as the service leaves it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root, level = logging.getLogger(), logging.getLogger().level
    libraries = ("httpx", "httpcore", "aiohttp", "telegram", "uvicorn", "asyncio")
    levels = {name: logging.getLogger(name).level for name in libraries}
    log.configure(json=True)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(stream), cache_logger_on_first_use=False)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    for name in libraries:
        logging.getLogger(name).setLevel(levels[name])
    structlog.reset_defaults()


async def _conversation(exchange: SandboxExchange) -> None:
    trinh, outsider = Phone(CHATS["trinh"], exchange), Phone(OUTSIDER, exchange)
    await trinh.says(REPORT)
    await trinh.says("1")
    await trinh.says("QC012")
    await trinh.says("lời riêng, số của tôi là 0912345678")
    await trinh.forges("cand:lời riêng")
    await outsider.says("Tôi là Hạnh, 0912345678")


async def _everything_goes_wrong(exchange: SandboxExchange, database: Database, patch: pytest.MonkeyPatch) -> None:
    """A handler fails, commits fail, and the messenger fails in each of its ways."""
    trinh = Phone(CHATS["trinh"], exchange)

    def fails(turn: Turn) -> Reply:
        raise ValueError(f"cannot read {turn.said.text}")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(router, "answer", fails)
        await trinh.says("lời riêng của Hạnh")
    with commits_fail(database):
        await exchange.say(trinh.chat, "lời riêng của Hạnh")
        await until(lambda: not exchange.app.healthy)
    await trinh.reads()
    for fault in (
        Fault("telegram", "500", "sendMessage", times=2),
        Fault("telegram", "429", "sendMessage", times=1),
        Fault("telegram", "403", "sendMessage", times=1),
    ):
        exchange.sandbox.faults.add(fault)
        await trinh.says("lời riêng")


async def test_no_log_holds_personal_data_or_the_token(
    organisation: Database, clock: FrozenClock, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_polling, "FIRST_PAUSE_SECONDS", 0.02)
    monkeypatch.setattr("bot.outages.FIRST_PAUSE_SECONDS", 0.02)
    async with over_sandbox(organisation, clock, {**CHATS, "outsider": OUTSIDER}) as exchange:
        await _conversation(exchange)
        await _everything_goes_wrong(exchange, organisation, monkeypatch)
    logged = written.getvalue()
    for event in ("turn_failed", "polling_failed", "unavailable", "too_fast"):
        assert event in logged, "the log is looked at while things go wrong"
    assert [secret for secret in SECRETS if secret in logged] == []


async def test_the_metrics_and_the_health_hold_none_either(organisation: Database, clock: FrozenClock) -> None:
    async with over_sandbox(organisation, clock, {**CHATS, "outsider": OUTSIDER}) as exchange:
        await _conversation(exchange)
        answers = []
        async with (
            server.served(web.build_app(exchange.app), "127.0.0.1", 0) as port,
            aiohttp.ClientSession(f"http://127.0.0.1:{port}", raise_for_status=True) as client,
        ):
            for path in ("/metrics", "/healthz"):
                async with client.get(path) as response:
                    answers.append(await response.text())
        assert f"taonguon_messages_sent {float(exchange.app.outbox.sent)}" in answers[0]
    for answer in answers:
        assert [secret for secret in SECRETS if secret in answer] == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_database_files_hold_no_name_no_word_and_no_number(
    organisation: Database, clock: FrozenClock
) -> None:
    """Read as bytes, the write-ahead log included, while the service works and after it has ended."""
    file = Path(organisation.url.database or "")

    def readable() -> list[str]:
        content = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        return [secret for secret in SECRETS if secret.encode() in content]

    async with over_sandbox(organisation, clock, {**CHATS, "outsider": OUTSIDER}) as exchange:
        await _conversation(exchange)
        assert file.with_name(f"{file.name}-wal").stat().st_size > 0
        assert b"QC013" in b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
        assert readable() == []
    organisation.close()
    assert readable() == []


async def test_no_error_that_reaches_a_traceback_holds_the_values_of_a_statement(organisation: Database) -> None:
    """An error that nobody foresaw is printed whole by Python; the database's own errors quote their parameters."""
    with pytest.raises(Exception, match="no_such_table") as caught, organisation.read() as session:
        session.execute(text("SELECT * FROM no_such_table WHERE name = :name"), {"name": "lời riêng"})
    assert "lời riêng" not in str(caught.value)
