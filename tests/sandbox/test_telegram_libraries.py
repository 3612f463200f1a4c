"""Two bot libraries talk to the sandbox over real HTTP and understand every answer."""

from typing import Any

import aiogram
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BotCommand, BufferedInputFile
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from tests.sandbox.pictures import png
from tests.sandbox.world import TOKEN, World

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Lưu", callback_data="save")]])


async def _greet(update: telegram.Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    await update.effective_message.reply_html("Chào <b>bạn</b>", reply_markup=KEYS)


async def _save(update: telegram.Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer("Đã lưu")
    await update.callback_query.edit_message_text("Đã lưu")


async def _keep(update: telegram.Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    assert update.effective_message.document
    file = await update.effective_message.document.get_file()
    data = await file.download_as_bytearray()
    await update.effective_message.reply_document(bytes(data), filename="trả lại.txt", caption="đây")
    await update.effective_message.reply_photo(png(3, 3))


async def test_an_application_of_python_telegram_bot_holds_a_whole_conversation(world: World) -> None:
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{world.url}/telegram/bot")
    application = builder.base_file_url(f"{world.url}/telegram/file/bot").build()
    application.add_handler(CommandHandler("start", _greet))
    application.add_handler(CallbackQueryHandler(_save))
    application.add_handler(MessageHandler(filters.Document.ALL, _keep))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(timeout=5)
        written = await world.say(text="/start ABC")
        [greeting] = await world.seen(after=written, wait=5)
        assert greeting["buttons"] == [[{"label": "Lưu", "data": "save"}]]
        await world.say(press="Lưu")
        chat = world.sandbox.state.private_chat(world.hanh)
        await world.until(lambda: chat.messages[greeting["id"]].text == "Đã lưu")
        sent = await world.say(file={"name": "ghi chú.txt", "base64": "xJHhu6c="})
        [document] = await world.seen(after=sent, wait=5)
        assert document["document"]["name"] == "trả lại.txt"
        [photo] = await world.seen(after=document["id"], wait=5)
        assert photo["photo"]
        await application.updater.stop()
        await application.stop()


async def test_python_telegram_bot_reads_every_answer(world: World) -> None:
    async with telegram.Bot(TOKEN, f"{world.url}/telegram/bot", f"{world.url}/telegram/file/bot") as bot:
        assert (await bot.get_me()).username == "nguon_bot"
        assert (await bot.get_chat(1001)).first_name == "Nguyễn Thị Hạnh"
        assert await bot.set_my_commands([("menu", "Việc có thể làm")])
        assert (await bot.get_my_commands())[0].command == "menu"
        assert await bot.send_chat_action(1001, "typing")
        assert (await bot.get_webhook_info()).url == ""
        await _everything_a_person_does(world)
        updates = await bot.get_updates()
        assert [update.update_id for update in updates] == [update["update_id"] for update in await world.updates()]
        assert {update.effective_user.full_name for update in updates if update.effective_user} == {"Nguyễn Thị Hạnh"}
        assert all(update.effective_user and update.effective_chat for update in updates)
        # What the library does not know of an object ends up here.
        assert not any(update.api_kwargs or (update.message and update.message.api_kwargs) for update in updates)


async def test_python_telegram_bot_raises_its_own_errors(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the library's coming way; without it, it warns
    async with telegram.Bot(TOKEN, f"{world.url}/telegram/bot") as bot:
        message = await bot.send_message(1001, "Chào", reply_markup=KEYS)
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_text("Chào", 1001, message.message_id, reply_markup=KEYS)
        await world.post("/sandbox/faults", {"platform": "telegram", "kind": "429", "retry_after": 3, "times": 1})
        with pytest.raises(RetryAfter):
            await bot.send_message(1001, "Chào")
        await world.post("/sandbox/people/tg-1001/block")
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await bot.send_message(1001, "Chào")


async def test_aiogram_reads_every_answer_and_raises_its_own_errors(world: World) -> None:
    server = TelegramAPIServer(
        base=f"{world.url}/telegram/bot{{token}}/{{method}}", file=f"{world.url}/telegram/file/bot{{token}}/{{path}}"
    )
    async with aiogram.Bot(TOKEN, AiohttpSession(api=server)) as bot:
        assert (await bot.get_me()).username == "nguon_bot"
        assert (await bot.get_chat(1001)).type == "private"
        assert await bot.set_my_commands([BotCommand(command="menu", description="Việc")])
        await _everything_a_person_does(world)
        updates = await bot.get_updates()
        kinds: list[Any] = [update.event_type for update in updates]
        assert kinds.count("message") == 8
        assert {"edited_message", "callback_query", "my_chat_member"} <= set(kinds)
        sent = await bot.send_document(
            1001, BufferedInputFile(b"abc", "tệp.txt"), caption="<i>nghiêng</i>", parse_mode="HTML"
        )
        assert sent.document
        assert sent.caption_entities
        downloaded = await bot.download(sent.document.file_id)
        assert downloaded
        assert downloaded.read() == b"abc"
        photo = await bot.send_photo(1001, BufferedInputFile(png(4, 4), "a.png"))
        assert photo.photo
        assert photo.photo[-1].width == 4
        with pytest.raises(TelegramBadRequest, match="can't parse entities"):
            await bot.send_message(1001, "<b>", parse_mode="HTML")
        await world.post("/sandbox/people/tg-1001/block")
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(1001, "Chào")


async def _everything_a_person_does(world: World) -> None:
    await world.sent(reply_markup={"inline_keyboard": [[{"text": "Lưu", "callback_data": "save"}]]})
    written = await world.say(text="/start")
    await world.say(text="/start lại", edit=written)
    await world.say(text="chuyển", forwarded=True)
    await world.say(press="save")
    await world.say(sticker=True)
    await world.say(location={"latitude": 21.59, "longitude": 105.84})
    await world.say(voice={"base64": "T2dnUw=="})
    await world.say(
        photo={
            "base64": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        }
    )
    await world.say(file={"name": "a.pdf", "base64": "JVBERg=="}, caption="đơn")
    await world.post("/sandbox/people/tg-1001/group", {})
    await world.post("/sandbox/people/tg-1001/block")
    await world.post("/sandbox/people/tg-1001/unblock")
