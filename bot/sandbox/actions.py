"""What a person can do on the phone, in no messenger's terms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bot.sandbox.errors import SandboxError
from bot.sandbox.fields import Fields


@dataclass(frozen=True)
class Write:
    """Write a text, or replace the text of an own earlier message (`edit`), or pass on somebody else's."""

    text: str
    edit: int | None = None
    forwarded: bool = False
    in_group: bool = False


@dataclass(frozen=True)
class Press:
    """Press the button with this label or callback data. `forged`: send the data though no button has it."""

    button: str
    message_id: int | None = None
    forged: bool = False


@dataclass(frozen=True)
class SendDocument:
    """Send a file; `forwarded`: pass on one that somebody else has sent."""

    name: str
    data: bytes
    caption: str = ""
    forwarded: bool = False


@dataclass(frozen=True)
class SendPhoto:
    data: bytes
    caption: str = ""


@dataclass(frozen=True)
class SendVoice:
    data: bytes


@dataclass(frozen=True)
class SendSticker:
    pass


@dataclass(frozen=True)
class SendLocation:
    latitude: float
    longitude: float


Action = Write | Press | SendDocument | SendPhoto | SendVoice | SendSticker | SendLocation

_HIGHEST_ID = 2**31 - 1
_UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f]")


def read_action(body: dict[str, Any]) -> Action:
    """What the caller wants a person to do.

    Raises:
        SandboxError: none or several actions are named, or one is described wrongly.
    """
    named = [name for name in _READERS if name in body]
    if len(named) != 1:
        raise SandboxError(f"Name exactly one of {', '.join(_READERS)}.")
    fields = Fields(body)
    action = _READERS[named[0]](fields)
    fields.refuse_others()
    return action


def _write(fields: Fields) -> Write:
    return Write(
        text=fields.text("text"),
        edit=fields.integer("edit", None, 1, _HIGHEST_ID),
        forwarded=fields.flag("forwarded"),
        in_group=fields.flag("group"),
    )


def _press(fields: Fields) -> Press:
    press = Press(fields.text("press"), fields.integer("message_id", None, 1, _HIGHEST_ID), fields.flag("forged"))
    if press.forged and press.message_id is None:
        raise SandboxError('A forged press needs a "message_id".')
    return press


def _document(fields: Fields) -> SendDocument:
    inner = fields.nested("file")
    name = _UNSAFE_IN_NAMES.sub("", PurePosixPath(inner.text("name").replace("\\", "/")).name)
    caption = fields.text("caption", required=False)
    action = SendDocument(name or "file", inner.bytes(), caption, forwarded=fields.flag("forwarded"))
    inner.refuse_others()
    return action


def _photo(fields: Fields) -> SendPhoto:
    inner = fields.nested("photo")
    action = SendPhoto(inner.bytes(), fields.text("caption", required=False))
    inner.refuse_others()
    return action


def _voice(fields: Fields) -> SendVoice:
    inner = fields.nested("voice")
    action = SendVoice(inner.bytes())
    inner.refuse_others()
    return action


def _sticker(fields: Fields) -> SendSticker:
    if not fields.flag("sticker"):
        raise SandboxError('"sticker" must be true.')
    return SendSticker()


def _location(fields: Fields) -> SendLocation:
    inner = fields.nested("location")
    action = SendLocation(inner.number("latitude", None, -90, 90), inner.number("longitude", None, -180, 180))
    inner.refuse_others()
    return action


_READERS: dict[str, Callable[[Fields], Action]] = {
    "text": _write,
    "press": _press,
    "file": _document,
    "photo": _photo,
    "voice": _voice,
    "sticker": _sticker,
    "location": _location,
}
