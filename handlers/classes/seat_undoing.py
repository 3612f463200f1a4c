"""Taking back what somebody did with their own seats: as long as the place that they had is still there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from handlers.classes import make_up, seat_telling, seat_words
from handlers.turn import Turn
from models import class_fits, class_seats
from models.audit import UndoStep
from models.class_seats import Outcome
from models.classes import ClassSitting, Enrolment, Seat, SeatState

UNDO_KIND = "class_seat"
LEAVE, QUIT = "leave", "quit"


def remember(turn: Turn, sitting: ClassSitting, what: str, before: Seat | None = None) -> None:
    """Note how to take back what has been written: a seat, a place on a waiting list, or a leave."""
    details = {"sitting": sitting.id, "what": what, "before": before.sitting_id if before else None}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))


def remember_quit(turn: Turn, enrolment: Enrolment, held: Iterable[Seat]) -> None:
    """Note how to come back on a course: to the seats that are `held`, as long as they are free."""
    details = {"what": QUIT, "enrolment": enrolment.id, "seats": [(one.sitting_id, one.state.value) for one in held]}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a step back and say so; what can no longer be taken back stays as it is."""
    details = step.details
    if details["what"] == QUIT:
        return _quit_back(turn, details)
    class_seats.lock(turn.session, _course_of(turn, details["sitting"]))
    seat = _seat_in(turn, details["sitting"])
    expected = {Outcome.BOOKED: SeatState.BOOKED, Outcome.WAITING: SeatState.WAITING, LEAVE: SeatState.EXCUSED}
    if seat is None or seat.state is not expected[details["what"]] or class_fits.is_over(seat, turn.now):
        return turn.t("{Your} seat was changed since; it stays as it is.")
    wanted = details["sitting"] if details["what"] == LEAVE else details["before"]
    if details["what"] == Outcome.WAITING or wanted is None:
        moved = class_seats.give_up(turn.session, seat, turn.now, turn.settings.habits)
        seat_telling.tell_moved_up(turn.session, moved, turn.now)
        if details["what"] == Outcome.BOOKED:
            make_up.offer_freed(turn.session, [seat.sitting], turn.now, turn.settings.habits, but=[turn.writer_id])
        return turn.t("{You} are no longer listed for {when}.", when=_when(turn, seat.sitting))
    left = seat.sitting if details["what"] == Outcome.BOOKED else None
    return _return_to(turn, turn.session.get_one(ClassSitting, wanted), left)


def _return_to(turn: Turn, sitting: ClassSitting, left: ClassSitting | None) -> str:
    asked = class_seats.book(turn.session, sitting, turn.known_person, turn.now, turn.settings.habits)
    if asked.outcome is not Outcome.BOOKED:
        return turn.t("The place on {when} is no longer free; it stays as it is.", when=_when(turn, sitting))
    seat_telling.tell_moved_up(turn.session, asked.moved_up, turn.now)
    if left is not None:
        make_up.offer_freed(turn.session, [left], turn.now, turn.settings.habits)
    return turn.t("{You} have the place on {when} again.", when=_when(turn, sitting))


def _quit_back(turn: Turn, details: dict[str, Any]) -> str:
    enrolment = turn.session.get(Enrolment, details["enrolment"])
    if enrolment is None or enrolment.left_at is None:
        return turn.t("The class was changed since; it stays as it is.")
    class_seats.lock(turn.session, enrolment.course_id)
    enrolment.left_at, lost = None, 0
    for sitting_id, state in details["seats"]:
        sitting = turn.session.get(ClassSitting, sitting_id)
        if sitting is None:
            lost += 1
        elif state == SeatState.WAITING:
            class_seats.wait(turn.session, sitting, turn.known_person, turn.now)
        else:
            asked = class_seats.book(turn.session, sitting, turn.known_person, turn.now, turn.settings.habits)
            lost += asked.outcome is not Outcome.BOOKED
    told = turn.t("{You} are on the class again: {course}.", course=enrolment.course.name)
    if not lost:
        return told
    taken = turn.t("{count} of {your} places are taken by now: “lịch học” shows what is free.", count=lost)
    return f"{told} {taken}"


def _course_of(turn: Turn, sitting_id: int) -> int:
    sitting = turn.session.get(ClassSitting, sitting_id)
    return sitting.course_id if sitting else 0


def _seat_in(turn: Turn, sitting_id: int) -> Seat | None:
    own = class_fits.seats(turn.session, turn.writer_id)
    return next((one for one in own if one.sitting_id == sitting_id), None)


def _when(turn: Turn, sitting: ClassSitting) -> str:
    return seat_words.when(turn.translator, turn.local(sitting.starts_at))
