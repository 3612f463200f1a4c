"""Who is to help whom, as far as it has been said: what the form keeps."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Self

from handlers.understanding import Precision, SaidDate, StageUpdate
from models.deadlines import add_months

LONG, SHORT, UNKNOWN = "long", "short", "unknown"  # how long the two have worked together, when no date was said


class Wish(NamedTuple):
    """One candidate and, as said, who is to help from which day on (ISO 8601; None: to be asked)."""

    whom: str
    helper: str | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One assignment; None is what nobody has said.

    ``code`` and ``helper`` are codes once they are clear; until then ``said`` and ``helper_said`` hold the words.
    ``together`` is a date (ISO 8601), LONG (as long as the rule asks), SHORT or UNKNOWN. ``found`` is the id of the
    helper whom the candidate had when the form was begun, so that somebody else's change meanwhile is noticed.
    ``waiting`` are the further wishes of the same message.
    """

    code: str | None = None
    said: str | None = None
    helper: str | None = None
    helper_said: str | None = None
    on: str | None = None  # ISO 8601
    together: str | None = None
    reason: str | None = None
    found: int | None = None
    asking: str | None = None  # the question to put although it is answered
    waiting: tuple[Wish, ...] = ()

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """Return the plan that a conversation's answers hold."""
        waiting = tuple(Wish(*wish) for wish in answers["waiting"])
        kept: dict[str, Any] = {name: answers[name] for name in cls.__dataclass_fields__}
        return cls(**{**kept, "waiting": waiting})

    def to_answers(self) -> dict[str, Any]:
        """Return the plan as a conversation's answers."""
        return asdict(self)

    def with_helper(self, code: str) -> Self:
        """Return the plan with another helper: what was said of the earlier one no longer holds."""
        same = self.helper == code
        return replace(
            self,
            helper=code,
            helper_said=None,
            together=self.together if same else None,
            reason=self.reason if same else None,
            asking=None,
        )

    @property
    def day(self) -> date | None:
        """Return the day on which the helper is named."""
        return date.fromisoformat(self.on) if self.on else None

    def together_since(self, months: int) -> date | None:
        """Return since when, at the latest, the two have worked in one unit; the rule asks for `months`."""
        if self.together is None or self.together in (SHORT, UNKNOWN):
            return None
        if self.together == LONG:
            return add_months(self.day, -months) if self.day else None
        return date.fromisoformat(self.together)


def single_day(said: SaidDate) -> date | None:
    """Return the day that was said, None for a longer stretch."""
    return said.day if said.precision is Precision.DAY else None


def wishes(updates: tuple[StageUpdate, ...], today: date) -> list[Wish]:
    """Return what was said for everybody who is to be helped; a day that was said but is none must be asked."""
    return [Wish(whom, update.helper, _day(update, today)) for update in updates for whom in update.whom]


def _day(update: StageUpdate, today: date) -> str | None:
    day = single_day(update.on) if update.on else today
    return day.isoformat() if day else None
