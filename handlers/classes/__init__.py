"""Classes: opening them, their timetable and its changes for organisers; their own sittings for learners."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import menu
from handlers.classes import (
    adding,
    enrolling,
    finding,
    leave,
    moving,
    opening,
    overview,
    own,
    planning,
    quitting,
    reading,
)
from handlers.classes.reading import Asked, Wish
from handlers.classes.undoing import UNDO_KIND, take_back
from handlers.hearing import Heard, id_in
from handlers.turn import Reply, Said, Turn
from models.classes import Course

__all__ = ["FORMS", "UNDO_KIND", "prepare", "pressed", "show", "take_back", "takes_long"]

prepare = planning.prepare
FORMS = (planning.FORM, moving.FORM, adding.FORM, enrolling.FORM, opening.FORM, quitting.FORM)
_OPENED: Mapping[str, Callable[[Turn, Course], Reply]] = {
    "plan": planning.begin,
    "moves": lambda turn, course: overview.which_sitting(turn, course, Wish.MOVE),
    "ends": lambda turn, course: overview.which_sitting(turn, course, Wish.END),
    "add": adding.begin,
    "enrol": enrolling.begin,
}


def takes_long(said: Said) -> bool:
    """Whether a message may want :func:`prepare` before its transaction."""
    return planning.takes_long(said.text, said.press)


def show(turn: Turn, heard: Heard) -> Reply:
    """Answer “lịch học” and everything that opens like it, as fits the reader."""
    is_own = leave.is_meant(heard.text) or quitting.is_meant(heard.text)
    if not turn.access.organises or (is_own and own.is_on_a_course(turn)):
        return own.show(turn, heard)
    asked = reading.read(turn, heard.text)
    if asked.wish is Wish.OPEN:
        return opening.begin(turn, heard.text)
    return _organise(turn, heard, asked)


def _organise(turn: Turn, heard: Heard, asked: Asked) -> Reply:
    if asked.wish in (Wish.MOVE, Wish.END, Wish.ADD) and planning.is_open(turn):
        return planning.change_later(turn)
    found = _meant(turn, asked)
    if found is None:
        is_refused = asked.course is not None or asked.wish in (Wish.MOVE, Wish.END, Wish.ADD)
        return overview.none_found(turn, asked) if is_refused else overview.show(turn)
    if len(found) > 1:
        return overview.which_course(turn, found, asked)
    if asked.wish is Wish.ENROL:
        return enrolling.begin(turn, found[0], heard.text)
    return _about(turn, found[0], asked)


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice of an organiser leads; what it opens is checked again."""
    if not turn.access.organises:
        return menu.outdated(turn)
    place, _, rest = args.partition(":")
    which, _, page = rest.partition(":")
    match place:
        case "list":
            return overview.show(turn, id_in(which) or 0)
        case "open":
            return opening.begin(turn)
        case "move" | "end":
            sitting = finding.sitting(turn, which)
            if sitting is None:
                return menu.outdated(turn)
            return moving.begin(turn, sitting) if place == "move" else moving.begin_end(turn, sitting)
        case _:
            course = finding.course(turn, which)
            return _course_pressed(turn, place, course, page) if course else menu.outdated(turn)


def _course_pressed(turn: Turn, place: str, course: Course, page: str) -> Reply:
    if place == "one":
        return overview.one(turn, course, id_in(page) or 0)
    opens = _OPENED.get(place)
    return opens(turn, course) if opens else menu.outdated(turn)


def _meant(turn: Turn, asked: Asked) -> list[Course] | None:
    """The courses that words can mean; None when they mean none, or all."""
    if asked.course is not None:
        found = finding.by_code(turn, asked.course)
        return [found] if found else None
    match asked.wish:
        case Wish.MOVE | Wish.END | Wish.ADD:
            return finding.with_changeable(turn) or None
        case Wish.ENROL:
            return list(finding.courses(turn)) or None
        case Wish.PLAN:
            known = finding.courses(turn)
            return [course for course in known if not finding.numbered(turn, course.id)] or list(known) or None
        case _:
            return None


def _about(turn: Turn, course: Course, asked: Asked) -> Reply:
    """Do what was asked about one course."""
    match asked.wish:
        case Wish.PLAN:
            return planning.begin(turn, course)
        case Wish.ADD:
            return adding.begin(turn, course, asked)
        case Wish.MOVE | Wish.END if asked.number is not None:
            return _about_sitting(turn, course, asked)
        case Wish.MOVE | Wish.END:
            return overview.which_sitting(turn, course, asked.wish)
        case _:
            return overview.one(turn, course)


def _about_sitting(turn: Turn, course: Course, asked: Asked) -> Reply:
    known = finding.numbered(turn, course.id).get(asked.number or 0)
    sitting = finding.sitting(turn, str(known.id)) if known else None
    if sitting is None:
        shown = overview.one(turn, course)
        told = turn.t("There is no sitting {number} to change any more.", number=asked.number)
        return Reply(f"{told}\n{shown.text}", shown.choices)
    return moving.begin(turn, sitting, asked) if asked.wish is Wish.MOVE else moving.begin_end(turn, sitting)
