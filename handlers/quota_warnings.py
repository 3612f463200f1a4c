"""What administrators are told unasked: that a messenger's messages or users run short, or that it refuses the bot.

Each is told once; the tables know (models/quota.py), so any process may look at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime

from sqlalchemy.orm import Session

from handlers.access import Access
from handlers.locales import Translator
from handlers.messengers import NAMES
from handlers.quota import share, users_of
from handlers.readers import administrators
from handlers.settings import Settings
from handlers.turn import Reply
from models import ledger
from models.chats import Chat, Platform
from models.held_messages import chats_elsewhere
from models.messages import Priority
from models.quota import (
    MESSAGES_TOLD_AT,
    TOKEN,
    USERS,
    USERS_TOLD_AT,
    month_of,
    next_month,
    percent,
    reached,
    sent_in,
    tell,
)
from models.reach import chats_of

Compose = Callable[[Translator], str]


def warn(session: Session, now: datetime, settings: Settings) -> int:
    """Tell administrators of messages and users that run short; return how many messages were written."""
    written = 0
    for platform, quota in settings.quotas.items():
        if quota.messages:
            month = month_of(now, settings.timezone)
            sent = sent_in(session, [platform], month)[platform]
            mark = reached(percent(sent, quota.messages), MESSAGES_TOLD_AT)
            words = _of_messages(platform, mark, share(sent, quota.messages), next_month(month))
            written += _tell(session, now, settings, (platform, month, mark), words)
        if quota.users:
            users = users_of(session, platform)
            mark = reached(percent(users, quota.users), USERS_TOLD_AT)
            words = _of_users(platform, mark, share(users, quota.users))
            written += _tell(session, now, settings, (platform, USERS, mark), words)
    return written


def warn_of_tokens(
    session: Session, now: datetime, settings: Settings, *, refusing: Collection[Platform], well: Collection[Platform]
) -> int:
    """Tell administrators, over other messengers, which ones refuse the bot's token; return how many were written.

    A messenger that is neither `refusing` nor `well` has not said anything to this process yet.
    """
    for platform in well:
        tell(session, platform, TOKEN, 0)
    return sum(
        _tell(session, now, settings, (platform, TOKEN, 100), _of_token(platform), only_elsewhere=True)
        for platform in refusing
    )


def _tell(
    session: Session,
    now: datetime,
    settings: Settings,
    key: tuple[Platform, date, int],
    words: Compose,
    *,
    only_elsewhere: bool = False,
) -> int:
    """Write to each administrator, unless they know; where nobody can be told now, it is told another time."""
    platform, month, mark = key
    chats = _chats(session, platform, only_elsewhere or (mark == 100 and month != USERS)) if mark else []
    if (mark and not chats) or not tell(session, platform, month, mark):
        return 0
    drafts = [
        ledger.Draft(chat.id, Reply(words(_translator(session, settings, chat))).to_json(), Priority.URGENT)
        for chat in chats
    ]
    return len(ledger.queue(session, drafts, incoming_id=None, now=now))


def _chats(session: Session, platform: Platform, only_elsewhere: bool) -> list[Chat]:
    """Return a chat of each administrator, on another messenger than `platform` where there is one."""
    people = [person.id for person in administrators(session)]
    elsewhere = chats_elsewhere(session, people, {platform})
    return list((elsewhere if only_elsewhere else chats_of(session, people) | elsewhere).values())


def _translator(session: Session, settings: Settings, chat: Chat) -> Translator:
    return settings.catalogue.translator(chat.language, Access.of(session, chat.person_id).is_member)


def _of_messages(platform: Platform, mark: int, used: str, until: date) -> Compose:
    def words(t: Translator) -> str:
        lines = [t("⚠️ {messenger}: {used} of this month's messages are used.", messenger=NAMES[platform], used=used)]
        if mark == 100:
            lines.append(t("Nothing more goes out there before {date}; notices wait.", date=f"{until:%d/%m}"))
        elif mark == 95:
            lines.append(
                t("Only answers and urgent messages go out now; notices wait until {date}.", date=f"{until:%d/%m}")
            )
        else:
            lines.append(t("Answers and urgent messages go first; notices are joined, one message a day and person."))
        lines.append(
            t(
                "What to do: take a larger plan and set messages_per_month in config.toml, or let people connect "
                "another messenger, too."
            )
        )
        return "\n".join(lines)

    return words


def _of_users(platform: Platform, mark: int, used: str) -> Compose:
    def words(t: Translator) -> str:
        name = NAMES[platform]
        lines = [t("⚠️ {messenger}: {used} of the users that the bot may have.", messenger=name, used=used)]
        if mark == 100:
            lines.append(t("Nobody new can join there."))
        else:
            lines.append(t("Once all places are taken, nobody new can join there."))
        lines.append(
            t("What to do: take a larger plan and set users in config.toml, or invite people to another messenger.")
        )
        return "\n".join(lines)

    return words


def _of_token(platform: Platform) -> Compose:
    def words(t: Translator) -> str:
        return "\n".join(
            (
                t("⚠️ {messenger} refuses the bot's token: nothing goes out there.", messenger=NAMES[platform]),
                t("What is waiting there is kept; other messengers go on."),
                t(
                    "What to do: put the right token into config.toml, [{section}], and start the service again.",
                    section=platform.value,
                ),
            )
        )

    return words
