"""Taking back what somebody did with their own seats: as long as the place that they had is still there."""

from __future__ import annotations

from handlers.classes import seat_telling, seat_words
from handlers.turn import Turn
from models import class_fits, class_seats
from models.audit import UndoStep
from models.class_seats import Outcome
from models.classes import ClassSitting, Seat, SeatState

UNDO_KIND = "class_seat"
LEAVE = "leave"


def remember(turn: Turn, sitting: ClassSitting, what: str, before: Seat | None = None) -> None:
    """Note how to take back what has been written: a seat, a place on a waiting list, or a leave."""
    details = {"sitting": sitting.id, "what": what, "before": before.sitting_id if before else None}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a step back and say so; what can no longer be taken back stays as it is."""
    details = step.details
    class_seats.lock(turn.session, _course_of(turn, details["sitting"]))
    seat = _seat_in(turn, details["sitting"])
    expected = {Outcome.BOOKED: SeatState.BOOKED, Outcome.WAITING: SeatState.WAITING, LEAVE: SeatState.EXCUSED}
    if seat is None or seat.state is not expected[details["what"]] or class_fits.is_over(seat, turn.now):
        return turn.t("{Your} seat was changed since; it stays as it is.")
    wanted = details["sitting"] if details["what"] == LEAVE else details["before"]
    if details["what"] == Outcome.WAITING or wanted is None:
        moved = class_seats.give_up(turn.session, seat, turn.now, turn.settings.habits)
        seat_telling.tell_moved_up(turn.session, moved, turn.now)
        return turn.t("{You} are no longer listed for {when}.", when=_when(turn, seat.sitting))
    return _return_to(turn, turn.session.get_one(ClassSitting, wanted))


def _return_to(turn: Turn, sitting: ClassSitting) -> str:
    asked = class_seats.book(turn.session, sitting, turn.known_person, turn.now, turn.settings.habits)
    if asked.outcome is not Outcome.BOOKED:
        return turn.t("The place on {when} is no longer free; it stays as it is.", when=_when(turn, sitting))
    seat_telling.tell_moved_up(turn.session, asked.moved_up, turn.now)
    return turn.t("{You} have the place on {when} again.", when=_when(turn, sitting))


def _course_of(turn: Turn, sitting_id: int) -> int:
    sitting = turn.session.get(ClassSitting, sitting_id)
    return sitting.course_id if sitting else 0


def _seat_in(turn: Turn, sitting_id: int) -> Seat | None:
    own = class_fits.seats(turn.session, turn.writer_id)
    return next((one for one in own if one.sitting_id == sitting_id), None)


def _when(turn: Turn, sitting: ClassSitting) -> str:
    return seat_words.when(turn.translator, turn.local(sitting.starts_at))
