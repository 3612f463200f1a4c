"""What the sandbox remembers: bots, people, chats, messages, files. No messenger's dialect is in here."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

JSON = dict[str, Any]
"""An object of one messenger's dialect, ready to be written as JSON."""

Role = Literal["secretary", "worker", "committee", "admin", "outsider"]


@dataclass(frozen=True)
class PersonStatus:
    """What the product knows of a person of the sandbox; asked anew each time people are listed."""

    role: Role = "outsider"
    unit: str | None = None
    joined: bool = False


@dataclass
class Webhook:
    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error_at: datetime | None = None
    last_error: str = ""
    set_at: datetime | None = None


@dataclass
class OpenQuery:
    """A press on a button that the bot may still answer."""

    message: int
    person: str


@dataclass
class MonthlyUse:
    """How many messages a bot has sent in `month` ("2026-11")."""

    month: str = ""
    sent: int = 0


@dataclass
class SandboxBot:
    """A bot and what its messenger keeps for it. `number` is the messenger's own numeric id.

    `reached_at` is the sandbox's own address as this bot last called it ("http://127.0.0.1:8080").
    """

    platform: str
    username: str
    token: str
    number: int
    next_update: int
    updates: deque[JSON] = field(default_factory=deque)
    repeats: deque[JSON] = field(default_factory=deque)
    allowed_updates: list[str] = field(default_factory=list)
    webhook: Webhook | None = None
    commands: dict[str, list[JSON]] = field(default_factory=dict)
    queries: dict[str, OpenQuery] = field(default_factory=dict)
    use: MonthlyUse = field(default_factory=MonthlyUse)
    reached_at: str = ""


@dataclass
class SandboxPerson:
    """A person with a phone. `id` stands in URLs ("tg-1001"); `number` is that of the private chat, too."""

    id: str
    platform: str
    name: str
    bot: str
    number: int
    started: bool = False
    blocked: bool = False


@dataclass
class Button:
    label: str
    data: str | None = None
    url: str | None = None


@dataclass
class Media:
    """What a message carries beside its words. Sizes in pixels, duration in seconds, place in degrees (WGS 84)."""

    kind: Literal["photo", "document", "voice", "sticker", "location"]
    file: str = ""
    width: int = 0
    height: int = 0
    duration: int = 0
    latitude: float = 0.0
    longitude: float = 0.0


@dataclass
class StoredFile:
    id: str
    name: str
    mime_type: str
    size: int


@dataclass
class Message:
    """One message of a chat. `sender` is "bot" or the person's id; `revision` counts changes over the whole sandbox."""

    id: int
    sender: str
    at: datetime
    text: str = ""
    entities: list[JSON] = field(default_factory=list)
    buttons: list[list[Button]] = field(default_factory=list)
    media: Media | None = None
    edited_at: datetime | None = None
    reply_to: int | None = None
    forwarded: bool = False
    service: str = ""
    revision: int = 0

    @property
    def from_bot(self) -> bool:
        return self.sender == "bot"


@dataclass
class Chat:
    """A conversation of one bot. In a private chat the only member is the person, and the ids are the same."""

    id: int
    bot: str
    members: list[str]
    title: str | None = None
    bot_inside: bool = True
    next_message: int = 1
    messages: dict[int, Message] = field(default_factory=dict)
    deleted: dict[int, int] = field(default_factory=dict)
    revision: int = 0

    @property
    def private(self) -> bool:
        return self.title is None


@dataclass
class Everything:
    """The whole of it, as it is saved. `demo_now` is the demo's clock at the last save.

    `next_numbers` holds the number of the next new person by the prefix of their ids.
    """

    bots: dict[str, SandboxBot] = field(default_factory=dict)
    people: dict[str, SandboxPerson] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    revision: int = 0
    next_numbers: dict[str, int] = field(default_factory=dict)
    next_group: int = -4001
    demo_now: datetime | None = None
