"""Describes pictures for a reply. What draws them is loaded when the first is drawn, and not before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from handlers.turn import Attachment
from models.candidates import PATH, Stage
from models.classes import Enrolment
from models.courses import half_days, people_of

if TYPE_CHECKING:
    from handlers.turn import Turn
    from models.classes import Course
    from models.course_proposals import Proposal


def shift_strip(turn: Turn, person_id: int, first: date) -> Attachment:
    """Return the two weeks of somebody's shifts that begin with the week of `first`; today is marked."""
    params = {
        "person_id": person_id,
        "first": first.isoformat(),
        "today": turn.today.isoformat(),
        "language": turn.chat.language.value,
    }
    return Attachment("shift_strip", params)


def cell_heat(turn: Turn, unit_id: int, first: date, last: date, minutes: int) -> Attachment:
    """Return how many of a unit could come to a meeting of so many minutes, at each hour from `first` to `last`.

    It is reckoned with the settings of the turn, so that picture and words agree.
    """
    rules, habits = turn.settings.meetings, turn.settings.habits
    params = {
        "unit_id": unit_id,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "minutes": minutes,
        "language": turn.chat.language.value,
        "rules": {
            "earliest": f"{rules.earliest:%H:%M}",
            "latest_end": f"{rules.latest_end:%H:%M}",
            "step_minutes": rules.step_minutes,
            "usual_start": f"{rules.usual_start:%H:%M}",
            "usual_weekday": rules.usual_weekday,
        },
        "habits": {
            "travel_minutes": habits.travel_minutes,
            "rest_after_night_minutes": habits.rest_after_night_minutes,
            "timezone": habits.timezone,
        },
    }
    return Attachment("cell_heat", params)


def class_weeks(
    turn: Turn,
    course: Course,
    chips: Iterable[tuple[int, datetime, int, int]],
    proposal: Proposal | None = None,
) -> Attachment:
    """Return the weeks of a course's timetable, or of a `proposal` of one.

    A chip is a sitting: the number of its half-day from 1, its start, how many sit there, and how many more people it
    would bring when it is only thought of.
    """
    rooms = [topic.capacity for topic in course.topics if topic.capacity is not None]
    params = {
        "code": course.code,
        "half_days": [[one.topic.position, one.part, one.parts, one.topic.title] for one in half_days(course)],
        "chips": [[number - 1, start.isoformat(), seats, more] for number, start, seats, more in chips],
        "capacity": min(rooms, default=None),
        "served": proposal.served if proposal else None,
        "everybody": proposal.everybody if proposal else len(people_of(turn.session, course.id)),
        "left_out": {reason.value: count for reason, count in proposal.left_out.items()} if proposal else {},
        "timezone": turn.settings.timezone,
        "language": turn.chat.language.value,
    }
    return Attachment("class_weeks", params)


def own_way(turn: Turn) -> Attachment | None:
    """Return the writer's own way, to the Party or through a class; None for who is on neither."""
    candidate = turn.session.scalars(turn.access.own_path()).first()
    is_on_it = candidate is not None and candidate.stage in (*PATH, Stage.PAUSED)
    on_class = select(Enrolment.id).where(Enrolment.person_id == turn.writer_id, Enrolment.left_at.is_(None))
    if not is_on_it and turn.session.scalar(on_class.limit(1)) is None:
        return None
    params = {
        "person_id": turn.writer_id,
        "today": turn.today.isoformat(),
        "timezone": turn.settings.timezone,
        "language": turn.chat.language.value,
        "is_member": turn.access.is_member,
    }
    return Attachment("own_way", params)
