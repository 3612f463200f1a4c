"""What a kind of notice is: what is due now and for whom, and the words, as long as it is still true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from handlers.locales import Translator
from handlers.settings import Settings
from handlers.turn import Reply
from models.notices import Notice
from models.people import Person


@dataclass(frozen=True, slots=True)
class Telling:
    """The moment at which a person is told something, in the words of their chat."""

    session: Session
    now: datetime
    settings: Settings
    person: Person
    t: Translator

    @property
    def today(self) -> date:
        """Return the day at the organisation's place."""
        return self.local(self.now).date()

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the organisation's time zone."""
        return self.settings.local(moment)


def nothing_by_itself(_session: Session, _now: datetime, _settings: Settings) -> int:
    """Raise nothing: such a notice is only raised by what somebody does."""
    return 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    ``compose`` returns what is said, None when it is no longer true. ``raise_due`` raises what has fallen due
    (``models.notices.raise_for``) and returns how many notices are new; it is called about once a minute, so it looks
    only for what can be due and finds nothing new most times.
    """

    name: str
    compose: Callable[[Telling, Notice], Reply | None]
    raise_due: Callable[[Session, datetime, Settings], int] = nothing_by_itself
