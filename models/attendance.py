"""Who came to the meetings of the last twelve months: rates, and the months that somebody missed without a reason.

Only what is on a saved roll counts. Absence with leave is counted apart: it lowers the rate, as the person was not
there, but it is never held against them. A meeting belongs to the month, or the quarter, that it was called for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.deadlines import MONTHS_OF_A_YEAR, add_months
from models.meetings import Attendance, Call, Meeting, MeetingKind, MeetingState, Sitting

_Counts = Select[int, Attendance | None, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often people were called, by what came of it."""

    present: int = 0
    excused: int = 0
    absent: int = 0  # without leave

    @classmethod
    def of(cls, marks: Iterable[Attendance]) -> Self:
        """Return the tally of single marks."""
        counted = [*marks]
        return cls(*(counted.count(mark) for mark in (Attendance.PRESENT, Attendance.EXCUSED, Attendance.ABSENT)))

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.present + other.present, self.excused + other.excused, self.absent + other.absent)

    @property
    def called(self) -> int:
        """Return how often people were called."""
        return self.present + self.excused + self.absent

    @property
    def away(self) -> int:
        """Return how often people were not there, with leave or without."""
        return self.excused + self.absent

    @property
    def rate(self) -> Fraction | None:
        """Return which share of the calls was followed, 0 to 1; None when nobody was called."""
        return Fraction(self.present, self.called) if self.called else None

    def reaches(self, aim: Fraction) -> bool:
        """Whether the rate is not below `aim`; whoever was never called misses nothing."""
        return self.rate is None or self.rate >= aim


class Mark(NamedTuple):
    """What the roll of a meeting says of somebody, with the first day of the month in which it was held."""

    month: date
    attendance: Attendance


def window_start(today: date) -> date:
    """Return the first day of the twelve calendar months that end with this one."""
    return add_months(today.replace(day=1), 1 - MONTHS_OF_A_YEAR)


def missed_months(marks: Iterable[Mark]) -> list[date]:
    """Return the months that count as missed without a reason (Điều lệ Đảng, Điều 8), the earliest first.

    It is months that count, not meetings: a month is missed when the person came to none of its meetings and had
    leave for none of them.
    """
    of_month: dict[date, set[Attendance]] = defaultdict(set)
    for mark in marks:
        of_month[mark.month].add(mark.attendance)
    return sorted(month for month, marked in of_month.items() if marked == {Attendance.ABSENT})


def by_unit(session: Session, units: Select[int], today: date) -> dict[int, Tally]:
    """Return the tally of the meetings of each unit among `units` (a query of ids) that has held any."""
    return _tallies(session, _counts(Meeting.unit_id, today).where(Meeting.unit_id.in_(units)))


def by_person(session: Session, unit_id: int, today: date) -> dict[int, Tally]:
    """Return the tally of everybody who was called to the meetings of a unit."""
    return _tallies(session, _counts(Call.person_id, today).where(Meeting.unit_id == unit_id))


def of_person(session: Session, person_id: int, today: date) -> Tally:
    """Return somebody's own tally, in whichever units they were called."""
    found = _tallies(session, _counts(Call.person_id, today).where(Call.person_id == person_id))
    return found.get(person_id, Tally())


def months_missed(session: Session, people: Iterable[int], today: date, timezone: str) -> dict[int, list[date]]:
    """Return for each of `people` (ids) the months of the last twelve that they missed without a reason."""
    started = func.min(Sitting.starts_at)
    found = session.execute(
        select(Call.person_id, Call.attendance, Meeting.kind, Meeting.period, started)
        .join(Call.meeting)
        .join(Meeting.sittings)
        .where(_counted(today), Call.person_id.in_(set(people)))
        .group_by(Call.id, Call.person_id, Call.attendance, Meeting.kind, Meeting.period)
    )
    marks: dict[int, list[Mark]] = defaultdict(list)
    for person_id, attendance, kind, period, start in found:
        month = period if kind is MeetingKind.MONTHLY else _month(start, timezone)
        if attendance is not None:
            marks[person_id].append(Mark(month, attendance))
    return {person_id: missed_months(theirs) for person_id, theirs in marks.items()}


def _month(start: datetime, timezone: str) -> date:
    return start.astimezone(ZoneInfo(timezone)).date().replace(day=1)


def _counts(column: InstrumentedAttribute[int], today: date) -> _Counts:
    return (
        select(column, Call.attendance, func.count())
        .join_from(Call, Meeting)
        .where(_counted(today))
        .group_by(column, Call.attendance)
    )


def _counted(today: date) -> ColumnElement[bool]:
    """Return the condition under which a call counts: its meeting's roll is saved and not older than a year."""
    saved = and_(Meeting.state == MeetingState.HELD, Call.attendance.is_not(None))
    return and_(saved, Meeting.period >= window_start(today))


def _tallies(session: Session, counts: _Counts) -> dict[int, Tally]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for key, attendance, count in session.execute(counts):
        if attendance is not None:
            found[key][attendance.value] = count
    return {key: Tally(**counted) for key, counted in found.items()}
