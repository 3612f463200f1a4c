"""Inline keyboards: reading what the bot sends, and Telegram's limits on it."""

import re
from typing import Any

from bot.sandbox.records import JSON, Button
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.parameters import Parameters

CALLBACK_DATA_BYTES = 64
BUTTONS_LIMIT = 100

_REPLY_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")
_ADDRESS = re.compile(r"(https?|tg)://\S+", re.IGNORECASE)


def read_keyboard(parameters: Parameters) -> list[list[Button]]:
    """The inline buttons under a message; keyboards in place of the phone's own are accepted and not shown.

    Raises:
        ApiError: the markup is malformed, has too many buttons, or a button breaks a limit.
    """
    markup = parameters.object("reply_markup")
    if markup is None or any(name in markup for name in _REPLY_MARKUPS):
        return []
    rows = markup.get("inline_keyboard", [] if not markup else None)
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("object expected as reply markup")
    if sum(len(row) for row in rows) > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return [[_read_button(button) for button in row] for row in rows if row]


def keyboard_object(rows: list[list[Button]]) -> JSON:
    return {"inline_keyboard": [[_button_object(button) for button in row] for row in rows]}


def _button_object(button: Button) -> JSON:
    if button.url is not None:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.data}


def _read_button(button: Any) -> Button:  # any JSON value may stand in a row
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    label = button["text"].strip()
    if not label:
        raise bad_request("BUTTON_TEXT_INVALID")
    data, url = button.get("callback_data"), button.get("url")
    if url is not None:
        if not isinstance(url, str) or not _ADDRESS.fullmatch(url):
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return Button(label, url=url)
    if data is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(label, data=data)
