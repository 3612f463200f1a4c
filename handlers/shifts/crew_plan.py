"""What is known so far of the crew in which somebody works, as a form keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from handlers.shifts import known
from handlers.turn import Turn
from handlers.understanding import SaidDays, SaidShift
from models import shift_sayings
from models.shift_sayings import Period, Statement
from models.units import ShiftSystem


@dataclass(frozen=True, slots=True)
class CrewPlan:
    """The system, the crew once that is clear, and what was said of days and weeks.

    `typed` is the statement with which it began, the days of which may be kept as swaps; `raw` is the same as it was
    understood, as long as the system is open. `asking` names a question that is put although it is answered,
    "differs" what is asked when the statement is not what is known. `since` is the day to come from which it holds.
    """

    system: str | None = None
    crew: str | None = None
    said: tuple[Statement, ...] = ()
    typed: tuple[Statement, ...] = ()
    raw: tuple[SaidShift, ...] = ()
    asking: str | None = None
    since: date | None = None

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """Return the plan that a conversation's answers hold."""
        return cls(
            system=answers["system"],
            crew=answers["crew"],
            said=tuple(_statement(kept) for kept in answers["said"]),
            typed=tuple(_statement(kept) for kept in answers["typed"]),
            raw=tuple(_said(kept) for kept in answers["raw"]),
            asking=answers["asking"],
            since=date.fromisoformat(answers["since"]) if answers.get("since") else None,
        )

    def to_answers(self) -> dict[str, Any]:
        """Return the plan as a conversation's answers."""
        return {
            "system": self.system,
            "crew": self.crew,
            "said": [_kept(one) for one in self.said],
            "typed": [_kept(one) for one in self.typed],
            "raw": [_kept_words(one) for one in self.raw],
            "asking": self.asking,
            "since": self.since.isoformat() if self.since else None,
        }

    def again(self) -> Self:
        """Return the plan with the crew to be asked anew."""
        return replace(self, crew=None, said=(), asking=None)


@dataclass(frozen=True, slots=True)
class Found:
    """The system of a plan, the crews that fit what was said, and the crew once it is clear."""

    system: ShiftSystem
    fitting: tuple[str | None, ...]
    crew: str | None
    is_clear: bool


def since_of(days: Iterable[SaidDays], today: date) -> date | None:
    """Return the day to come from which something holds; None for what holds already."""
    first = min((one.first for one in days), default=today)
    return first if first > today else None


def found(turn: Turn, plan: CrewPlan) -> Found | None:
    """Return what follows from a plan; None without a system that exists."""
    system = known.system(turn, plan.system)
    if system is None:
        return None
    if plan.crew is not None and plan.crew in system.crew_offsets:
        return Found(system, (plan.crew,), plan.crew, is_clear=True)
    if shift_sayings.works_alike(system):
        return Found(system, (), None, is_clear=True)
    fitting = shift_sayings.crews_fitting(system, plan.said, turn.known_person.crew)
    is_clear = len(fitting) == 1
    return Found(system, fitting, fitting[0] if is_clear else None, is_clear)


def _kept(one: Statement) -> list[Any]:
    return [one.period.first.isoformat(), one.period.last.isoformat(), one.period.is_week, one.shift]


def _statement(kept: list[Any]) -> Statement:
    first, last, is_week, shift = kept
    return Statement(Period(date.fromisoformat(first), date.fromisoformat(last), is_week), shift)


def _kept_words(one: SaidShift) -> list[Any]:
    days = one.days
    if days is None:
        return [one.shift, None]
    return [one.shift, [days.first.isoformat(), days.last.isoformat(), days.is_week, days.is_open]]


def _said(kept: list[Any]) -> SaidShift:
    shift, days = kept
    if days is None:
        return SaidShift(shift)
    first, last, *ways = days
    return SaidShift(shift, SaidDays(date.fromisoformat(first), date.fromisoformat(last), *ways))
