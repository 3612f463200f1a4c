"""Putting people on a course: by their codes or names, several at once; who is on it already is told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import or_, select

from handlers import forms, menu
from handlers.classes import enrolled_undoing, finding, overview, telling
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from models.candidates import Candidate
from models.classes import Course, Enrolment
from models.names import fold
from models.people import Person

_BEFORE_WHO = re.compile(
    r"^\s*(?:thêm|them|add)\s+(?:(?:người học|nguoi hoc|học viên|hoc vien|người|nguoi|learners?|people)\s*)?"
    r"(?:(?:vào|vao|cho|to)\s+)?(?:(?:lớp|lop|class)\s*)?",
    re.IGNORECASE,
)
_COURSE = re.compile(r"(?:\b(?:vào|vao|cho|to)\s+)?(?:\b(?:lớp|lop|class)\s+)?\bL\d{4}-\d{1,3}\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;\n]+|\s+(?:và|va|and)\s+")
_CODES = re.compile(r"[a-z]{2,3}\d{2,6}(?:\s+[a-z]{2,3}\d{2,6})+", re.IGNORECASE)
_MOST = 60  # people in one message
_MOST_SHOWN = 12


def begin(turn: Turn, course: Course, said: str = "") -> Reply:
    """Ask who; people named already are taken."""
    busy = menu.busy(turn, FORM.name)
    if busy is not None:
        return busy
    answers: Answers = {"course": course.id}
    problem = _take_who(turn, answers, said) if _named(said) else None
    return forms.start(turn, FORM, answers, problem.sentence if problem else "")


def _next(_turn: Turn, answers: Answers) -> Question | None:
    return None if "people" in answers else QUESTIONS["who"]


def _ask_who(turn: Turn, answers: Answers) -> Asked:
    course = _course(turn, answers)
    asked = turn.t("Who is to attend {code}?", code=course.code if course else "")
    how = turn.t("Codes or full names, with commas: “CN010, CN011” or “QC012”.")
    return Asked(f"{bold(asked)}\n{how}")


def _take_who(turn: Turn, answers: Answers, said: str) -> Problem | None:
    names = _named(said)
    if not names:
        return Problem(turn.t("I did not understand that. For example: “CN010, CN011”."))
    if len(names) > _MOST:
        return Problem(turn.t("At most {count} people at once; a longer list comes with the workbook.", count=_MOST))
    found, problem = _found(turn, names)
    if problem:
        return Problem(problem)
    answers["people"] = found
    return None


def _named(said: str) -> list[str]:
    """The codes and names in a text, without the course and what leads to them."""
    bare = _BEFORE_WHO.sub("", _COURSE.sub(" ", said))
    parts = [part.strip(" .:") for part in _BETWEEN.split(bare)]
    return [one for part in parts if part for one in (part.split() if _CODES.fullmatch(part) else [part])]


def _found(turn: Turn, names: Sequence[str]) -> tuple[list[int], str]:
    """The people of these codes and names, and what stands in the way of taking them."""
    found: list[int] = []
    for name in names:
        people = _fitting(turn, name)
        if not people:
            return [], turn.t("I do not know “{name}”. A code such as CN010 or QC012 is surest.", name=name[:40])
        if len(people) > 1:
            codes = ", ".join(person.code for person in people[:_MOST_SHOWN])
            return [], turn.t("Several are called “{name}”: {codes}. Which code is meant?", name=name[:40], codes=codes)
        found.append(people[0].id)
    return list(dict.fromkeys(found)), ""


def _fitting(turn: Turn, name: str) -> Sequence[Person]:
    """Those of this code, of the candidate with this code, or else of this name."""
    learners, code = turn.access.learners(), name.upper()
    candidates = turn.access.candidates().with_only_columns(Candidate.person_id).order_by(None)
    of_candidate = candidates.where(Candidate.code == code, Candidate.person_id.is_not(None))
    by_code = turn.session.scalars(learners.where(or_(Person.code == code, Person.id.in_(of_candidate)))).all()
    if by_code:
        return by_code
    wanted = fold(name)
    return [person for person in turn.session.scalars(learners) if fold(person.full_name) == wanted]


def _summary(turn: Turn, answers: Answers) -> Asked:
    course = _course(turn, answers)
    if course is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    people, known = _people(turn, answers), _known(turn, course)
    new = [person for person in people if person.id not in known]
    lines = [bold(turn.t("To {code}: {count} more people", code=course.code, count=len(new)))]
    lines += [f"{person.code} · {person.full_name}" for person in new[: _MOST_SHOWN // 2]]
    if len(new) > _MOST_SHOWN // 2:
        lines.append(turn.t("and {count} more", count=len(new) - _MOST_SHOWN // 2))
    if len(new) < len(people):
        lines.append(turn.t("On it already: {codes}", codes=", ".join(one.code for one in people if one not in new)))
    options = [(turn.t("Add {count} people", count=len(new)), "yes")] if new else []
    options += [(turn.t("Others"), "who"), (turn.t("Discard"), "discard")]
    return Asked("\n".join(lines), tuple(options), width=2)


def _save(turn: Turn, answers: Answers) -> Reply:
    course = _course(turn, answers)
    people = _people(turn, answers)
    forms.finish(turn)
    if course is None:
        return menu.outdated(turn)
    added = [_enrolled(turn, course, person) for person in people if person.id not in _known(turn, course)]
    turn.session.flush()
    if not added:
        return menu.outdated(turn)
    enrolled_undoing.remember(turn, course, added)
    sittings = list(finding.numbered(turn, course.id).values())
    if sittings:
        telling.tell_timetable(turn.session, course.id, sittings, [one.person_id for one in added], turn.now)
    told = turn.t("✅ On {code} now: {count} more people.", code=bold(course.code), count=len(added))
    then = (
        turn.t("They are told, and choose the sittings that fit them.")
        if sittings
        else turn.t("They are told as soon as there is a timetable.")
    )
    choices = [overview.back(turn, course), Choice(turn.t("Undo"), "go:undo")]
    return Reply(f"{told}\n{then}\n{menu.undo_hint(turn)}", rows(choices, 2))


def _enrolled(turn: Turn, course: Course, person: Person) -> Enrolment:
    """Write that somebody is on a course, anew when they had left it."""
    query = select(Enrolment).where(Enrolment.course_id == course.id, Enrolment.person_id == person.id)
    enrolment = turn.session.scalar(query)
    if enrolment is None:
        enrolment = Enrolment(course_id=course.id, person=person)
        turn.session.add(enrolment)
    enrolment.left_at = None
    return enrolment


def _known(turn: Turn, course: Course) -> set[int]:
    query = select(Enrolment.person_id).where(Enrolment.course_id == course.id, Enrolment.left_at.is_(None))
    return set(turn.session.scalars(query))


def _people(turn: Turn, answers: Answers) -> Sequence[Person]:
    """Those who were named and may still be taken, in the order of their codes."""
    return turn.session.scalars(turn.access.learners().where(Person.id.in_(answers["people"]))).all()


def _course(turn: Turn, answers: Answers) -> Course | None:
    return finding.course(turn, str(answers["course"]))


QUESTIONS = {"who": Question("who", _ask_who, _take_who)}
FORM = Form(
    name="class_enrol",
    next_question=_next,
    summary=_summary,
    actions={"yes": _save, "discard": menu.discard},
    mend=_take_who,
    questions=QUESTIONS,
    asks_again={"who": ("people",)},
)
