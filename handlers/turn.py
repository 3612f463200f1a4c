"""What a handler is given and what it gives back.

A :class:`Turn` is one message of one person, with the session in which it is answered. A :class:`Reply` is neutral:
text, choices, a picture or a file that is described and drawn later. No messenger is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from handlers.access import Access
from handlers.locales import Translator
from handlers.routes import Route
from handlers.settings import Settings
from models.chats import Chat, Conversation
from models.cipher import Cipher
from models.database import cipher_of
from models.messages import Priority
from models.people import Person

if TYPE_CHECKING:
    from handlers.forms import Form

DATA_LIMIT_BYTES = 64  # Telegram's limit for the data behind a button


@dataclass(frozen=True, slots=True)
class Said:
    """What came in: exactly one of text, press, file or something that the bot cannot read."""

    text: str | None = None
    press: str | None = None  # the data behind the pressed choice
    file: SentFile | None = None
    unreadable: str | None = None  # "sticker", "voice", "location", "edited", …
    display_name: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that somebody sent. ``content`` is there only when the person may send it and it was fetched."""

    name: str
    size: int  # bytes
    reference: str  # how the messenger finds it
    is_picture: bool = False
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to press, or to answer by its number or its words.

    One without a label is not shown and takes its number all the same: so a number that people know from a list, the
    roll of a meeting for example, means the same on each of its pages.
    """

    label: str
    data: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.data.encode()) <= DATA_LIMIT_BYTES:
            raise ValueError(f"the data of a choice must be 1 to {DATA_LIMIT_BYTES} bytes, not {self.data!r}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or file, described: ``handlers.attachments.draw`` makes it when it is sent."""

    kind: str
    params: dict[str, Any]


Rows = tuple[tuple[Choice, ...], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person. ``replaces`` asks to take the place of the message whose button was pressed."""

    text: str
    choices: Rows = ()
    attachment: Attachment | None = None
    replaces: bool = False
    commands: tuple[tuple[str, str], ...] = ()  # the person's new menu: (command, description)
    numbered_from: int = 1  # the number of the first choice, where a messenger has no buttons

    def to_json(self) -> dict[str, Any]:
        """Return the reply as it is kept in ``outgoing_messages.content``."""
        return {
            "text": self.text,
            "choices": [[[choice.label, choice.data] for choice in row] for row in self.choices],
            "attachment": self.attachment and {"kind": self.attachment.kind, "params": self.attachment.params},
            "replaces": self.replaces,
            "commands": [list(command) for command in self.commands],
            "numbered_from": self.numbered_from,
        }

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Reply:
        """Return the reply that :meth:`to_json` wrote."""
        return cls(
            text=content["text"],
            choices=tuple(tuple(Choice(*choice) for choice in row) for row in content["choices"]),
            attachment=Attachment(**content["attachment"]) if content["attachment"] else None,
            replaces=content["replaces"],
            commands=tuple((name, description) for name, description in content["commands"]),
            numbered_from=content.get("numbered_from", 1),  # rows of an earlier version have none
        )


@dataclass(frozen=True, slots=True)
class Message:
    """A message that a turn sends to somebody else."""

    person: Person
    compose: Callable[[Translator], Reply]  # in the language of the chat that it will go to
    priority: Priority


@dataclass
class Turn:
    """One message of one person, and everything needed to answer it."""

    session: Session
    now: datetime
    chat: Chat
    said: Said
    settings: Settings
    prepared: Any = None
    messages: list[Message] = field(default_factory=list)
    routes: tuple[Route, ...] = ()
    forms: Mapping[str, Form] = field(default_factory=dict)

    @property
    def person(self) -> Person | None:
        """Return who writes, None for a stranger."""
        return self.chat.person

    @property
    def writer_id(self) -> int:
        """Return the id of who writes, where the router lets only known people through."""
        if self.chat.person_id is None:
            raise LookupError("this route is for known people")
        return self.chat.person_id

    @property
    def known_person(self) -> Person:
        """Return who writes, where the router lets only known people through."""
        if self.chat.person is None:
            raise LookupError("this route is for known people")
        return self.chat.person

    @cached_property
    def access(self) -> Access:
        """Return what the person may see and do."""
        return Access.of(self.session, self.chat.person_id)

    @property
    def open_routes(self) -> list[Route]:
        """Return the routes that the person may use, in the order of the router's table."""
        return [route for route in self.routes if route.allowed(self.access)]

    @property
    def cipher(self) -> Cipher:
        """Return the database's cipher, for the keyed hashes by which names and codes are found."""
        return cipher_of(self.session.get_bind().dialect)

    def person_changed(self) -> None:
        """Look again at who writes: the chat has just been joined to a person."""
        self.session.flush()
        self.__dict__.pop("access", None)

    @property
    def today(self) -> date:
        """Return the day at the organisation's place."""
        return self.local(self.now).date()

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the organisation's time zone."""
        return self.settings.local(moment)

    @cached_property
    def conversation(self) -> Conversation | None:
        """Return the person's unfinished form, wherever it was begun."""
        query = self.session.query(Conversation)
        if self.chat.person_id is not None:
            return query.filter_by(person_id=self.chat.person_id).one_or_none()
        return query.filter_by(chat_id=self.chat.id).one_or_none()

    @property
    def translator(self) -> Translator:
        """Return the words in the chat's language, with the address that fits the person."""
        return self.settings.catalogue.translator(self.chat.language, self.access.is_member)

    def t(self, message: str, /, **values: object) -> str:
        """Return `message` in the person's language; ``{you}`` and ``{You}`` are filled with the fitting address."""
        return self.translator(message, **values)

    @property
    def unfinished_form(self) -> Form | None:
        """Return the form that the person has begun and not ended."""
        return self.forms[self.conversation.form] if self.conversation else None

    def send(
        self, person: Person, compose: Callable[[Translator], Reply], priority: Priority = Priority.NOTICE
    ) -> None:
        """Send what `compose` says to another person when this turn has been committed."""
        self.messages.append(Message(person, compose, priority))


def rows(choices: list[Choice], width: int = 1) -> Rows:
    """Return `choices` in rows of `width`."""
    return tuple(tuple(choices[at : at + width]) for at in range(0, len(choices), width))
