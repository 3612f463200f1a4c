"""A whole bot in plain HTTP talks to people on Zalo, by polling and by webhook."""

import asyncio
import base64

from tests.sandbox.pictures import png
from tests.sandbox.world import served
from tests.sandbox.zalo_echo_bot import SECRET, EchoBot, stopped
from tests.sandbox.zalo_world import ZALO_TOKEN, ZaloWorld


def _bot(zalo: ZaloWorld) -> EchoBot:
    return EchoBot(zalo.session, f"{zalo.url}/zalo/bot{ZALO_TOKEN}")


async def test_by_polling_everybody_is_answered_once_though_every_event_comes_twice(zalo: ZaloWorld) -> None:
    task = asyncio.create_task(_bot(zalo).run())
    other = zalo.sandbox.add_person("zalo", "Trần Văn Dũng")
    await zalo.say(text="một")
    await zalo.say(other, text="hai")
    await zalo.say(text="ba")
    async with asyncio.timeout(30):
        await zalo.until(lambda: len(zalo.sandbox.state.private_chat(zalo.hanh).messages) == 4)
    await stopped(task)
    texts = [message["text"] for message in await zalo.seen() if message["from"] == "bot"]
    assert texts == ["Đã nghe: một", "Đã nghe: ba"]
    _, [mine, answer] = await zalo.get(f"/sandbox/people/{other.id}/messages")
    assert (mine["text"], answer["text"]) == ("hai", "Đã nghe: hai")


async def test_by_webhook_the_same(zalo: ZaloWorld) -> None:
    bot = _bot(zalo)
    async with served(bot.app()) as address:
        assert (await bot.call("setWebhook", url=f"{address}/zalo", secret_token=SECRET))["ok"]
        written = await zalo.say(text="qua webhook")
        [answer] = await zalo.seen(after=written, wait=5)
        assert answer["text"] == "Đã nghe: qua webhook"
        await bot.call("deleteWebhook")


async def test_a_picture_comes_back_as_it_was_sent(zalo: ZaloWorld) -> None:
    picture = png(40, 30)
    task = asyncio.create_task(_bot(zalo).run())
    written = await zalo.say(photo={"base64": base64.b64encode(picture).decode()})
    [answer] = await zalo.seen(after=written, wait=5)
    await stopped(task)
    assert (answer["text"], answer["photo_size"]) == ("Ảnh của đồng chí", {"width": 40, "height": 30})
    async with zalo.session.get(zalo.url + answer["photo"]) as response:
        assert await response.read() == picture
