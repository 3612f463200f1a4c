"""Opening a class by chat: a copy of the last one with new days, or a new one; the summary, and what it saves."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select

from handlers import forms, menu
from handlers.classes import overview, undoing
from handlers.classes.opening_questions import QUESTIONS, last_course, next_question, run_of_year, take_days, take_room
from handlers.forms import Answers, Asked, Form, Problem
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from models.classes import Course, CourseTopic

_NUMBERED = re.compile(r"L(\d{4})-(\d{1,3})")
_KIND = "Nhận thức về Đảng"


def begin(turn: Turn, said: str = "") -> Reply:
    """Begin a class, a copy of the last one when there is one and the writer wants it; days that were said are kept."""
    busy = menu.busy(turn, FORM.name)
    if busy is not None:
        return busy
    answers: Answers = {} if last_course(turn) else {"copy": None}
    if said:
        take_days(turn, answers, said)  # what is not understood is asked
    return forms.start(turn, FORM, answers)


def _summary(turn: Turn, answers: Answers) -> Asked:
    topics: list[tuple[str, int]] = answers["topics"]
    first, last = _days(answers)
    shown = "; ".join(f"{title} ({count})" if count > 1 else title for title, count in topics)
    seats = answers["capacity"]
    limit = turn.t("no limit") if seats is None else turn.t("{seats} seats", seats=seats)
    lines = [
        bold(turn.t("New class {code}: {name}", code=_code(turn, first), name=_name(answers))),
        turn.t("Days: {days}", days=f"{first:%d/%m}–{last:%d/%m/%Y}"),
        turn.t("Room: {room}, {limit}", room=answers["room"] or turn.t("told later"), limit=limit),
        turn.t("{count} half-days: {topics}", count=sum(count for _, count in topics), topics=shown),
    ]
    options = (
        (turn.t("Open the class"), "yes"),
        (turn.t("Other days"), "days"),
        (turn.t("Other topics"), "topics"),
        (turn.t("Discard"), "discard"),
    )
    return Asked("\n".join(lines), options, width=2)


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    if not turn.access.organises:
        return menu.outdated(turn)
    first, last = _days(answers)
    copied = turn.session.get(Course, answers["copy"]) if answers["copy"] else None
    course = Course(
        code=_code(turn, first),
        name=_name(answers),
        kind=copied.kind if copied else _KIND,
        organiser=copied.organiser if copied else turn.settings.organisation[:200],
    )
    course.topics = [
        CourseTopic(
            position=position,
            title=title,
            half_days=count,
            room=answers["room"] or None,
            capacity=answers["capacity"],
            starts_on=first,
            ends_on=last,
        )
        for position, (title, count) in enumerate(answers["topics"], 1)
    ]
    turn.session.add(course)
    turn.session.flush()
    undoing.remember_course(turn, course)
    lines = [
        turn.t("✅ Class {code} is open: {name}.", code=bold(course.code), name=course.name),
        turn.t("Next: put people on it, here or by the workbook's list of workers; then the timetable can be made."),
        menu.undo_hint(turn),
    ]
    enrol = Choice(turn.t("Add people"), f"class:enrol:{course.id}")
    return Reply("\n".join(lines), rows([enrol, overview.back(turn, course), Choice(turn.t("Undo"), "go:undo")], 2))


def _code(turn: Turn, first: date) -> str:
    """The next free code of the year in which the class begins."""
    codes = turn.session.scalars(select(Course.code).where(Course.code.startswith(f"L{first.year}-")))
    numbers = [int(found[2]) for code in codes if (found := _NUMBERED.fullmatch(code))]
    return f"L{first.year}-{max(numbers, default=0) + 1}"


def _name(answers: Answers) -> str:
    """Return the name; that of a copy counts anew in a year other than the last one's."""
    name: str = answers["name"]
    return run_of_year(name, _days(answers)[0].year) if answers["copy"] else name


def _days(answers: Answers) -> tuple[date, date]:
    return date.fromisoformat(answers["first"]), date.fromisoformat(answers["last"])


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take other days, or another room after “tại”, typed at the summary."""
    room = re.match(r"(?:tại|tai|ở|at|phòng|phong|hội trường|hoi truong)\b", said, re.IGNORECASE)
    return take_room(turn, answers, said) if room else take_days(turn, answers, said)


FORM = Form(
    name="class_open",
    next_question=next_question,
    summary=_summary,
    actions={"yes": _save, "discard": menu.discard},
    mend=_mend,
    questions=QUESTIONS,
    asks_again={"days": ("first", "last"), "topics": ("topics",)},
)
