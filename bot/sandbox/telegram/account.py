"""The bot itself: getMe, commands, chats, files, logOut, close."""

import re
from typing import Any

from bot.sandbox.records import JSON, Chat, SandboxBot, SandboxPerson, StoredFile
from bot.sandbox.telegram.call import Call
from bot.sandbox.telegram.errors import bad_request, forbidden
from bot.sandbox.telegram.objects import bot_account, file_object, full_chat_object

DOWNLOAD_LIMIT_BYTES = 20 * 1024 * 1024
COMMANDS_LIMIT = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES_OF_A_CHAT = frozenset({"chat", "chat_administrators"})
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}) | _SCOPES_OF_A_CHAT
_PHONE_LANGUAGE = "vi"


async def get_me(call: Call) -> JSON:
    return bot_account(call.bot)


async def do_nothing(_call: Call) -> bool:
    """logOut and close: there is no other server to move to."""
    return True


async def get_chat(call: Call) -> JSON:
    chat = call.chat()
    if not chat.private and not chat.bot_inside:
        raise forbidden("bot is not a member of the group chat")
    return full_chat_object(call.state, chat)


async def leave_chat(call: Call) -> bool:
    chat = call.chat()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.bot_inside:
        raise forbidden("bot is not a member of the group chat")
    chat.bot_inside = False
    call.state.touched()
    return True


async def get_file(call: Call) -> JSON:
    file = call.state.find_file(call.parameters.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_LIMIT_BYTES:
        raise bad_request("file is too big")
    return file_object(file) | {"file_path": file_path(file)}


def file_path(file: StoredFile) -> str:
    """Where the file is downloaded from, below `/file/bot<TOKEN>/`. The name tells nothing of the file."""
    folder = "photos" if file.mime_type.startswith("image/") else "documents"
    suffix = file.name.rpartition(".")[2] if "." in file.name else "bin"
    return f"{folder}/{file.id}.{suffix if suffix.isascii() and suffix.isalnum() else 'bin'}"


async def set_my_commands(call: Call) -> bool:
    commands = [_read_command(command) for command in call.parameters.list("commands") or []]
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.bot.commands[_scope_key(call)] = commands
    call.state.touched()
    return True


async def get_my_commands(call: Call) -> list[JSON]:
    return call.bot.commands.get(_scope_key(call), [])


async def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(_scope_key(call), None)
    call.state.touched()
    return True


def commands_for(bot: SandboxBot, person: SandboxPerson) -> list[JSON]:
    """What a person's menu shows: the narrowest scope that has commands, as the documentation orders them."""
    for scope in (f"chat {person.number}", "all_private_chats", "default"):
        for language in (_PHONE_LANGUAGE, ""):
            commands = bot.commands.get(f"{scope}/{language}")
            if commands:
                return commands
    return []


def _read_command(command: Any) -> JSON:  # any JSON value may stand in the list
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: object expected")
    name = str(command.get("command", "")).removeprefix("/")  # both "/menu" and "menu" are taken
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(command.get("description", "")).strip()
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _scope_key(call: Call) -> str:
    scope = call.parameters.object("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if kind in _SCOPES_OF_A_CHAT:
        kind = f"{kind} {_chat_of_scope(call, scope).id}"
    return f"{kind}/{call.parameters.text('language_code')}"


def _chat_of_scope(call: Call, scope: JSON) -> Chat:
    wanted = str(scope.get("chat_id", ""))
    chat = call.state.find_chat(call.bot, int(wanted)) if re.fullmatch(r"-?\d{1,18}", wanted, re.ASCII) else None
    if chat is None:
        raise bad_request("chat not found")
    return chat
