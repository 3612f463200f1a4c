"""What people on a class are told of their sittings: the timetable, a moved or cancelled one, and a clash of shifts."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.classes import own_page, seat_telling, seat_view, seat_words, telling
from handlers.classes.own_page import Page
from handlers.classes.seat_view import Row, View
from handlers.locales import N_
from handlers.markup import bold
from handlers.notices.kinds import Kind, Telling
from handlers.turn import Choice, Reply
from models.classes import ClassSitting, Enrolment, Seat, SeatState, SittingState
from models.notices import Notice

_CHANGED = {
    SittingState.PLANNED: N_("⚠️ {course}: the sitting of {half_day} has been moved."),
    SittingState.CANCELLED: N_("⚠️ {course}: the sitting of {half_day} is cancelled."),
}
_WAITED = {
    SittingState.PLANNED: N_("⚠️ {course}: the sitting of {half_day} for which {you} wait has been moved to {when}."),
    SittingState.CANCELLED: N_("⚠️ {course}: the sitting of {half_day} for which {you} waited is cancelled."),
}


def view_of(moment: Telling, course_id: int) -> View | None:
    """Return the course as the reader sees it now; None when they are not on it, or have completed it."""
    enrolment = (
        moment.session.query(Enrolment)
        .filter_by(course_id=course_id, person_id=moment.person.id, left_at=None, completed_on=None)
        .one_or_none()
    )
    if enrolment is None:
        return None
    return seat_view.load(moment.session, moment.person, enrolment, moment.now, moment.settings)


def about_half_day(moment: Telling, view: View, row: Row, before: Sequence[str]) -> Reply:
    """Say `before`, then where the reader stands in a half-day, with the sittings to choose when they have no seat."""
    page = Page(moment.t, moment.settings, view, is_numbered=False)
    lines = [*before, *page.standing(row)]
    choices = [*page.takes]
    if row.is_ahead:
        change = f"seat:half:{view.course.id}:{row.half_day.number}"
        choices += [
            Choice(moment.t("Another sitting"), change),
            Choice(moment.t("Add to the phone's calendar"), f"seat:ics:{view.course.id}"),
        ]
    choices.append(Choice(moment.t("My class"), "go:schedule"))
    return Reply("\n".join(lines), own_page.shaped(page.takes, choices))


def _say_timetable(moment: Telling, notice: Notice) -> Reply | None:
    view = view_of(moment, notice.about["course"])
    if view is None or not (view.ahead or any(row.options for row in view.rows)):
        return None
    page = Page(moment.t, moment.settings, view, is_numbered=False)
    lines = [moment.t("📅 {Your} timetable of the class is here."), *page.lines()]
    return Reply("\n".join(lines), own_page.shaped(page.takes, [*page.takes, *page.actions()]))


def _say_change(moment: Telling, notice: Notice) -> Reply | None:
    """Say it as long as the sitting stands as it was raised."""
    view = view_of(moment, notice.about["course"])
    row = view.row(notice.about["half_day"]) if view else None
    sitting = moment.session.get(ClassSitting, notice.about["sitting"])
    if view is None or row is None or row.is_attended or sitting is None:
        return None
    if sitting.round != notice.about["round"] or sitting.state not in _CHANGED:
        return None
    name = seat_words.name(moment.t, row.half_day)
    sentences = _WAITED if notice.about.get("waited") else _CHANGED
    when = seat_words.at(moment.t, sitting, view.zone)
    told = moment.t(sentences[sitting.state], course=bold(view.course.name), half_day=name, when=when)
    return about_half_day(moment, view, row, [told])


def _say_shift(moment: Telling, notice: Notice) -> Reply | None:
    """Say that a seat no longer fits, as long as it does not, with the sittings that do."""
    seat = moment.session.get(Seat, notice.about["seat"])
    view = view_of(moment, seat.course_id) if seat else None
    row = view.row(seat.half_day) if view and seat else None
    if seat is None or view is None or row is None:
        return None
    if seat.state is not SeatState.BOOKED or not row.is_ahead or seat.sitting_id not in view.keeps:
        return None
    t, page = moment.t, Page(moment.t, moment.settings, view, is_numbered=False)
    told = t(
        "⚠️ {half_day}, {when}: {why} by {your} new shifts.",
        half_day=seat_words.title(t, row.half_day),
        when=seat_words.at(t, seat.sitting, view.zone),
        why=seat_words.why(t, view, seat.sitting),
    )
    numbered = page.number(row)
    fitting = (
        [t("These fit {your} shifts:"), *numbered] if numbered else [t("No other sitting fits {your} shifts yet.")]
    )
    keep = Choice(t("Keep it as it is"), "go:schedule")
    leave = Choice(t("Ask for leave"), f"seat:off:{seat.id}")
    return Reply("\n".join([told, *fitting]), own_page.shaped(page.takes, [*page.takes, keep, leave]))


KINDS = (
    Kind(telling.TIMETABLE, _say_timetable),
    Kind(telling.MOVED, _say_change),
    Kind(seat_telling.SHIFT, _say_shift),
)
