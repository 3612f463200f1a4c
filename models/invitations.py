"""Invitation codes: short, easy to read aloud, good for one use and a few days, kept as a keyed hash only."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.chats import Chat, Invitation
from models.cipher import Cipher
from models.people import Person

# Letters and digits that are not taken for each other when written by hand: no B/8, I/L/1, O/0, S/5, Z/2.
ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
LENGTH = 8
TRIES_AN_HOUR = 5
CLOSED_FOR = timedelta(hours=1)
_SEPARATORS = re.compile(r"[\s\-–—_.]+")


class Outcome(StrEnum):
    """What became of a code."""

    JOINED = "joined"
    WRONG = "wrong"
    USED = "used"
    EXPIRED = "expired"
    CLOSED = "closed"  # too many wrong codes: nothing is looked up for a while


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The outcome of a code; ``tries_left`` after a bad one, ``closed_until`` when the door is closed."""

    outcome: Outcome
    person: Person | None = None
    tries_left: int = 0
    closed_until: datetime | None = None


def issue(
    session: Session, cipher: Cipher, person: Person, *, by: Person | None, now: datetime, days: int
) -> tuple[str, datetime]:
    """Make a code for `person`; return it (``ACDE-FGHJ``) and the moment it expires. Earlier unused ones end."""
    session.execute(
        update(Invitation)
        .where(Invitation.person_id == person.id, Invitation.used_at.is_(None), Invitation.expires_at > now)
        .values(expires_at=now)
    )
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    expires_at = now + timedelta(days=days)
    session.add(
        Invitation(
            code_hash=_hash(cipher, code),
            person_id=person.id,
            created_by_id=by.id if by else None,
            created_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()
    return f"{code[:4]}-{code[4:]}", expires_at


def normalise(text: str) -> str:
    """Return what was typed as a code in its kept form: capitals, no separators."""
    return _SEPARATORS.sub("", text).upper()


def looks_like_code(text: str) -> bool:
    """Whether `text` has the form of a code."""
    code = normalise(text)
    return len(code) == LENGTH and all(letter in ALPHABET for letter in code)


def redeem(session: Session, cipher: Cipher, chat: Chat, text: str, now: datetime) -> Redeemed:
    """Try `text` as a code for `chat`, and join the chat to the code's person when it is good.

    A bad code counts; after :data:`TRIES_AN_HOUR` of them within an hour the chat is closed for :data:`CLOSED_FOR`.
    """
    if chat.failed_since and now - chat.failed_since >= CLOSED_FOR:
        chat.failed_codes, chat.failed_since = 0, None
    if chat.failed_since and chat.failed_codes >= TRIES_AN_HOUR:
        return Redeemed(Outcome.CLOSED, closed_until=chat.failed_since + CLOSED_FOR)
    # The row is locked, so that two chats cannot use one code at the same moment.
    invitation = session.scalar(
        select(Invitation).where(Invitation.code_hash == _hash(cipher, normalise(text))).with_for_update()
    )
    if invitation is None:
        return _failed(chat, Outcome.WRONG, now)
    if invitation.used_at is not None:
        return _failed(chat, Outcome.USED, now)
    if invitation.expires_at <= now:
        return _failed(chat, Outcome.EXPIRED, now)
    invitation.used_at = now
    chat.person, chat.failed_codes, chat.failed_since = invitation.person, 0, None
    return Redeemed(Outcome.JOINED, invitation.person)


def _failed(chat: Chat, outcome: Outcome, now: datetime) -> Redeemed:
    chat.failed_codes += 1
    if chat.failed_codes in (1, TRIES_AN_HOUR):
        # The hour of tries begins with the first; once they are used up, the closed hour begins with the last.
        chat.failed_since = now
    if chat.failed_codes >= TRIES_AN_HOUR:
        return Redeemed(Outcome.CLOSED, closed_until=now + CLOSED_FOR)
    return Redeemed(outcome, tries_left=TRIES_AN_HOUR - chat.failed_codes)


def _hash(cipher: Cipher, code: str) -> bytes:
    return cipher.digest("invitation", code)
