"""Describes pictures for a reply. What draws them is loaded when the first is drawn, and not before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from handlers.turn import Attachment
from models.candidates import PATH, Stage
from models.classes import Enrolment

if TYPE_CHECKING:
    from handlers.turn import Turn


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
