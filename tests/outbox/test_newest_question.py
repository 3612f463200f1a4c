"""Words mean what was asked last, also where several things were asked one after another."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from bot.offers import offered as written
from handlers.hearing import offered
from handlers.turn import Choice, Reply, Turn
from models.chats import Chat, Platform
from models.messages import Priority


def _asks(what: str) -> Reply:
    return Reply("Đi được không?", ((Choice("Đi được", f"{what}:yes"), Choice("Không đi được", f"{what}:no")),))


def _meant(chat: Chat, text: str) -> str | None:
    return offered(cast("Turn", SimpleNamespace(chat=chat)), text)


@pytest.mark.parametrize("platform", list(Platform))
def test_the_newest_invitation_is_meant_by_its_words(platform: Platform) -> None:
    chat = Chat(platform=platform, external_id="1")
    _, chat.offer = written(_asks("first"), Priority.REPLY, chat)
    _, chat.offer = written(_asks("moved"), Priority.NOTICE, chat)
    assert _meant(chat, "khong di duoc") == "moved:no"
    _, chat.offer = written(_asks("moved again"), Priority.NOTICE, chat)
    assert _meant(chat, "đi được") == "moved again:yes"


def test_an_answer_that_came_after_it_is_meant_before_a_notice() -> None:
    chat = Chat(platform=Platform.ZALO, external_id="1")
    _, chat.offer = written(_asks("unasked"), Priority.NOTICE, chat)
    _, chat.offer = written(_asks("answer"), Priority.REPLY, chat)
    assert _meant(chat, "đi được") == "answer:yes"
    _, chat.offer = written(Reply("Xong"), Priority.REPLY, chat)
    assert _meant(chat, "đi được") is None, "the answer has taken its numbers"
    _, chat.offer = written(_asks("unasked"), Priority.NOTICE, chat)
    _, chat.offer = written(Reply("Xong"), Priority.REPLY, chat)
    assert _meant(chat, "đi được") == "unasked:yes"
