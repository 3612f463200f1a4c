"""Classes for who organises them: the courses, and one course with its timetable or without one yet."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.attachments.pictures import class_weeks
from handlers.classes import finding, words
from handlers.classes.reading import Asked, Wish
from handlers.classes.seat_words import title
from handlers.locales import N_
from handlers.markup import bold
from handlers.paging import Page
from handlers.turn import Choice, Reply, Turn, rows
from models.classes import ClassSitting, Course, SittingState
from models.courses import HalfDay, half_days

_PAGE = 6  # courses, and half-days of a timetable
_CHANGES = {Wish.MOVE: N_("Which sitting is to be moved?"), Wish.END: N_("Which sitting is to be cancelled?")}


def show(turn: Turn, page: int = 0) -> Reply:
    """Show the courses, the newest first; without any, how to make one."""
    found = finding.courses(turn)
    if not found:
        told = turn.t("There is no class yet. {You} can open one here, or send the workbook with the sheet “Lớp học”.")
        return Reply(told, rows([Choice(turn.t("Open a class"), "class:open")]))
    at = Page.of(len(found), _PAGE, page)
    shown = at.cut(found)
    lines = [
        bold(turn.t("Classes: {count}", count=len(found)) + at.words(turn)),
        *(_line(turn, course) for course in shown),
    ]
    choices = [Choice(course.code, f"class:one:{course.id}:0") for course in shown]
    choices += at.turning(turn, "class:list")
    choices.append(Choice(turn.t("Open a class"), "class:open"))
    return Reply("\n".join(lines), rows(choices, 2))


def one(turn: Turn, course: Course, page: int = 0) -> Reply:
    """Show a course: its timetable, or that it has none yet."""
    sittings = finding.numbered(turn, course.id)
    return _with_timetable(turn, course, sittings, page) if sittings else _without(turn, course)


def which_course(turn: Turn, found: list[Course], asked: Asked) -> Reply:
    """Ask which of several courses is meant."""
    place = {Wish.PLAN: "plan", Wish.MOVE: "moves", Wish.END: "ends", Wish.ADD: "add", Wish.ENROL: "enrol"}.get(
        asked.wish, "one"
    )
    choices = [Choice(f"{course.code} · {course.name}"[:60], f"class:{place}:{course.id}") for course in found]
    return Reply(turn.t("Which class is meant?"), rows(choices))


def which_sitting(turn: Turn, course: Course, wish: Wish) -> Reply:
    """Ask which sitting of a course is to be moved or cancelled."""
    ahead = {
        number: sitting for number, sitting in finding.numbered(turn, course.id).items() if _is_ahead(turn, sitting)
    }
    if not ahead:
        told = turn.t("Class {code} has no sitting that could be changed.", code=course.code)
        return Reply(told, rows([back(turn, course)]))
    place = "move" if wish is Wish.MOVE else "end"
    choices = [
        Choice(sitting_label(turn, number, sitting), f"class:{place}:{sitting.id}") for number, sitting in ahead.items()
    ]
    return Reply(turn.t(_CHANGES[wish]), rows(choices, 2))


def sitting_label(turn: Turn, number: int, sitting: ClassSitting) -> str:
    """Return a sitting's number, half-day and start, short enough for a button."""
    start = words.short(turn.translator, turn.local(sitting.starts_at))
    return f"{number}) {words.held_in(turn.translator, sitting)} · {start}"


def back(turn: Turn, course: Course) -> Choice:
    """Return the choice that leads to the course."""
    return Choice(turn.t("Class {code}", code=course.code), f"class:one:{course.id}:0")


def _enrol(turn: Turn, course: Course) -> Choice:
    return Choice(turn.t("Add people"), f"class:enrol:{course.id}")


def _line(turn: Turn, course: Course) -> str:
    known = len(finding.numbered(turn, course.id))
    state = turn.t("{count} sittings", count=known) if known else turn.t("no timetable yet")
    people = turn.t("{count} people", count=finding.enrolled(turn, course.id))
    return " · ".join(part for part in (course.code, course.name, words.days(course), people, state) if part)


def _head(turn: Turn, course: Course) -> list[str]:
    people = turn.t("{count} people", count=finding.enrolled(turn, course.id))
    number = turn.t("{count} half-days", count=len(half_days(course)))
    rooms = {topic.room for topic in course.topics if topic.room}
    seats = min((topic.capacity for topic in course.topics if topic.capacity is not None), default=None)
    room = ", ".join(sorted(rooms)) + (turn.t(" ({seats} seats)", seats=seats) if seats is not None and rooms else "")
    facts = (words.days(course), room, number, people)
    return [bold(f"{course.code} · {course.name}"), " · ".join(fact for fact in facts if fact)]


def _without(turn: Turn, course: Course) -> Reply:
    lines = _head(turn, course)
    lines += [f"{title(turn.translator, one)}: {words.topic(one)}" for one in half_days(course)[:_PAGE]]
    if not finding.enrolled(turn, course.id):
        lines.append(turn.t("Nobody is on it yet."))
    lines.append(turn.t("There is no timetable yet."))
    choices = [Choice(turn.t("Make the timetable"), f"class:plan:{course.id}"), _enrol(turn, course), _all(turn)]
    return Reply("\n".join(lines), rows(choices, 2))


def _with_timetable(turn: Turn, course: Course, sittings: Mapping[int, ClassSitting], page: int) -> Reply:
    parts = half_days(course)
    at = Page.of(len(parts), _PAGE, page)
    taken = finding.taken(turn, sittings.values())
    lines = _head(turn, course)
    lines += [_half_day(turn, one, sittings, taken) for one in at.cut(parts)]
    choices = list[Choice]()
    if any(_is_ahead(turn, sitting) for sitting in sittings.values()):
        lines.append(turn.t("“dời buổi 3 sang 12/12 14h30” moves a sitting, “hủy buổi 3” cancels it."))
        choices += [
            Choice(turn.t("Move a sitting"), f"class:moves:{course.id}"),
            Choice(turn.t("Cancel a sitting"), f"class:ends:{course.id}"),
        ]
    choices += [Choice(turn.t("Add a sitting"), f"class:add:{course.id}"), _enrol(turn, course)]
    choices += [*at.turning(turn, f"class:one:{course.id}"), _all(turn)]
    chips = [(one.half_day, one.starts_at, taken.get(one.id, 0), 0) for one in sittings.values()]
    return Reply("\n".join(lines), rows(choices, 2), class_weeks(turn, course, chips))


def _half_day(turn: Turn, one: HalfDay, sittings: Mapping[int, ClassSitting], taken: Mapping[int, int]) -> str:
    told = []
    for number, sitting in sittings.items():
        if sitting.half_day == one.number:
            start = words.short(turn.translator, turn.local(sitting.starts_at))
            held = "✅" if sitting.state is SittingState.HELD else ""
            told.append(f"{number}) {start} {words.seats(taken.get(sitting.id, 0), sitting.capacity)}{held}")
    held = " · ".join(told) or turn.t("not placed yet")
    return f"{title(turn.translator, one)}: {held}"


def _is_ahead(turn: Turn, sitting: ClassSitting) -> bool:
    return sitting.state is SittingState.PLANNED and sitting.starts_at > turn.now


def _all(turn: Turn) -> Choice:
    return Choice(turn.t("All classes"), "class:list:0")


def none_found(turn: Turn, asked: Asked) -> Reply:
    """Say that there is no class that fits what was said."""
    told = turn.t("There is no such class in {your} sight.")
    if asked.course is None:
        told = turn.t("No class has a sitting that could be changed.")
    return Reply(told, rows([_all(turn)]))
