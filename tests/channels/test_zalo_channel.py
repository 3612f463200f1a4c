"""Neutral replies as Zalo's messages, over real HTTP on loopback."""

from __future__ import annotations

import pytest

from bot.channels.channel import Letter, Refused, SendError, Unavailable
from bot.channels.zalo import ZaloChannel
from handlers.attachments import Drawn
from handlers.markup import bold
from handlers.turn import Reply
from tests.channels.zalo_server import CHAT, refusal, zalo

PICTURE = Drawn("tuan.png", "image/png", b"\x89PNG")
FILE = Drawn("du-lieu.json", "application/json", b"{}")
ADDRESS = "https://example.org/f/an-address-that-cannot-be-guessed"
NO_ADDRESS = "Không gửi được tệp qua Zalo."


async def _published(_drawn: Drawn, chat: str) -> str | None:
    assert chat == CHAT
    return ADDRESS


async def _unpublished(_drawn: Drawn, _chat: str) -> str | None:
    return None


async def test_bold_becomes_plain_and_a_replacing_reply_is_a_new_message() -> None:
    async with zalo() as (fake, client):
        letter = Letter(CHAT, Reply(f"Đã lưu {bold('QC012')} & <b>"), replaces="s9")
        assert await ZaloChannel(client, _published).send(letter) == "s1"
    assert fake.calls == [("sendMessage", {"chat_id": CHAT, "text": "Đã lưu QC012 & <b>"})]


async def test_a_picture_goes_by_its_address_with_the_text_under_it() -> None:
    async with zalo() as (fake, client):
        await ZaloChannel(client, _published).send(Letter(CHAT, Reply(bold("Tuần 47")), PICTURE))
    assert fake.calls == [("sendPhoto", {"chat_id": CHAT, "photo": ADDRESS, "caption": "Tuần 47"})]


async def test_a_file_is_an_address_under_the_text() -> None:
    async with zalo() as (fake, client):
        channel = ZaloChannel(client, _published)
        await channel.send(Letter(CHAT, Reply("Dữ liệu:"), FILE))
        await channel.send(Letter(CHAT, Reply(""), FILE))
    assert [body["text"] for _, body in fake.calls] == [f"Dữ liệu:\n{ADDRESS}", ADDRESS]


@pytest.mark.parametrize("drawn", [PICTURE, FILE])
async def test_without_a_public_address_the_text_arrives_and_says_so(drawn: Drawn) -> None:
    async with zalo() as (fake, client):
        channel = ZaloChannel(client, _unpublished, NO_ADDRESS)
        await channel.send(Letter(CHAT, Reply("Tuần 47"), drawn))
        await channel.send(Letter(CHAT, Reply(""), drawn))
    assert [body["text"] for _, body in fake.calls] == [f"Tuần 47\n{NO_ADDRESS}", NO_ADDRESS]
    assert fake.methods() == ["sendMessage"] * 2


async def test_with_nothing_to_say_nothing_is_sent() -> None:
    async with zalo() as (fake, client):
        with pytest.raises(Refused):
            await ZaloChannel(client, _unpublished).send(Letter(CHAT, Reply(""), PICTURE))
    assert fake.calls == []


async def test_a_picture_that_zalo_refuses_becomes_an_address_under_the_text() -> None:
    async with zalo() as (fake, client):
        fake.instead["sendPhoto"].append(refusal(400, 400))
        assert await ZaloChannel(client, _published).send(Letter(CHAT, Reply("Tuần 47"), PICTURE)) == "s2"
    assert fake.calls[1] == ("sendMessage", {"chat_id": CHAT, "text": f"Tuần 47\n{ADDRESS}"})


async def test_a_picture_that_may_be_sent_later_is_not_replaced_by_words() -> None:
    async with zalo() as (fake, client):
        fake.instead["sendPhoto"].append(refusal(403, 403))
        with pytest.raises(SendError) as caught:
            await ZaloChannel(client, _published).send(Letter(CHAT, Reply("Tuần 47"), PICTURE))
    assert isinstance(caught.value, Unavailable)
    assert fake.methods() == ["sendPhoto"]
