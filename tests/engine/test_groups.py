"""Private chats only: in a group the bot says once that it works in private, and leaves."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from bot.clock import FrozenClock
from bot.sandbox.actions import Write
from bot.sandbox.faults import Fault
from models.chats import Chat
from models.database import Database
from models.messages import IncomingMessage
from tests.support.messenger import until
from tests.support.organisation import CHATS
from tests.support.phones import Phone, SandboxExchange, over_sandbox


def _calls(exchange: SandboxExchange, group: int) -> Counter[tuple[str, int]]:
    return Counter((call.method, call.status) for call in exchange.sandbox.calls if call.chat_id == group)


async def test_in_a_group_the_bot_says_once_that_it_works_in_private_and_leaves(
    organisation: Database, clock: FrozenClock
) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        person = exchange.sandbox.state.person(f"tg-{CHATS['trinh']}")
        telegram = exchange.sandbox.dialect("telegram")
        group = telegram.open_group(person, "Chi bộ Minh Quang")
        telegram.act(person, Write("báo nguồn Nguyễn Thị Hạnh 1998", in_group=True))
        telegram.act(person, Write("giúp", in_group=True))
        await until(lambda: _calls(exchange, group)["leaveChat", 200] == 1)
        await exchange.sandbox.settle()
        chat = exchange.sandbox.state.find_chat(exchange.sandbox.state.bots[0], group)
        assert chat is not None
        texts = [message.text for message in chat.messages.values() if message.from_bot]
        assert len(texts) == 1
        assert "trò chuyện riêng" in texts[0]
        assert not chat.bot_inside
    with organisation.read() as session:
        assert session.scalar(select(func.count()).select_from(IncomingMessage)) == 0, "nothing of a group is kept"
        assert session.scalars(select(Chat).where(Chat.external_id == str(group))).all() == []


async def test_a_group_that_could_not_be_left_is_left_at_its_next_message(
    organisation: Database, clock: FrozenClock
) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        person = exchange.sandbox.state.person(f"tg-{CHATS['trinh']}")
        telegram = exchange.sandbox.dialect("telegram")
        exchange.sandbox.faults.add(Fault("telegram", "500", "leaveChat", times=1))
        group = telegram.open_group(person, "Chi bộ Minh Quang")
        await until(lambda: _calls(exchange, group)["leaveChat", 500] == 1)
        await exchange.sandbox.settle()
        telegram.act(person, Write("giúp", in_group=True))
        await until(lambda: _calls(exchange, group)["leaveChat", 200] == 1)


async def test_a_group_disturbs_no_private_chat(organisation: Database, clock: FrozenClock) -> None:
    async with over_sandbox(organisation, clock, CHATS) as exchange:
        person = exchange.sandbox.state.person(f"tg-{CHATS['trinh']}")
        exchange.sandbox.dialect("telegram").open_group(person, "Chi bộ Minh Quang")
        assert "báo nguồn" in await Phone(CHATS["trinh"], exchange).says("giúp")
        assert "báo nguồn" in await Phone(CHATS["nhung"], exchange).says("giúp")
