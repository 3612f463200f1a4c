"""Telegram's JSON objects, with every field that the Bot API documentation does not call optional."""

from datetime import datetime

from bot.sandbox.records import JSON, Chat, Media, Message, SandboxBot, SandboxPerson, StoredFile
from bot.sandbox.state import State
from bot.sandbox.telegram.keyboard import keyboard_object


def unix(moment: datetime) -> int:
    return int(moment.timestamp())


def bot_user(bot: SandboxBot) -> JSON:
    return {"id": bot.number, "is_bot": True, "first_name": bot.username, "username": bot.username}


def bot_account(bot: SandboxBot) -> JSON:
    """The answer of getMe: a User with the fields that only it carries."""
    return bot_user(bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def person_user(person: SandboxPerson) -> JSON:
    return {"id": person.number, "is_bot": False, "first_name": person.name, "language_code": "vi"}


def chat_object(state: State, chat: Chat) -> JSON:
    if not chat.private:
        return {"id": chat.id, "type": "group", "title": chat.title, "all_members_are_administrators": True}
    return {"id": chat.id, "type": "private", "first_name": state.person(chat.members[0]).name}


def full_chat_object(state: State, chat: Chat) -> JSON:
    """ChatFullInfo, the answer of getChat."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return chat_object(state, chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def message_object(state: State, bot: SandboxBot, chat: Chat, message: Message, *, with_reply: bool = True) -> JSON:
    found: JSON = {
        "message_id": message.id,
        "from": bot_user(bot) if message.from_bot else person_user(state.person(message.sender)),
        "chat": chat_object(state, chat),
        "date": unix(message.at),
    }
    if message.service:
        return found | {message.service: True}
    if message.edited_at is not None:
        found["edit_date"] = unix(message.edited_at)
    if message.forwarded:
        found["forward_origin"] = {"type": "hidden_user", "sender_user_name": "…", "date": unix(message.at)}
    if message.media is not None:
        found |= _media_object(state, message.media)
    found |= _words(message)
    if message.buttons:
        found["reply_markup"] = keyboard_object(message.buttons)
    replied = chat.messages.get(message.reply_to) if message.reply_to is not None and with_reply else None
    if replied is not None:
        found["reply_to_message"] = message_object(state, bot, chat, replied, with_reply=False)
    return found


def _words(message: Message) -> JSON:
    if not message.text:
        return {}
    prefix = "" if message.media is None else "caption_"
    words: JSON = {"text" if message.media is None else "caption": message.text}
    return words | {f"{prefix}entities": message.entities} if message.entities else words


def _media_object(state: State, media: Media) -> JSON:
    if media.kind == "location":
        return {"location": {"latitude": media.latitude, "longitude": media.longitude}}
    file = state.file(media)
    size = {"width": media.width, "height": media.height}
    match media.kind:
        case "photo":
            return {"photo": [file_object(file) | size]}
        case "voice":
            return {"voice": file_object(file) | {"duration": media.duration, "mime_type": file.mime_type}}
        case "sticker":
            kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
            return {"sticker": file_object(file) | size | kind}
    return {"document": file_object(file) | {"file_name": file.name, "mime_type": file.mime_type}}


def file_object(file: StoredFile) -> JSON:
    return {"file_id": file.id, "file_unique_id": file.id[:16], "file_size": file.size}


def member_changed_object(
    state: State, bot: SandboxBot, chat: Chat, person: SandboxPerson, change: tuple[str, str]
) -> JSON:
    """ChatMemberUpdated about the bot itself; `change` is from and to what: member, kicked or left."""
    return {
        "chat": chat_object(state, chat),
        "from": person_user(person),
        "date": unix(state.clock.now()),
        "old_chat_member": _member(bot, change[0]),
        "new_chat_member": _member(bot, change[1]),
    }


def _member(bot: SandboxBot, status: str) -> JSON:
    member: JSON = {"user": bot_user(bot), "status": status}
    return member | {"until_date": 0} if status == "kicked" else member
