"""“Xin thôi học”: somebody leaves a course; their places are given on, and it can be taken back for a while."""

from __future__ import annotations

import re

from handlers import forms, menu
from handlers.classes import make_up, seat_telling, seat_undoing
from handlers.classes.finding_own import enrolment_of
from handlers.forms import Answers, Asked, Form, Question
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from models import class_fits, class_seats
from models.classes import Enrolment, Seat, SeatState
from models.names import fold

_MEANT = re.compile(
    r"^(?:(?:em|toi|minh|cho em|cho toi|cho minh) )?xin (?:phep )?"
    r"(?:thoi (?:khong )?hoc|thoi lop|nghi han|rut khoi lop|rut ten|roi lop)\b"
)


def is_meant(text: str) -> bool:
    """Whether somebody asks to leave a class for good: “xin thôi học”."""
    return bool(_MEANT.match(fold(text)))


def begin(turn: Turn) -> Reply:
    """Ask which course, of several that are not completed, and whether they are sure."""
    busy = menu.busy(turn, FORM.name)
    if busy is not None:
        return busy
    found = [one for one in turn.session.scalars(turn.access.own_courses()) if one.completed_on is None]
    if not found:
        return Reply(turn.t("{You} are on no class that {you} could leave."), menu.show(turn).choices)
    return forms.start(turn, FORM, {"course": found[0].course_id} if len(found) == 1 else {})


def _next(_turn: Turn, answers: Answers) -> Question | None:
    return None if "course" in answers else QUESTIONS["course"]


def _ask_course(turn: Turn, _answers: Answers) -> Asked:
    found = [one for one in turn.session.scalars(turn.access.own_courses()) if one.completed_on is None]
    options = tuple((one.course.name[:60], str(one.course_id)) for one in found)
    return Asked(turn.t("Which class do {you} want to leave?"), options)


def _take_course(turn: Turn, answers: Answers, said: str) -> forms.Problem | None:
    if _enrolment(turn, said) is None:
        return forms.Problem(turn.t("I did not understand that. {You} can choose one of these."))
    answers["course"] = int(said)
    return None


def _summary(turn: Turn, answers: Answers) -> Asked:
    enrolment = _enrolment(turn, str(answers["course"]))
    if enrolment is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    lines = [turn.t("Leave the class: {course}", course=bold(enrolment.course.name))]
    held = _held(turn, enrolment)
    if held:
        lines.append(turn.t("{count} seats to come go to those who wait for them.", count=len(held)))
    lines.append(turn.t("A single sitting only? “xin vắng” is enough, and it can be made up."))
    return Asked("\n".join(lines), ((turn.t("Leave the class"), "yes"), (turn.t("Stay"), "discard")), width=2)


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    enrolment = _enrolment(turn, str(answers["course"]))
    if enrolment is None:
        return menu.outdated(turn)
    class_seats.lock(turn.session, enrolment.course_id)
    held, habits = _held(turn, enrolment), turn.settings.habits
    seat_undoing.remember_quit(turn, enrolment, held)
    booked = [seat.sitting for seat in held if seat.state is SeatState.BOOKED]
    moved = class_seats.leave_course(turn.session, enrolment, turn.now, habits)
    seat_telling.tell_moved_up(turn.session, moved, turn.now)
    make_up.offer_freed(turn.session, booked, turn.now, habits)
    told = turn.t("✅ {You} are no longer on the class: {course}.", course=bold(enrolment.course.name))
    back = turn.t("To come back later {you} tell the secretary of the cell or the trade union.")
    return Reply(f"{told}\n{back}\n{menu.undo_hint(turn)}", rows([Choice(turn.t("Undo"), "go:undo")]))


def _discard(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    return Reply(turn.t("{You} stay on the class."), rows([Choice(turn.t("My class"), "go:schedule")]))


def _enrolment(turn: Turn, course_id: str) -> Enrolment | None:
    enrolment = enrolment_of(turn, course_id)
    return enrolment if enrolment is not None and enrolment.completed_on is None else None


def _held(turn: Turn, enrolment: Enrolment) -> list[Seat]:
    """The seats that they give up by it: booked and waiting ones in sittings to come."""
    own = class_fits.seats(turn.session, enrolment.person_id)
    mine = [one for one in own if one.course_id == enrolment.course_id and not class_fits.is_over(one, turn.now)]
    return [one for one in mine if one.state in (SeatState.BOOKED, SeatState.WAITING)]


QUESTIONS = {"course": Question("course", _ask_course, _take_course)}
FORM = Form(
    name="class_quit",
    next_question=_next,
    summary=_summary,
    actions={"yes": _save, "discard": _discard},
    mend=lambda turn, _answers, _said: forms.Problem(
        turn.t("I did not understand that. {You} can choose one of these.")
    ),
    questions=QUESTIONS,
)
