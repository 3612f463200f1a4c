"""The entries of a record against the laws of the path, each after what was said before it of the same person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select

from handlers.path import finding
from handlers.path.entries import Entry, Record
from handlers.turn import Turn
from models import path, path_events
from models.candidates import PATH, Candidate, CandidateEvent
from models.path import Check, Gap, Lack, Laws, Move, Progress, Verdict


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry, whom it is about, and what the laws say; without a candidate nobody is there any more."""

    entry: Entry
    candidate: Candidate
    check: Check

    @property
    def may_be_saved(self) -> bool:
        """Whether nothing stands against it, or a reason was given for what is missing."""
        verdict = self.check.verdict
        return verdict is Verdict.OK or (verdict is Verdict.NEEDS_REASON and self.entry.reason is not None)

    @property
    def needs_reason(self) -> bool:
        """Whether a reason would do, and there is none yet."""
        return self.check.verdict is Verdict.NEEDS_REASON and self.entry.reason is None


def laws(turn: Turn) -> Laws:
    """Return the laws in force today."""
    return Laws(turn.settings.rules, turn.settings.calendar, turn.today)


def progress(turn: Turn, candidate: Candidate) -> Progress:
    """Return how far `candidate` has come."""
    events = turn.session.scalars(select(CandidateEvent).where(CandidateEvent.candidate_id == candidate.id))
    return Progress.of(candidate, events)


def checked(
    turn: Turn, record: Record, find: Callable[[Turn, str], Candidate | None] = finding.by_code
) -> list[Checked]:
    """Return every clear entry with its check; whom `find` does not find is left out."""
    found, so_far = [], dict[str, Progress]()
    for entry in record.entries:
        candidate = None if entry.is_open else find(turn, entry.code)
        if candidate is None:
            continue
        before = so_far.get(entry.code) or progress(turn, candidate)
        check = _check(turn, before, entry, candidate)
        if check.verdict is not Verdict.REFUSED and entry.stage in PATH and entry.move is Move.STEP:
            before = before.after(entry.stage, entry.day or turn.today)
        so_far[entry.code] = before
        found.append(Checked(entry, candidate, check))
    return found


def one(turn: Turn, candidate: Candidate, entry: Entry) -> Check:
    """Return the check of an entry by itself."""
    return _check(turn, progress(turn, candidate), entry, candidate)


def _check(turn: Turn, before: Progress, entry: Entry, candidate: Candidate) -> Check:
    if entry.event is not None:
        known = path_events.happened(turn.session, candidate)
        return path_events.check(before, known, entry.event, entry.day, turn.today)
    check = path.check(before, entry.move, entry.stage, entry.day, laws(turn))
    here = entry.unit in (None, candidate.unit.code) and entry.enterprise in (None, _enterprise(candidate))
    if entry.is_transfer and entry.stays_inside and here:
        return replace(check, missing=(Lack(Gap.SAME_PLACE), *check.missing))
    return check


def _enterprise(candidate: Candidate) -> str | None:
    return candidate.enterprise.code if candidate.enterprise else None
