"""The sittings at which a half-day without a seat can be made up, or attended for the first time."""

from __future__ import annotations

from handlers.classes import seat_telling, seat_words
from handlers.classes.seat_view import Row, View
from handlers.notices.class_seats import about_half_day, view_of
from handlers.notices.kinds import Kind, Telling
from handlers.turn import Reply
from models.classes import Seat, SeatState
from models.notices import Notice


def _say(moment: Telling, notice: Notice) -> Reply | None:
    """Say it as long as they have no seat in the half-day, and what it speaks of was not taken back."""
    view = view_of(moment, notice.about["course"])
    row = view.row(notice.about["half_day"]) if view else None
    if view is None or row is None or not row.is_open:
        return None
    told = _added(moment, view, row, notice) if "sitting" in notice.about else _lost(moment, view, row, notice)
    return about_half_day(moment, view, row, [told]) if told else None


def _added(moment: Telling, view: View, row: Row, notice: Notice) -> str | None:
    """A sitting was added, was moved or has a place again, as long as it can be chosen as it was then."""
    wanted = (notice.about["sitting"], notice.about["round"])
    if not any((one.sitting.id, one.sitting.round) == wanted and not one.is_full for one in row.fitting):
        return None
    name = seat_words.name(moment.t, row.half_day)
    if not notice.about["is_added"]:
        return moment.t(
            "📅 {course}: there is a sitting of {half_day} now that fits {you}.",
            course=view.course.name,
            half_day=name,
        )
    return moment.t("📅 {course}: a sitting of {half_day} has been added.", course=view.course.name, half_day=name)


def _lost(moment: Telling, view: View, row: Row, notice: Notice) -> str | None:
    """A half-day was missed, or leave was asked from it."""
    seat, name = moment.session.get(Seat, notice.about["seat"]), seat_words.name(moment.t, row.half_day)
    if seat is None or seat.state not in (SeatState.EXCUSED, SeatState.MISSED):
        return None
    if seat.state is SeatState.EXCUSED:
        return moment.t("{You} asked for leave from {half_day}; it can be made up.", half_day=name)
    return moment.t(
        "{You} were not at {half_day} on {when}; it can be made up and then counts in full.",
        half_day=name,
        when=seat_words.at(moment.t, seat.sitting, view.zone),
    )


KIND = Kind(seat_telling.MAKE_UP, _say)
