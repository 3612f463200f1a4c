"""What is due: for candidates on the path, every time limit that has begun to run and has not been met.

A limit runs from the event its rule counts from, and is met by the event it counts to (``deadlines.toml``). Some events
follow from others: probation ends by the calendar, a dossier is no older than the application that belongs to it, and
whoever stands further on the path has left the stages before behind, with or without a recorded date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import cast

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from models.candidates import PATH, Candidate, CandidateEvent, Stage, StageStep
from models.deadlines import Bound, Due, NoDueDateError, Rule, Unit
from models.rulebook import RuleBook
from models.working_days import WorkingDays

WARNED_AT = (7, 30, 90)  # days before something lapses
SUNDAY = 6
PROBATION_ENDED, DOSSIER_MADE = "probation_ended", "dossier_made"
_TRANSFER = "transfer"  # how the events of a transfer begin: the limits that concern those who have left, too
ENDED = frozenset({Stage.PAUSED, Stage.WITHDRAWN, Stage.REJECTED})
_PLACES = {stage: place for place, stage in enumerate(PATH)}
_PLACES_BY_NAME = {str(stage): place for stage, place in _PLACES.items()}
_LAST_WITHOUT_LIMIT = _PLACES[Stage.VERIFIED]  # from the cell's resolution on, time limits watch over the path
_CANDIDATES, _STEPS, _EVENTS = (cast("Table", table.__table__) for table in (Candidate, StageStep, CandidateEvent))


class State(StrEnum):
    """How near a due date is; weeks end with Sunday."""

    OVERDUE = "overdue"
    THIS_WEEK = "this_week"
    THIS_MONTH = "this_month"
    SOON = "soon"  # it lapses within ninety days
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Walk:
    """How far one candidate has come: the days of the stages reached and of other events, those that count only."""

    candidate_id: int
    code: str
    initials: str
    unit_id: int
    stage: Stage
    introduced_on: date
    happened: Mapping[str, date] = field(default_factory=dict)  # by identifier of a stage or an event

    @property
    def place(self) -> int:
        """The place on the path of the furthest stage reached."""
        reached = [_PLACES_BY_NAME[name] for name in self.happened if name in _PLACES_BY_NAME]
        return max([*reached, _PLACES.get(self.stage, 0)])

    @property
    def moved_on(self) -> date:
        """The day of the last step or event."""
        return max([self.introduced_on, *self.happened.values()])

    @property
    def next_stage(self) -> Stage | None:
        """The stage after the furthest one; None at the end of the path, and for those who have left it."""
        if self.stage not in _PLACES or self.place + 1 == len(PATH):
            return None
        return PATH[self.place + 1]

    @property
    def skipped(self) -> tuple[Stage, ...]:
        """The stages before the furthest one of which no day is known."""
        return tuple(stage for stage in PATH[: self.place] if stage not in self.happened)

    def stands_still(self, today: date, days: int) -> bool:
        """Whether nothing has happened for more than `days` days, on the part of the path without time limits."""
        on_it = self.stage in _PLACES and self.place <= _LAST_WITHOUT_LIMIT
        return on_it and (today - self.moved_on).days > days


@dataclass(frozen=True, slots=True)
class OpenDue:
    """A limit that runs. `left` counts working days for a rule in working days, else days; negative: since then."""

    walk: Walk
    rule: Rule
    since: date
    due: Due
    left: int
    state: State

    @property
    def day(self) -> date:
        """The last day allowed, or the first one possible (``rule.bound``)."""
        return self.due.date

    @property
    def is_wait(self) -> bool:
        """Whether nothing is to be done before the date: it ends a time of waiting."""
        return self.rule.bound is Bound.EARLIEST


class Reckoning:
    """Reckons what is due on one day, under one rule book and calendar. Equal dates are reckoned once."""

    def __init__(self, book: RuleBook, calendar: WorkingDays, today: date) -> None:
        self.today = today
        self._book = book
        self._calendar = calendar
        self._week_ends = today + timedelta(days=SUNDAY - today.weekday())
        self._by_start: Mapping[str, list[Rule]] = _by_start(book)
        self._known: dict[tuple[str, date], tuple[Due, int, State] | None] = {}

    def of(self, walk: Walk) -> list[OpenDue]:
        """Return what is due of one candidate, the earliest first."""
        if walk.stage in ENDED:
            return []
        happened, place = self._with_consequences(walk), walk.place
        found = [
            OpenDue(walk, rule, since, *known)
            for event, since in happened.items()
            for rule in self._by_start.get(event, ())
            if not _is_met(rule, walk.stage, place, happened) and (known := self._reckon(rule, since))
        ]
        return sorted(found, key=_order) if len(found) > 1 else found

    def of_all(self, walks: Iterable[Walk]) -> list[OpenDue]:
        """Return what is due of many candidates, the earliest first."""
        return sorted((due for walk in walks for due in self.of(walk)), key=_order)

    def _with_consequences(self, walk: Walk) -> Mapping[str, date]:
        """The events of `walk` and those that follow from them."""
        happened = walk.happened
        admitted, applied = happened.get(Stage.ADMITTED), happened.get(Stage.APPLIED)
        more: dict[str, date] = {}
        if applied is not None and DOSSIER_MADE not in happened:
            more[DOSSIER_MADE] = applied
        probation = self._probation
        if admitted is not None and probation is not None and PROBATION_ENDED not in happened:
            known = self._reckon(probation, admitted)
            if known is not None and known[0].date <= self.today:
                more[PROBATION_ENDED] = known[0].date
        return {**happened, **more} if more else happened

    @cached_property
    def _probation(self) -> Rule | None:
        ends = (rule for rule in self._by_start.get(Stage.ADMITTED, ()) if rule.to == PROBATION_ENDED)
        return next(ends, None)

    def _reckon(self, rule: Rule, since: date) -> tuple[Due, int, State] | None:
        """When `rule` is due, how far away that is, and how near; None when no date follows from it."""
        key = rule.code, since
        if key not in self._known:
            try:
                due = rule.due(since, self._calendar)
            except (NoDueDateError, OverflowError):
                self._known[key] = None
            else:
                left = self._left(rule, due.date)
                self._known[key] = due, left, self._state(rule, due.date)
        return self._known[key]

    def _left(self, rule: Rule, day: date) -> int:
        if rule.unit is not Unit.WORKING_DAYS:
            return (day - self.today).days
        if day < self.today:
            return -self._calendar.count(day, self.today)
        return self._calendar.count(self.today, day)

    def _state(self, rule: Rule, day: date) -> State:
        if day < self.today and rule.bound is Bound.LATEST:
            return State.OVERDUE
        if day <= self._week_ends:
            return State.THIS_WEEK
        if (day.year, day.month) == (self.today.year, self.today.month):
            return State.THIS_MONTH
        lapses = rule.unit is Unit.MONTHS and warning((day - self.today).days)
        return State.SOON if lapses else State.LATER


def warning(days: int) -> int | None:
    """Return which of 7, 30 and 90 days before it lapses has been reached; None: not even the first."""
    return next((mark for mark in WARNED_AT if 0 <= days <= mark), None)


def load(session: Session, ids: Select[int]) -> list[Walk]:
    """Return how far each of the candidates that `ids` selects has come, in the order of their codes.

    Three statements, however many candidates there are. Those who have withdrawn or were not accepted are left out.
    """
    over = (Stage.WITHDRAWN, Stage.REJECTED)
    columns = ("id", "code", "initials", "unit_id", "stage", "introduced_on")
    rows = session.execute(
        select(*(_CANDIDATES.c[name] for name in columns))
        .where(_CANDIDATES.c.id.in_(ids), _CANDIDATES.c.stage.not_in(over))
        .order_by(_CANDIDATES.c.code)
    ).all()
    happened = _happened(session, ids)
    return [
        Walk(row.id, row.code, row.initials, row.unit_id, row.stage, row.introduced_on, happened.get(row.id, {}))
        for row in rows
    ]


def _happened(session: Session, ids: Select[int]) -> Mapping[int, dict[str, date]]:
    """The latest day of each counting stage and event, by candidate."""
    steps = select(_STEPS.c.candidate_id, _STEPS.c.stage, _STEPS.c.reached_on).where(
        _STEPS.c.undone_at.is_(None), _STEPS.c.candidate_id.in_(ids)
    )
    events = select(_EVENTS.c.candidate_id, _EVENTS.c.event, _EVENTS.c.happened_on).where(
        _EVENTS.c.undone_at.is_(None), _EVENTS.c.candidate_id.in_(ids)
    )
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for query in (steps, events):
        for candidate_id, name, day in session.execute(query):
            days = found[candidate_id]
            if name not in days or days[name] < day:
                days[name] = day
    return found


def _by_start(book: RuleBook) -> Mapping[str, list[Rule]]:
    rules: dict[str, list[Rule]] = defaultdict(list)
    for rule in book.rules.values():
        rules[rule.counts_from].append(rule)
    return rules


def _is_met(rule: Rule, stage: Stage, place: int, happened: Mapping[str, date]) -> bool:
    """Whether what the rule counts to has happened, or lies behind `place` on the path."""
    is_of_path = not rule.counts_from.startswith(_TRANSFER)
    if is_of_path and (stage is Stage.TRANSFERRED or place == _PLACES[Stage.OFFICIAL]):
        return True
    if rule.to in _PLACES_BY_NAME:
        return _PLACES_BY_NAME[rule.to] <= place
    if rule.to == PROBATION_ENDED and place >= _PLACES[Stage.OFFICIAL_RESOLVED]:
        return True
    return rule.to in happened and rule.to != rule.counts_from


def _order(due: OpenDue) -> tuple[date, str, str]:
    return due.day, due.walk.code, due.rule.code


def states(dues: Iterable[OpenDue]) -> Iterator[tuple[State, int]]:
    """Give each state that occurs among `dues` with how often it does, the most urgent first."""
    counts: dict[State, int] = defaultdict(int)
    for due in dues:
        counts[due.state] += 1
    return ((state, counts[state]) for state in State if state in counts)
