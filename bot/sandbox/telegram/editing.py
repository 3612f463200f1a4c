"""editMessageText, editMessageCaption, editMessageReplyMarkup, deleteMessage, answerCallbackQuery."""

from datetime import timedelta

from bot.sandbox.records import JSON, Button, Chat, Message
from bot.sandbox.telegram.call import Call
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.keyboard import read_keyboard
from bot.sandbox.telegram.text import CAPTION_LIMIT, TEXT_LIMIT, read_text

DELETABLE_FOR = timedelta(hours=48)
ANSWER_LIMIT = 200
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


async def edit_message_text(call: Call) -> JSON:
    chat, message = _editable(call)
    text, entities = read_text(call.parameters, "text", TEXT_LIMIT, "MESSAGE_TOO_LONG")
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    if not text:
        raise bad_request("message text is empty")
    return _change(call, chat, message, text, entities)


async def edit_message_caption(call: Call) -> JSON:
    chat, message = _editable(call)
    caption, entities = read_text(call.parameters, "caption", CAPTION_LIMIT, "message caption is too long")
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(call, chat, message, caption, entities)


async def edit_message_reply_markup(call: Call) -> JSON:
    chat, message = _editable(call)
    return _change(call, chat, message, message.text, message.entities)


async def delete_message(call: Call) -> bool:
    chat = call.open_chat()
    message = chat.messages.get(call.parameters.integer("message_id", 0))
    if message is None:
        raise bad_request("message to delete not found")
    if call.state.clock.now() - message.at > DELETABLE_FOR or not (message.from_bot or chat.private):
        raise bad_request("message can't be deleted")
    call.state.delete_message(chat, message)
    return True


async def answer_callback_query(call: Call) -> bool:
    query = call.bot.queries.pop(call.parameters.text("callback_query_id"), None)
    if query is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.parameters.text("text")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"answered": query.message, "toast": text, "alert": call.parameters.flag("show_alert")}
    call.state.moment(query.person, answer)
    return True


def _editable(call: Call) -> tuple[Chat, Message]:
    chat = call.open_chat()
    return chat, call.own_message(chat, missing="message to edit not found", foreign="message can't be edited")


def _change(call: Call, chat: Chat, message: Message, text: str, entities: list[JSON]) -> JSON:
    # As with Telegram, an edit that names no keyboard takes the old one away.
    buttons: list[list[Button]] = read_keyboard(call.parameters)
    if (text, entities, buttons) == (message.text, message.entities, message.buttons):
        raise bad_request(_NOT_MODIFIED)
    message.text, message.entities, message.buttons = text, entities, buttons
    message.edited_at = call.state.clock.now()
    call.state.message_changed(chat, message)
    return call.shown(chat, message)
