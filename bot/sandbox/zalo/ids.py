"""Ids as Zalo gives them: strings of 20 hexadecimal digits, the same for the same thing for ever."""

import hashlib
import secrets

from bot.sandbox.records import SandboxPerson

ID_LENGTH = 20


def id_of_person(person: SandboxPerson) -> str:
    """The person's id for the person's bot; in a private chat it is the chat's id as well."""
    return _id("person", person.bot.lower(), person.number)


def id_of_message(person: SandboxPerson, message: int) -> str:
    """The id of the message with this number in the person's private chat."""
    return _id("message", person.bot.lower(), person.number, message)


def id_of_nothing() -> str:
    """The id of a message that was accepted and stands nowhere."""
    return secrets.token_hex(ID_LENGTH // 2)


def _id(*parts: str | int) -> str:
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:ID_LENGTH]
