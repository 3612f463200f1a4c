"""A meeting that is about to be called or moved, as it is kept while its form is filled in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from handlers.forms import Answers
from handlers.hearing import id_in
from handlers.turn import Turn
from models import cell_planning, meeting_windows
from models.cell_planning import Cell, Times
from models.meetings import Meeting, MeetingKind, MeetingState
from models.units import Unit

_KINDS = {"m": MeetingKind.MONTHLY, "t": MeetingKind.THEMATIC}
_WRITTEN = "%y%m%d%H%M"
_BETWEEN = "+"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen so far. `starts` are local, in ISO 8601; `place` and `topic` are "" when they come later.

    `meeting` is the id of the one that is moved, `round` its round when that was begun. `best` is how many could come
    at the best time, `asking` the question that was opened again. `day` and `at` are what has been said of a time that
    is not whole yet, `near` the first of the days around which one is looked for, all in ISO 8601. `beside` is the id
    of the meeting that its month has already.
    """

    unit: int
    kind: str
    starts: tuple[str, ...] = ()
    place: str | None = None
    topic: str | None = None
    meeting: int | None = None
    round: int = 0
    best: int = 0
    asking: str | None = None
    day: str | None = None
    at: str | None = None
    near: str | None = None
    beside: int = 0

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """Return the draft that :meth:`to_answers` kept."""
        return cls(**{**answers["draft"], "starts": tuple(answers["draft"]["starts"])})

    def to_answers(self) -> Answers:
        """Return it as a form keeps it."""
        kept: dict[str, Any] = asdict(self)
        return {"draft": {**kept, "starts": list(self.starts)}}

    @property
    def meeting_kind(self) -> MeetingKind:
        """Return what the meeting is for."""
        return MeetingKind(self.kind)

    def times(self, turn: Turn) -> list[Times]:
        """Return its sittings in order."""
        length = timedelta(minutes=meeting_windows.minutes_of(turn.settings.meetings, self.meeting_kind))
        starts = sorted(turn.local(datetime.fromisoformat(start)) for start in self.starts)
        return [(start, start + length) for start in starts]

    def cell(self, turn: Turn) -> Cell:
        """Return the members with their rotas on the days of its sittings."""
        days = [moment.date() for times in self.times(turn) for moment in times]
        return cell_planning.load(turn.session, self.unit, min(days), max(days), turn.settings.habits)


def written(*starts: datetime) -> str:
    """Return local starts as they stand in the data of a choice."""
    return _BETWEEN.join(start.strftime(_WRITTEN) for start in starts)


def starts_of(turn: Turn, data: str) -> tuple[str, ...]:
    """Return the starts that :func:`written` wrote, as a draft keeps them. Raises ``ValueError`` for anything else."""
    zone = turn.local(turn.now).tzinfo
    found = (datetime.strptime(one, _WRITTEN).replace(tzinfo=zone) for one in data.split(_BETWEEN))
    return tuple(start.isoformat() for start in found)


def day_of(data: str) -> str | None:
    """Return a day ``YYYYMMDD`` of a choice's data as a draft keeps it. Raises ``ValueError`` for anything else."""
    return date.fromisoformat(data).isoformat() if data else None


def letter(kind: MeetingKind) -> str:
    """Return the letter of a kind in the data of a choice."""
    return next(letter for letter, one in _KINDS.items() if one is kind)


def kind_of(data: str) -> MeetingKind | None:
    """Return the kind of a letter."""
    return _KINDS.get(data)


def led_unit(turn: Turn, unit_id: str) -> Unit | None:
    """Return the cell of this id when the writer leads it."""
    found = id_in(unit_id)
    return turn.session.get(Unit, found) if found is not None and turn.access.leads(found) else None


def led_meeting(turn: Turn, meeting_id: str, *, lock: bool = False) -> Meeting | None:
    """Return the meeting of this id when it is called and the writer leads its cell; locked until the commit."""
    query = turn.access.meetings().where(Meeting.id == id_in(meeting_id), Meeting.state == MeetingState.CALLED)
    if lock:
        query = query.with_for_update(of=Meeting).execution_options(populate_existing=True)
    return turn.session.scalar(query)


def times_of(turn: Turn, meeting: Meeting) -> list[Times]:
    """Return the sittings of a meeting, local."""
    return [(turn.local(sitting.starts_at), turn.local(sitting.ends_at)) for sitting in meeting.sittings]


def has_begun(turn: Turn, meeting: Meeting) -> bool:
    """Whether the first sitting has begun, so that nothing can be moved any more."""
    return min(sitting.starts_at for sitting in meeting.sittings) <= turn.now
