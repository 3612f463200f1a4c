"""Taking back what an organiser has saved: silently, as long as nobody has heard of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from handlers.classes import seat_telling, telling, words
from handlers.markup import bold
from handlers.turn import Turn
from models import class_fits, class_seats
from models.audit import UndoStep
from models.class_moving import Moved
from models.class_slots import Times
from models.classes import ClassSitting, Course, Enrolment, Seat, SeatState, SittingState

UNDO_KIND = "class"
_COURSE, _TIMETABLE, _CHANGE, _ADDED = "course", "timetable", "change", "added"


def remember_course(turn: Turn, course: Course) -> None:
    """Note how to take back a course that was opened."""
    _remember(turn, {"what": _COURSE, "course": course.id})


def remember_timetable(turn: Turn, course: Course, sittings: Iterable[ClassSitting]) -> None:
    """Note how to take back a timetable that was approved."""
    _remember(turn, {"what": _TIMETABLE, "course": course.id, "sittings": sorted(one.id for one in sittings)})


def remember_added(turn: Turn, sitting: ClassSitting) -> None:
    """Note how to take back a sitting that was added."""
    _remember(turn, {"what": _ADDED, "course": sitting.course_id, "sittings": [sitting.id]})


def remember_change(turn: Turn, sitting: ClassSitting, before: Times, done: Moved) -> None:
    """Note how to take back that a sitting was moved or cancelled."""
    _remember(
        turn,
        {
            "what": _CHANGE,
            "course": sitting.course_id,
            "sitting": sitting.id,
            "round": sitting.round,
            "before": [moment.isoformat() for moment in before],
            "ended": [seat.id for seat in done.ended],
            "given": [seat.id for seat in done.given],
            "moved_up": len(done.moved_up),
            "waits": [seat.id for seat in done.waits],
        },
    )


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a step back and say so; what somebody has heard of stays as it is."""
    details = step.details
    course = class_seats.lock_course(turn.session, details["course"])
    if course is None:
        return turn.t("The class was changed since; it stays as it is.")
    match details["what"]:
        case "course":
            return _course_back(turn, course)
        case "change":
            return _change_back(turn, course, details)
        case _:
            return _sittings_back(turn, course, details)


def _remember(turn: Turn, details: dict[str, Any]) -> None:
    turn.session.flush()
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))


def _course_back(turn: Turn, course: Course) -> str:
    used = select(
        exists().where(Enrolment.course_id == course.id) | exists().where(ClassSitting.course_id == course.id)
    )
    if turn.session.scalar(used):
        return turn.t("Class {code} has people or sittings already; it stays as it is.", code=course.code)
    turn.session.delete(course)
    return turn.t("Class {code} is gone again.", code=bold(course.code))


def _sittings_back(turn: Turn, course: Course, details: dict[str, Any]) -> str:
    """A timetable, or one sitting of it."""
    wanted: list[int] = details["sittings"]
    sittings = [one for one in class_seats.lock(turn.session, course.id) if one.id in wanted]
    is_same = len(sittings) == len(wanted) and all(_is_untouched(one) for one in sittings)
    if not is_same:
        return turn.t("The class was changed since; it stays as it is.")
    if details["what"] == _TIMETABLE:
        key = telling.key_of_timetable(course.id, min(wanted))
        told = telling.heard(turn.session, telling.TIMETABLE, key)
        if told:
            hint = turn.t("To change it: “dời buổi …” or “hủy buổi …”.")
            stays = turn.t("{count} people have been told already, so it stays as it is.", count=told)
            return f"{stays} {hint}"
        telling.take_back(turn.session, telling.TIMETABLE, key)
    elif any(seat.state is SeatState.BOOKED for seat in sittings[0].seats):
        return turn.t("Somebody sits in it already; it stays as it is. “hủy buổi …” cancels it.")
    else:
        key = seat_telling.key_of_offer(sittings[0])
        told = telling.heard(turn.session, seat_telling.MAKE_UP, key)
        if told:
            stays = turn.t("{count} people have been told already, so it stays as it is.", count=told)
            hint = turn.t("To cancel it: “hủy buổi …”.")
            return f"{stays} {hint}"
        telling.take_back(turn.session, seat_telling.MAKE_UP, key)
    for one in sittings:
        turn.session.delete(one)
    turn.session.flush()
    if details["what"] == _ADDED:
        return turn.t("The sitting of class {code} is gone again.", code=bold(course.code))
    return turn.t("Class {code} has no timetable again; nobody was told.", code=bold(course.code))


