"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

from typing import Any

from bot.sandbox.images import read_picture
from bot.sandbox.records import JSON, Chat, Media, Message, StoredFile
from bot.sandbox.telegram.call import Call
from bot.sandbox.telegram.errors import ApiError, bad_request
from bot.sandbox.telegram.keyboard import read_keyboard
from bot.sandbox.telegram.parameters import UPLOAD_LIMIT_BYTES
from bot.sandbox.telegram.text import CAPTION_LIMIT, TEXT_LIMIT, read_text

PHOTO_LIMIT_BYTES = 10 * 1024 * 1024
_CHAT_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(call: Call) -> JSON:
    chat = call.open_chat()
    text, entities = read_text(call.parameters, "text", TEXT_LIMIT, "message is too long")
    if not text:
        raise bad_request("message text is empty")
    return _add(call, chat, text=text, entities=entities)


async def send_photo(call: Call) -> JSON:
    chat = call.open_chat()
    caption, entities = read_text(call.parameters, "caption", CAPTION_LIMIT, "message caption is too long")
    file = _photo_file(call)
    picture = read_picture(call.state.read_file(file.id) or b"")
    if picture is None:
        raise bad_request("wrong type of file")
    media = Media("photo", file.id, picture.width, picture.height)
    return _add(call, chat, text=caption, entities=entities, media=media)


async def send_document(call: Call) -> JSON:
    chat = call.open_chat()
    caption, entities = read_text(call.parameters, "caption", CAPTION_LIMIT, "message caption is too long")
    upload = call.parameters.upload("document")
    if upload is None:
        file = _known_file(call, "document")
    elif not upload.data:
        raise bad_request("file must be non-empty")
    elif len(upload.data) > UPLOAD_LIMIT_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    else:
        file = call.state.add_file(upload.name, upload.mime_type, upload.data)
    return _add(call, chat, text=caption, entities=entities, media=Media("document", file.id))


async def send_chat_action(call: Call) -> bool:
    chat = call.open_chat()
    if call.parameters.text("action") not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    for person in chat.members if chat.private else []:
        call.state.moment(person, {"typing": True})
    return True


def _photo_file(call: Call) -> StoredFile:
    upload = call.parameters.upload("photo")
    if upload is None:
        return _known_file(call, "photo")
    if len(upload.data) > PHOTO_LIMIT_BYTES:
        raise bad_request("too big file")
    picture = read_picture(upload.data)
    if picture is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    # The limits on the sides of a photo stand under sendPhoto in the documentation.
    longer, shorter = max(picture.width, picture.height), min(picture.width, picture.height)
    if longer + shorter > 10_000 or longer > 20 * shorter:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return call.state.add_file(f"photo.{picture.suffix}", picture.mime_type, upload.data)


def _known_file(call: Call, name: str) -> StoredFile:
    reference = call.parameters.text(name)
    if not reference:
        raise bad_request(f"there is no {name} in the request")
    file = call.state.find_file(reference)
    if file is None:
        # Addresses are not fetched: nothing of the sandbox leaves this machine.
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file


def _add(call: Call, chat: Chat, **content: Any) -> JSON:  # the content's types are checked where Message is built
    message = Message(
        id=0,
        sender="bot",
        at=call.state.clock.now(),
        buttons=read_keyboard(call.parameters),
        reply_to=_replied(call, chat),
        **content,
    )
    return call.shown(chat, call.state.add_message(chat, message))


def _replied(call: Call, chat: Chat) -> int | None:
    described = call.parameters.object("reply_parameters") or {}
    wanted = described.get("message_id") or call.parameters.integer("reply_to_message_id", 0)
    if not wanted:
        return None
    if isinstance(wanted, int) and wanted in chat.messages:
        return wanted
    if described.get("allow_sending_without_reply") or call.parameters.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
