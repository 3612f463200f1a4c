"""Somebody who waited for a place in a sitting has it now."""

from __future__ import annotations

from handlers.classes import seat_telling, seat_words
from handlers.markup import bold
from handlers.notices.class_seats import about_half_day, view_of
from handlers.notices.kinds import Kind, Telling
from handlers.turn import Reply
from models.classes import Seat, SeatState
from models.notices import Notice


def _say(moment: Telling, notice: Notice) -> Reply | None:
    """Say it as long as they still have that place."""
    seat = moment.session.get(Seat, notice.about["seat"])
    view = view_of(moment, seat.course_id) if seat else None
    row = view.row(seat.half_day) if view and seat else None
    if seat is None or view is None or row is None or seat.state is not SeatState.BOOKED or not row.is_ahead:
        return None
    told = moment.t(
        "✅ A place became free: {half_day} on {when} is {your} sitting now.",
        half_day=seat_words.name(moment.t, row.half_day),
        when=bold(seat_words.at(moment.t, seat.sitting, view.zone)),
    )
    return about_half_day(moment, view, row, [told])


KIND = Kind(seat_telling.PLACE, _say)
