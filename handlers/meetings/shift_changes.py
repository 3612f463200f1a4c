"""After a change of shifts: who can no longer come to the sitting they are called to, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.meetings import own, telling, words
from handlers.readers import leaders_of
from handlers.turn import Turn
from models import cell_planning, meetings
from models.cell_planning import Cell
from models.meetings import Answer, Call, Meeting, MeetingState, Sitting
from models.people import Person
from models.rest import Habits


@dataclass(frozen=True, slots=True)
class _Moment:
    """When it is looked; `turn` is the message that changed the shifts, None for an import from the command line."""

    session: Session
    now: datetime
    habits: Habits
    turn: Turn | None = None


def look(turn: Turn, people: Iterable[Person]) -> list[str]:
    """Look at the meetings to which these people are called, now that their shifts have changed.

    Who can come to another sitting of the same meeting is called to that one and told; of others those who lead the
    cell are told. Nothing is said of those who could not come before either. Return what is to be said at once to the
    writer of their own meetings, to which they can no longer come: that they would come is taken back.
    """
    return _look(_Moment(turn.session, turn.now, turn.settings.habits, turn), people)


def look_silently(session: Session, people: Iterable[Person], now: datetime, habits: Habits) -> None:
    """Look as :func:`look` does where nobody has written a message."""
    _look(_Moment(session, now, habits), people)


def _look(moment: _Moment, people: Iterable[Person]) -> list[str]:
    moment.session.flush()
    wanted = {person.id for person in people}
    return [line for call in _upcoming(moment, wanted) for line in _look_at(moment, call)]


def _upcoming(moment: _Moment, people: set[int]) -> list[Call]:
    query = (
        select(Call)
        .join(Meeting, Meeting.id == Call.meeting_id)
        .join(Sitting, Sitting.id == Call.sitting_id)
        .where(Call.person_id.in_(people), Meeting.state == MeetingState.CALLED, Sitting.starts_at > moment.now)
        .order_by(Call.id)
    )
    return list(moment.session.scalars(query))


def _look_at(moment: _Moment, call: Call) -> list[str]:
    assert call.sitting is not None
    could, fitting = call.fits, _fitting(moment, call)
    if call.sitting_id in fitting:
        call.fits = True
    elif fitting:
        call.sitting, call.fits = next(iter(fitting.values())), True
        meetings.give_answer(call, None, moment.now)
        moment.session.flush()
        telling.tell_sitting(moment.session, call, moment.now)
    elif could:
        call.fits = False
        leaders = {person.id for person in leaders_of(moment.session, call.meeting.unit)} - {call.person_id}
        telling.tell_lost(moment.session, call, sorted(leaders), moment.now)
        if moment.turn is not None and call.person_id == moment.turn.writer_id:
            return _own_words(moment.turn, call)
    return []


def _own_words(turn: Turn, call: Call) -> list[str]:
    """Tell the writer that their new shifts collide with a meeting, and take back that they come."""
    meeting = words.lowered(own.described(turn, call))
    lines = [turn.t("⚠️ By {your} new shifts {you} cannot come to {meeting}.", meeting=meeting)]
    if call.answer is Answer.COMING:
        meetings.give_answer(call, None, turn.now)
        lines.append(turn.t("{Your} answer “coming” is taken back; type “đi được” if {you} can come after all."))
    return lines


def _fitting(moment: _Moment, call: Call) -> Mapping[int, Sitting]:
    """The sittings of the meeting that have not begun and that the person can come to, by their ids."""
    ahead = [sitting for sitting in call.meeting.sittings if sitting.starts_at > moment.now]
    zone = ZoneInfo(moment.habits.timezone)
    days = [at.astimezone(zone).date() for sitting in ahead for at in (sitting.starts_at, sitting.ends_at)]
    cell = cell_planning.of_people(moment.session, [call.person], min(days), max(days), moment.habits)
    return {sitting.id: sitting for sitting in ahead if _can_come(cell, call, sitting)}


def _can_come(cell: Cell, call: Call, sitting: Sitting) -> bool:
    return call.person_id in cell.able((sitting.starts_at, sitting.ends_at))
