"""To who leads the cell, and from the third on to who is in charge of it: somebody has missed several in a row."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.classes import absences, make_up, words
from handlers.classes.absences import KIND
from handlers.markup import bold
from handlers.notices.kinds import Kind, Telling
from handlers.turn import Reply
from models import class_rolls
from models.classes import Course, Enrolment, Seat
from models.meetings import Attendance
from models.names import initials
from models.notices import Notice
from models.people import Person

_MOST_OFFERED = 2


def _say(telling: Telling, notice: Notice) -> Reply | None:
    session, t = telling.session, telling.t
    person, course = session.get(Person, notice.about["person"]), session.get(Course, notice.about["course"])
    if person is None or course is None or not _is_on(telling, person, course):
        return None
    run = class_rolls.missed_in_a_row(session, course.id, [person.id]).get(person.id, [])
    count: int = notice.about["count"]
    if len(run) < count or not absences.is_about(notice, run):
        return None
    if telling.person not in absences.readers(session, person, count):
        return None
    who = bold(f"{person.code} · {initials(person.full_name)}")
    told = t("{who} has missed {count} sittings of {course} in a row.", who=who, count=len(run), course=course.code)
    days = ", ".join(_day(telling, seat) for seat in run)
    return Reply("\n".join([f"⚠️ {told}", days, *_offers(telling, run)]))


def _is_on(telling: Telling, person: Person, course: Course) -> bool:
    enrolment = telling.session.query(Enrolment).filter_by(course_id=course.id, person_id=person.id).one_or_none()
    return enrolment is not None and enrolment.left_at is None


def _day(telling: Telling, seat: Seat) -> str:
    told = words.short(telling.t, telling.local(seat.sitting.starts_at))
    return told + (telling.t(" (with leave)") if seat.attendance is Attendance.EXCUSED else "")


def _offers(telling: Telling, run: Sequence[Seat]) -> list[str]:
    """Return what may help: the make-ups that fit, a letter to the employer, a friendly question."""
    t = telling.t
    lines = []
    for seat in run:
        found = make_up.fitting(telling.session, seat, telling.now, telling.settings.habits)[:_MOST_OFFERED]
        starts = [words.short(t, telling.local(one.sitting.starts_at)) for one in found]
        if starts:
            half_day = words.held_in(t, seat.sitting)
            lines.append(t("{half_day}: fits the shifts on {times}.", half_day=half_day, times="; ".join(starts)))
    if not lines:
        lines = [t("No make-up fits the shifts yet; the organiser can add a sitting.")]
    lines.append(t("During working hours “giấy gửi công ty” asks the employer for the time."))
    lines.append(t("It would be good to ask how they are: a shift, an illness or a worry may be behind it."))
    return lines


KINDS = (Kind(KIND, _say),)
