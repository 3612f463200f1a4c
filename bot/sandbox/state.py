"""The living sandbox: finds and changes records, counts revisions, wakes whoever waits for news."""

import secrets
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path

from bot.clock import MovableClock
from bot.sandbox.bell import Bell
from bot.sandbox.errors import SandboxError
from bot.sandbox.records import JSON, Chat, Everything, Media, Message, SandboxBot, SandboxPerson, StoredFile
from bot.sandbox.storage import Storage

MESSAGES_KEPT_PER_CHAT = 1_000
MOMENTS_KEPT = 500
FIRST_BOT_NUMBER = 700_000_001


@dataclass(frozen=True)
class Numbering:
    """How a messenger's people are named: `prefix`, a dash, and numbers from `first` on."""

    prefix: str
    first: int


class State:
    """Everything that is remembered, with the few operations that keep it consistent."""

    def __init__(self, clock: MovableClock, path: Path | None = None) -> None:
        self.clock = clock
        self.news = Bell()
        self.epoch = secrets.token_hex(4)
        self.moments: deque[tuple[int, str, JSON]] = deque(maxlen=MOMENTS_KEPT)
        self._storage = Storage(path, self._snapshot)
        self._all = self._storage.load()
        if self._all.demo_now is not None and self._all.demo_now > clock.now():
            # A conversation from "next week" would otherwise lie in the future of a restarted demo.
            clock.move_to(self._all.demo_now)

    # Bots

    @property
    def bots(self) -> list[SandboxBot]:
        return list(self._all.bots.values())

    def find_bot(self, platform: str, username: str) -> SandboxBot | None:
        return self._all.bots.get(f"{platform}:{username.lower()}")

    def first_bot(self, platform: str) -> SandboxBot | None:
        return next((bot for bot in self._all.bots.values() if bot.platform == platform), None)

    def bot_of_token(self, platform: str, token: str) -> SandboxBot | None:
        return next((bot for bot in self.bots if (bot.platform, bot.token) == (platform, token)), None)

    def add_bot(self, platform: str, username: str, token: str | None = None) -> SandboxBot:
        """A bot with this name: the one there is, its token replaced when another is given, or a new one."""
        bot = self.find_bot(platform, username)
        if bot is None:
            number = self._bot_number(token)
            token = token or f"{number}:{secrets.token_urlsafe(26)}"
            bot = SandboxBot(platform, username, token, number, next_update=secrets.randbelow(10**8) + 10**8)
            self._all.bots[f"{platform}:{username.lower()}"] = bot
        elif token is not None:
            bot.token = token
        self.changed()
        return bot

    def _bot_number(self, token: str | None) -> int:
        head = (token or "").partition(":")[0]
        taken = {bot.number for bot in self._all.bots.values()}
        if head.isascii() and head.isdigit() and int(head) not in taken:
            return int(head)
        return max({*taken, FIRST_BOT_NUMBER - 1}) + 1

    # People

    @property
    def people(self) -> list[SandboxPerson]:
        return list(self._all.people.values())

    def person(self, person_id: str) -> SandboxPerson:
        """Raises SandboxError (404) when nobody has this id."""
        person = self._all.people.get(person_id)
        if person is None:
            raise SandboxError(f"There is nobody with the id {person_id!r}.", 404)
        return person

    def add_person(
        self,
        bot: SandboxBot,
        name: str,
        numbering: Numbering,
        person_id: str | None = None,
        *,
        started: bool = False,
    ) -> SandboxPerson:
        """A person who has `bot` on the phone; asking again for the same id gives the same person."""
        known = self._all.people.get(person_id) if person_id is not None else None
        if known is not None:
            return known
        number = self._person_number(numbering, person_id)
        person = SandboxPerson(
            person_id or f"{numbering.prefix}-{number}", bot.platform, name, bot.username, number, started
        )
        self._all.people[person.id] = person
        self._all.chats[self._chat_key(bot, number)] = Chat(number, bot.username, [person.id])
        self.changed()
        return person

    def _person_number(self, numbering: Numbering, person_id: str | None) -> int:
        wanted = (person_id or "").removeprefix(f"{numbering.prefix}-")
        taken = {person.number for person in self._all.people.values()} if person_id is not None else set()
        following = self._next_number(numbering)
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and int(wanted) not in taken else following
        self._all.next_numbers[numbering.prefix] = max(following, number + 1)
        return number

    def _next_number(self, numbering: Numbering) -> int:
        known = self._all.next_numbers.get(numbering.prefix)
        if known is not None:
            return known
        # The messenger's first person, or a sandbox that was saved before numbers were counted by messenger.
        ids = (person for person in self._all.people.values() if person.id.startswith(f"{numbering.prefix}-"))
        return max([numbering.first - 1, *(person.number for person in ids)]) + 1

    def bot_of(self, person: SandboxPerson) -> SandboxBot:
        return self._all.bots[f"{person.platform}:{person.bot.lower()}"]

    # Chats and messages

    def find_chat(self, bot: SandboxBot, chat_id: int) -> Chat | None:
        return self._all.chats.get(self._chat_key(bot, chat_id))

    def private_chat(self, person: SandboxPerson) -> Chat:
        return self._all.chats[self._chat_key(self.bot_of(person), person.number)]

    def newest_group(self, person: SandboxPerson) -> Chat | None:
        groups = [
            chat
            for chat in self._all.chats.values()
            if not chat.private and chat.bot == person.bot and person.id in chat.members
        ]
        return groups[-1] if groups else None

    def add_group(self, person: SandboxPerson, title: str) -> Chat:
        chat = Chat(self._all.next_group, person.bot, [person.id], title)
        self._all.next_group -= 1
        self._all.chats[self._chat_key(self.bot_of(person), chat.id)] = chat
        self.changed()
        return chat

    def add_message(self, chat: Chat, message: Message) -> Message:
        """Give the message the next number of its chat and keep it; the oldest go when a chat grows too long."""
        message = replace(message, id=chat.next_message, revision=self.changed())
        chat.next_message += 1
        chat.messages[message.id] = message
        chat.revision = message.revision
        while len(chat.messages) > MESSAGES_KEPT_PER_CHAT:
            del chat.messages[next(iter(chat.messages))]
        return message

    def message_changed(self, chat: Chat, message: Message) -> None:
        message.revision = chat.revision = self.changed()

    def delete_message(self, chat: Chat, message: Message) -> None:
        del chat.messages[message.id]
        chat.revision = chat.deleted[message.id] = self.changed()

    def moment(self, person_id: str, what: JSON) -> None:
        """Something a phone shows for an instant and nobody keeps: "typing…", the answer to a press."""
        self.moments.append((self.changed(), person_id, what))

    # Files

    def add_file(self, name: str, mime_type: str, data: bytes) -> StoredFile:
        file = StoredFile(secrets.token_urlsafe(24), name, mime_type, len(data))
        self._storage.write_file(file.id, data)
        self._all.files[file.id] = file
        self.changed()
        return file

    def find_file(self, file_id: str) -> StoredFile | None:
        return self._all.files.get(file_id)

    def file(self, media: Media) -> StoredFile:
        return self._all.files[media.file]

    def read_file(self, file_id: str) -> bytes | None:
        return self._storage.read_file(file_id) if file_id in self._all.files else None

    # Change

    @property
    def revision(self) -> int:
        return self._all.revision

    def changed(self) -> int:
        """Something that phones show has changed. Returns the revision of the change."""
        self._all.revision += 1
        self.touched()
        return self._all.revision

    def touched(self) -> None:
        """Something has changed that no phone shows: wake whoever waits, have it saved soon."""
        self._storage.touch()
        self.news.ring()

    def save(self) -> None:
        self._storage.save()

    def _snapshot(self) -> Everything:
        self._all.demo_now = self.clock.now()
        return self._all

    @staticmethod
    def _chat_key(bot: SandboxBot, chat_id: int) -> str:
        return f"{bot.platform}:{bot.username.lower()}:{chat_id}"
