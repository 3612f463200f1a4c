"""From a sentence to a record: who is meant of those whom the writer may record, and what is only a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from handlers.path import checks, finding, words
from handlers.path.entries import Entry, Record, in_order
from handlers.turn import Turn
from handlers.understanding import Precision, SaidDate, StageUpdate
from models.candidates import Stage
from models.path import OF_THE_DAY, Move

_WORD_DAY = re.compile(r"^ngày ", re.IGNORECASE)
MOST_AT_ONCE = 8  # people in one message: more do not fit one summary


@dataclass
class Heard:
    """What was made of a sentence: the record, who was not found, and what is said of days and plans."""

    entries: list[Entry] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)

    def record(self) -> Record:
        """Return the record, with what is to be said beside it."""
        return Record(in_order(tuple(self.entries)), notes=tuple(self.plans))


def read(turn: Turn, updates: Sequence[StageUpdate]) -> Heard:
    """Return what the updates mean among the candidates whose path the writer records."""
    heard = Heard()
    for group, update in enumerate(updates):
        for said in update.whom:
            codes = finding.who(turn, said)
            if not codes:
                heard.unknown.append(said)
            elif update.is_plan:
                heard.plans += _plan(turn, update, said, codes)
            else:
                heard.entries.append(_entry(turn, update, said, codes, group))
        if update.on is not None and not update.is_plan and (problem := problem_of(turn, update.on)):
            heard.days.append(problem)
    _drop_impossible_days(turn, heard)
    return heard


def problem_of(turn: Turn, on: SaidDate) -> str | None:
    """Return why what was said is no day on which something was done, None when it is one."""
    if on.is_impossible:
        return turn.t("There is no such day: “{words}”.", words=_WORD_DAY.sub("", on.words))
    if on.precision is not Precision.DAY:
        return turn.t("“{words}” is more than one day.", words=on.words)
    if on.day is not None and on.day > turn.today:
        return turn.t("{day} is still to come; only what has been done is recorded.", day=words.on(on.day))
    return None


def _entry(turn: Turn, update: StageUpdate, said: str, codes: tuple[str, ...], group: int) -> Entry:
    place = update.to_unit or update.to_enterprise
    unit, enterprise = finding.where(turn, place) if place else (None, None)
    return Entry(
        said=said,
        codes=codes,
        stage=Stage(update.stage),
        move=Move.BACK if update.going_back else Move.STEP,
        day=update.on.day if update.on and not problem_of(turn, update.on) else None,
        reason=update.reason,
        unit=unit,
        enterprise=enterprise,
        place_said=place if unit is None and enterprise is None else None,
        group=group,
    )


def _drop_impossible_days(turn: Turn, heard: Heard) -> None:
    """Take a day that cannot be out of its entries, so that it is asked for again, and say why."""
    for place, entry in enumerate(heard.entries):
        if entry.is_open or entry.day is None:
            continue
        candidate = finding.by_code(turn, entry.code)
        told = tuple(other for other in heard.entries if not other.is_open and other.code == entry.code)
        if candidate is None or len(told) > 1:
            continue
        check = checks.one(turn, candidate, entry)
        if check.refusals and all(lack.code in OF_THE_DAY for lack in check.refusals):
            reasons = "; ".join(words.refusal(turn, candidate, lack) for lack in check.refusals)
            heard.days.append(f"{candidate.code}: {reasons}.")
            heard.entries[place] = replace(entry, day=None)


def _plan(turn: Turn, update: StageUpdate, said: str, codes: tuple[str, ...]) -> list[str]:
    """What is said of a plan: that it is one, and what is due instead."""
    candidate = finding.by_code(turn, codes[0]) if len(codes) == 1 else None
    if candidate is None:
        return [turn.t("That is a plan for {name}; only what has been done is recorded.", name=said)]
    entry = Entry(said, codes, Stage(update.stage))
    what = words.line(turn, candidate, entry)
    told = turn.t("That is a plan ({what}); only what has been done is recorded.", what=what)
    check = checks.one(turn, candidate, entry)
    return [told, *words.instead(turn, candidate, checks.Checked(entry, candidate, check))]
