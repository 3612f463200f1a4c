"""The law that no text whatever makes a turn fail."""

from __future__ import annotations

import asyncio

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.clock import FrozenClock
from models.database import Database
from tests.conversations.conftest import cast_over
from tests.support.phones import through_engine

APOLOGY = "Tôi gặp lỗi"
_WORDS = st.sampled_from(
    (
        "báo nguồn",
        "Nguyễn Thị Hạnh",
        "1998",
        "cty hoa sen",
        "ca 2",
        "mời",
        "QC012",
        "/start",
        "2:",
        "có",
        "vắng",
        "\n",
        "1",
    )
)
_TEXTS = st.one_of(st.text(max_size=80), st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=8).map(" ".join))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=4))
@example(texts=["báo nguồn", "bỏ qua", "bỏ qua", "bỏ qua", "bỏ qua", "bỏ qua", "có"])
@example(texts=["báo nguồn", "\x00", "\ud800", "name=" + "9" * 3_000])
def test_no_text_whatever_makes_a_turn_fail(organisation: Database, clock: FrozenClock, texts: list[str]) -> None:
    async def talk() -> None:
        async with through_engine(organisation, clock) as exchange:
            cast = cast_over(exchange, organisation, clock)
            for text in texts:
                for phone in (cast.trinh, cast.outsider):
                    answer = await phone.says(text)
                    assert answer, "every message is answered"
                    assert APOLOGY not in answer

    asyncio.run(talk())
