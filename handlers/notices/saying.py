"""Says notices at an hour at which each person is awake and off work (DESIGN.md, invariants 6 and 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from sqlalchemy.orm import Session

from handlers.access import is_addressed_as_member
from handlers.notices.kinds import Kind, Telling
from handlers.settings import Settings
from handlers.turn import Reply
from models import notices
from models.chats import Chat
from models.messages import Priority
from models.notices import Notice, NoticeState
from models.person_rotas import rotas_of
from models.reach import chats_of
from models.rotas import Knowledge, Rota
from models.shifts import SEARCH_DAYS, next_good_hour

_LATER = timedelta(hours=1)  # without a chat, without a known good hour, or after a mistake: looked at again
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """What one person is told now: each notice with its words, the most important first."""

    chat: Chat
    notices: tuple[tuple[Notice, Reply], ...]

    @property
    def priority(self) -> Priority:
        """Return the priority of the most urgent of them."""
        return Priority(min(notice.priority for notice, _ in self.notices))


def say_due(
    session: Session, now: datetime, settings: Settings, kinds: Mapping[str, Kind], at_most: int
) -> tuple[list[Said], int]:
    """Return what is to be said now to at most so many people, and how many notices were looked at.

    Whoever sleeps, works or has quiet hours is told at the next good hour; what is no longer true is dropped. Nothing
    that was looked at is due any more afterwards.
    """
    due = notices.due(session, now, at_most)
    people = {notice.person_id: notice.person for notice in due}
    chats = chats_of(session, people)
    today = settings.day_of(now)
    last = today + timedelta(days=SEARCH_DAYS)
    rotas = rotas_of(session, people.values(), today - timedelta(days=2), last, settings.habits)
    speaker = _Speaker(session, now, settings, kinds)
    said: list[Said] = []
    for person_id, group in groupby(due, lambda notice: notice.person_id):
        theirs, chat = list(group), chats.get(person_id)
        good = good_hour(rotas[person_id], now, settings) if chat else now + _LATER
        if chat and good <= now:
            told = speaker.say(chat, theirs)
            said += [Said(chat, told)] if told else []
        else:
            _put_off(theirs, now, good)
    session.flush()
    return said, len(due)


def good_hour(rota: Rota, now: datetime, settings: Settings) -> datetime:
    """Return the next moment at which somebody with this rota may be written to; `now` itself when it is one.

    Of an unknown rota only the quiet hours are known.
    """
    good = next_good_hour(rota, now, settings.quiet)
    if isinstance(good, datetime):
        return good
    if good is Knowledge.UNKNOWN:
        local = settings.local(now)
        return now + timedelta(minutes=settings.quiet.left(local.hour * 60 + local.minute))
    return now + _LATER


class _Speaker:
    """Finds the words of notices at one moment."""

    def __init__(self, session: Session, now: datetime, settings: Settings, kinds: Mapping[str, Kind]) -> None:
        self._session = session
        self._now = now
        self._settings = settings
        self._kinds = kinds

    def say(self, chat: Chat, theirs: Sequence[Notice]) -> tuple[tuple[Notice, Reply], ...]:
        """Return the notices of one person that are said now, and end them; one that fails stops no other."""
        told: list[tuple[Notice, Reply]] = []
        for notice in theirs:
            try:
                with self._session.begin_nested():
                    reply = self._words(chat, notice)
            except Exception as error:  # its text may hold personal data
                _log.error("notice_failed", kind=notice.kind, notice=notice.id, error=type(error).__name__)
                _put_off([notice], self._now, self._now + _LATER)
                continue
            notice.state, notice.done_at = (NoticeState.SENT if reply else NoticeState.DROPPED), self._now
            if reply:
                told.append((notice, reply))
        return tuple(told)

    def _words(self, chat: Chat, notice: Notice) -> Reply | None:
        kind = self._kinds.get(notice.kind)
        if kind is None or notice.until <= self._now:
            return None
        person = notice.person
        translator = self._settings.catalogue.translator(chat.language, is_addressed_as_member(person))
        return kind.compose(Telling(self._session, self._now, self._settings, person, translator), notice)


def _put_off(theirs: Sequence[Notice], now: datetime, until: datetime) -> None:
    """Let them wait; what makes no sense any more by then is dropped."""
    for notice in theirs:
        if notice.until <= until:
            notice.state, notice.done_at = NoticeState.DROPPED, now
        else:
            notice.not_before = until
