"""The terms in which the laws of the path speak: moves, gaps, and what a check has found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.candidates import Stage


class Move(StrEnum):
    """What is done to the history of a candidate."""

    STEP = "step"  # a stage of the path is reached, or the path ends
    BACK = "back"  # a stage reached before is the newest again
    RESUME = "resume"  # a pause is over
    EVENT = "event"  # a dated fact beside the stages (models/path_events.py)


class Gap(StrEnum):
    """What stands against a move, or is missing for it."""

    CONSENT = "consent"
    INTERRUPTED = "interrupted"  # paused or ended: that is taken back first
    NOT_PAUSED = "not_paused"
    FINISHED = "finished"  # an official member: the path is walked
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    SAME_PLACE = "same_place"
    NO_HELPER = "no_helper"  # that a helper was named says nothing without whom
    COMES_FIRST = "comes_first"  # a step without which there is none of this
    FUTURE = "future"
    TOO_EARLY = "too_early"  # before the step before
    TOO_LATE = "too_late"  # after the step after
    PROBATION = "probation"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    CERTIFICATE_LAPSED = "certificate_lapsed"  # at the admission: the class is taken again
    STEP = "step"
    HELPER = "helper"
    INTRODUCTIONS = "introductions"
    CERTIFICATE_OLD = "certificate_old"  # lapsed while there is time to take the class again
    DOSSIER_OLD = "dossier_old"
    AGE_UNKNOWN = "age_unknown"
    REASON = "reason"


# These a reason makes good; nothing does the others.
WITH_A_REASON = frozenset(
    {
        Gap.STEP,
        Gap.HELPER,
        Gap.INTRODUCTIONS,
        Gap.CERTIFICATE_OLD,
        Gap.DOSSIER_OLD,
        Gap.AGE_UNKNOWN,
        Gap.REASON,
    }
)
OF_THE_DAY = frozenset({Gap.FUTURE, Gap.TOO_EARLY, Gap.TOO_LATE, Gap.PROBATION})  # another day makes these good


class Verdict(StrEnum):
    OK = "ok"
    NEEDS_REASON = "needs_reason"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Lack:
    """One gap; `stage` and `day` are of the step that it is about, or the day from which it is none."""

    code: Gap
    stage: Stage | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What a check has found: everything that is missing, and what follows."""

    missing: tuple[Lack, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Whether the move may be made, made with a reason, or not."""
        if self.refusals:
            return Verdict.REFUSED
        return Verdict.NEEDS_REASON if self.missing else Verdict.OK

    @property
    def refusals(self) -> tuple[Lack, ...]:
        """What no reason makes good."""
        return tuple(lack for lack in self.missing if lack.code not in WITH_A_REASON)