def _is_untouched(sitting: ClassSitting) -> bool:
    return sitting.state is SittingState.PLANNED and sitting.round == 1


def _change_back(turn: Turn, course: Course, details: dict[str, Any]) -> str:
    sittings = {one.id: one for one in class_seats.lock(turn.session, course.id)}
    sitting = sittings.get(details["sitting"])
    if sitting is None or sitting.round != details["round"] or sitting.state is SittingState.HELD:
        return turn.t("The class was changed since; it stays as it is.")
    key, offers = telling.key_of_move(sitting.id, sitting.round), seat_telling.key_of_offer(sitting)
    told = telling.heard(turn.session, telling.MOVED, key)
    told += telling.heard(turn.session, seat_telling.MAKE_UP, offers)
    if told:
        return turn.t("{count} people have been told already, so it stays as it is.", count=told)
    ended, given = _seats(turn, details["ended"]), _seats(turn, details["given"])
    left = class_fits.places_left(turn.session, [sitting])[sitting.id]
    is_full = left is not None and left < len(ended)
    if details["moved_up"] or is_full or not _can_go_back(turn, ended, given):
        return turn.t("Somebody has taken another seat since; it stays as it is. It can be moved again.")
    telling.take_back(turn.session, telling.MOVED, key)
    telling.take_back(turn.session, seat_telling.MAKE_UP, offers)
    _seat_again(turn, ended, given)
    _wait_again(turn, _seats(turn, details.get("waits", [])))
    sitting.starts_at, sitting.ends_at = (datetime.fromisoformat(moment) for moment in details["before"])
    sitting.state, sitting.round = SittingState.PLANNED, sitting.round - 1
    _move_up(turn, [sitting, *(seat.sitting for seat in given)])
    when = words.short(turn.translator, turn.local(sitting.starts_at))
    session = bold(words.held_in(turn.translator, sitting))
    return turn.t("{session}, {when}, is again as it was before; nobody was told.", session=session, when=when)


def _can_go_back(turn: Turn, ended: Sequence[Seat], given: Sequence[Seat]) -> bool:
    """Whether nobody of them has chosen anew, and nobody has marked them."""
    known = {seat.id for seat in (*ended, *given)}
    untouched = all(seat.state is SeatState.GIVEN_UP for seat in ended) and all(
        seat.state is SeatState.BOOKED and seat.attendance is None for seat in given
    )
    for seat in ended:
        others = select(Seat.id).where(
            Seat.course_id == seat.course_id,
            Seat.person_id == seat.person_id,
            Seat.half_day == seat.half_day,
            Seat.state.in_((SeatState.BOOKED, SeatState.WAITING)),
        )
        untouched = untouched and set(turn.session.scalars(others)) <= known
    return untouched


def _seat_again(turn: Turn, ended: Sequence[Seat], given: Sequence[Seat]) -> None:
    for seat in given:
        seat.state = SeatState.GIVEN_UP
    turn.session.flush()  # before the old seats: the database allows one booked seat of a half-day
    for seat in ended:
        seat.state = SeatState.BOOKED
    turn.session.flush()


def _wait_again(turn: Turn, waits: Sequence[Seat]) -> None:
    """List those again who waited, as long as they have not chosen anew since."""
    for seat in waits:
        others = select(Seat.id).where(
            Seat.course_id == seat.course_id,
            Seat.person_id == seat.person_id,
            Seat.half_day == seat.half_day,
            Seat.state == SeatState.WAITING,
        )
        if seat.state is SeatState.GIVEN_UP and turn.session.scalar(others) is None:
            seat.state = SeatState.WAITING
            turn.session.flush()


def _move_up(turn: Turn, sittings: Sequence[ClassSitting]) -> None:
    """Give the places that became free by it on, and tell those who got them."""
    habits = turn.settings.habits
    for one in {one.id: one for one in sittings}.values():
        moved = class_seats.promote_waiting(turn.session, one, turn.now, habits)
        seat_telling.tell_moved_up(turn.session, moved, turn.now)


def _seats(turn: Turn, ids: Sequence[int]) -> Sequence[Seat]:
    return turn.session.scalars(select(Seat).where(Seat.id.in_(ids)).order_by(Seat.id)).all()
