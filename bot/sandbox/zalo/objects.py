"""Zalo's JSON objects: accounts and events.

In the queue the addresses of files begin with "/"; they become whole when an event is handed out, under the address at
which the bot itself reaches the sandbox.
"""

from datetime import datetime

from bot.sandbox.records import JSON, Message, SandboxBot, SandboxPerson
from bot.sandbox.state import State
from bot.sandbox.view import file_path
from bot.sandbox.zalo.ids import id_of_message, id_of_person

UNSUPPORTED = "message.unsupported.received"
_ADDRESSES = ("photo_url", "voice_url", "url")


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def account(bot: SandboxBot) -> JSON:
    """The answer of getMe."""
    return {"id": str(bot.number), "account_name": bot.username, "account_type": "BASIC", "can_join_groups": False}


def event_of(state: State, person: SandboxPerson, message: Message) -> JSON:
    """What the bot is told of a message. A place and a file passed on are no message to Zalo: an event without one."""
    kind = message.media.kind if message.media is not None else "text"
    if kind == "location" or (kind == "document" and message.forwarded):
        return {"event_name": UNSUPPORTED}
    name = {"photo": "image", "document": "unsupported"}.get(kind, kind)
    return {"event_name": f"message.{name}.received", "message": _envelope(person, message) | _content(state, message)}


def addressed(bot: SandboxBot, event: JSON) -> JSON:
    """The event with whole addresses."""
    if "message" not in event:
        return event
    whole = {name: bot.reached_at + event["message"][name] for name in _ADDRESSES if name in event["message"]}
    return event | {"message": event["message"] | whole}


def _envelope(person: SandboxPerson, message: Message) -> JSON:
    person_id = id_of_person(person)
    return {
        "from": {"id": person_id, "display_name": person.name, "is_bot": False},
        "chat": {"id": person_id, "chat_type": "PRIVATE"},
        "message_id": id_of_message(person, message.id),
        "date": milliseconds(message.at),
    }


def _content(state: State, message: Message) -> JSON:
    if message.media is None:
        return {"text": message.text}
    path = file_path(state.file(message.media))
    match message.media.kind:
        case "photo":
            return {"photo_url": path} | ({"caption": message.text} if message.text else {})
        case "voice":
            return {"voice_url": path}
        case "sticker":
            return {"sticker": message.media.file, "url": path}
    return {}
