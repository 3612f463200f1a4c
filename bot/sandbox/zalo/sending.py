"""getMe, and what a bot sends: sendMessage, sendPhoto, sendSticker, sendVoice, sendChatAction."""

from typing import Any

from bot.sandbox.errors import SandboxError
from bot.sandbox.fetching import fetch
from bot.sandbox.media import keep_picture, keep_sticker, keep_voice
from bot.sandbox.plain_text import clean
from bot.sandbox.records import JSON, Message, SandboxPerson
from bot.sandbox.zalo.call import Call
from bot.sandbox.zalo.errors import bad_request
from bot.sandbox.zalo.ids import id_of_message, id_of_nothing
from bot.sandbox.zalo.markup import formatted
from bot.sandbox.zalo.objects import account, milliseconds

TEXT_LIMIT = 2000
CAPTION_LIMIT = 2000
FETCH_LIMIT_BYTES = 10 * 1024 * 1024


async def get_me(call: Call) -> JSON:
    return account(call.bot)


async def send_message(call: Call) -> JSON:
    person = call.recipient()
    source = _words(call, "text", TEXT_LIMIT)
    if not source:
        raise bad_request("text is empty")
    text, entities = formatted(source, call.parameters.text("parse_mode"))
    return _send(call, person, text=text, entities=entities)


async def send_photo(call: Call) -> JSON:
    person = call.recipient()
    text, entities = formatted(_words(call, "caption", CAPTION_LIMIT), call.parameters.text("parse_mode"))
    call.refuse_beyond_quota()
    media = keep_picture(call.state, await _fetch(call, "photo"))
    if media is None:
        raise bad_request("photo is no picture")
    return _send(call, person, text=text, entities=entities, media=media)


async def send_sticker(call: Call) -> JSON:
    person = call.recipient()
    if not call.parameters.text("sticker"):
        raise bad_request("sticker is empty")
    call.refuse_beyond_quota()
    return _send(call, person, media=keep_sticker(call.state))


async def send_voice(call: Call) -> JSON:
    """The name of the parameter is not documented: `voice_url`, as events have it, and `voice` are both taken."""
    person = call.recipient()
    call.refuse_beyond_quota()
    data = await _fetch(call, "voice_url" if call.parameters.has("voice_url") else "voice")
    return _send(call, person, media=keep_voice(call.state, data))


async def send_chat_action(call: Call) -> None:
    person = call.recipient()
    if call.parameters.text("action") != "typing":
        raise bad_request("action must be typing")
    if not person.blocked:
        call.state.moment(person.id, {"typing": True})


def _words(call: Call, name: str, limit: int) -> str:
    text = clean(call.parameters.text(name)).strip()
    if len(text) > limit:
        raise bad_request(f"{name} is longer than {limit} characters")
    return text


async def _fetch(call: Call, name: str) -> bytes:
    """The bytes behind the address that a parameter names."""
    address = call.parameters.text(name)
    if not address:
        raise bad_request(f"{name} is empty")
    try:
        return await fetch(address, FETCH_LIMIT_BYTES)
    except SandboxError as error:
        raise bad_request(f"{name}: {error.sentence}") from error


def _send(call: Call, person: SandboxPerson, **content: Any) -> JSON:  # checked where Message is built
    """Count the message and show it; who has blocked the bot gets nothing, and the bot learns nothing of it."""
    call.refuse_beyond_quota()
    call.quota.spend(call.bot)
    message = Message(id=0, sender="bot", at=call.state.clock.now(), **content)
    if person.blocked:
        return {"message_id": id_of_nothing(), "date": milliseconds(message.at)}
    message = call.state.add_message(call.state.private_chat(person), message)
    return {"message_id": id_of_message(person, message.id), "date": milliseconds(message.at)}
