"""“Bảng lớp L2026-4”: the workbook of a course, for who organises it."""

from __future__ import annotations

import re

from handlers import menu
from handlers.classes import finding
from handlers.hearing import Heard
from handlers.turn import Attachment, Choice, Reply, Turn, rows
from models.classes import Course

_CODE = re.compile(r"\bL\d{4}-\d{1,3}\b", re.IGNORECASE)
_MOST = 8  # courses that are offered


def begin(turn: Turn, heard: Heard) -> Reply:
    """Give the workbook of the course whose code was said; without any of the only one, or ask."""
    courses = list(turn.session.scalars(turn.access.courses()))
    code = _CODE.search(heard.text)
    if code is not None:
        courses = [course for course in courses if course.code.casefold() == code[0].casefold()]
    if len(courses) == 1:
        return _given(turn, courses[0])
    if not courses:
        return Reply(turn.t("There is no such class. “lớp học” shows those that there are."), menu.show(turn).choices)
    choices = [Choice(f"{course.code} · {course.name}", f"cpaper:book:{course.id}") for course in courses[:_MOST]]
    return Reply(turn.t("The workbook of which class?"), rows(choices))


def pressed(turn: Turn, args: str) -> Reply:
    """Give the workbook of the course of an id."""
    course = finding.course(turn, args)
    return _given(turn, course) if course is not None else menu.outdated(turn)


def _given(turn: Turn, course: Course) -> Reply:
    """Names are for who runs whole classes; the others get codes and initials."""
    has_names = turn.access.runs_whole_classes
    params = {
        "course_id": course.id,
        "has_names": has_names,
        "share": str(turn.settings.classes.certificate_share),
        "timezone": turn.settings.timezone,
        "language": turn.chat.language.value,
    }
    told = turn.t("{name}: roll, absences and certificates, as of now.", name=course.name)
    whose = (
        turn.t("It holds names: please hand it on to nobody who need not have it.")
        if has_names
        else turn.t("It holds codes and initials, no names.")
    )
    return Reply(f"{told}\n{whose}", attachment=Attachment("course_workbook", params))
