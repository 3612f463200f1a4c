"""What Zalo's events say. Their shape is documented in part only: every part is looked at before it is believed."""

from __future__ import annotations

import re
from typing import Any

import structlog

from bot.messages import Incoming
from handlers.turn import Said, SentFile
from models.chats import Platform

_EVENT = re.compile(r"message\.([a-z_]{1,40})\.received")
# Also what the database takes: nothing that is longer, or that PostgreSQL would refuse again and again.
_ID = re.compile(r"[!-~]{1,64}")
_NAMED_KINDS = ("sticker", "voice")
_log = structlog.get_logger(__name__)


def translate(event: object) -> Incoming | None:
    """Return what a person says in a private chat; None when there is nothing to answer, or nobody.

    `event` is what Zalo sends, with its outer envelope (``{"ok", "result"}``) or without. Never raises.
    """
    event = _without_envelope(event)
    message = _object(event, "message")
    chat, key = _private_chat(message), _id(message, "message_id")
    said = _said(_event_kind(event), message)
    if chat is None or key is None or said is None:
        return None
    return Incoming(Platform.ZALO, key, chat, said)


def note_dropped(event: object) -> None:
    """Log that there was nobody or nothing to answer, without anything that a person wrote."""
    event = _without_envelope(event)
    _log.info("zalo_event_dropped", kind=_event_kind(event) or "unknown", has_message=bool(_object(event, "message")))


def _without_envelope(event: object) -> dict[str, Any]:
    if not isinstance(event, dict):
        return {}
    return event if "message" in event or "event_name" in event else _object(event, "result")


def _event_kind(event: dict[str, Any]) -> str | None:
    """Return what kind of message came in, "" where the event has no name, None for events of another kind."""
    name = event.get("event_name", "")
    match = _EVENT.fullmatch(name) if isinstance(name, str) else None
    return match[1] if match else ("" if name == "" else None)


def _private_chat(message: dict[str, Any]) -> str | None:
    """Return the chat's id, which is also the person's there; None in groups, and for what a bot wrote."""
    sender, chat = _object(message, "from"), _object(message, "chat")
    if sender.get("is_bot") is True or str(chat.get("chat_type") or "PRIVATE").upper() != "PRIVATE":
        return None
    person = _id(sender, "id")
    place = _id(chat, "id") or person
    return place if person in (place, None) else None


def _said(kind: str | None, message: dict[str, Any]) -> Said | None:
    if kind is None:
        return None
    sender = _object(message, "from")
    name = _text(sender, "display_name") or ""
    text, picture = _text(message, "text"), _text(message, "photo_url") or _text(message, "photo")
    if kind in ("text", "") and text is not None:
        return Said(text=text, display_name=name)
    if kind == "image" or (not kind and picture):
        return Said(file=SentFile("", 0, picture or "", is_picture=True), display_name=name)
    return Said(unreadable=kind if kind in _NAMED_KINDS else "other", display_name=name)


def _object(parent: dict[str, Any], name: str) -> dict[str, Any]:
    child = parent.get(name)
    return child if isinstance(child, dict) else {}


def _id(parent: dict[str, Any], name: str) -> str | None:
    value = parent.get(name)
    text = str(value) if type(value) in (str, int) else ""
    return text if _ID.fullmatch(text) else None


def _text(parent: dict[str, Any], name: str) -> str | None:
    """Return a text in which halves of characters, which JSON can carry and no database, have become "?"."""
    value = parent.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None
