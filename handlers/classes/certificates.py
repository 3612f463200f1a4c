"""“Chứng nhận”: who has met the attendance of a class, shown to its organiser, confirmed, and written into the path."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers import forms, menu
from handlers.classes import certificates_saving, certifying
from handlers.forms import Answers, Asked, Form, Problem
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.rolls.people import PAGE, PeoplePage, pressed_page, pressed_person
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding import find_date
from models import certificates
from models.certificates import Standing
from models.classes import Course
from models.names import fold

_MOST_COURSES = 8
_EXCEPT = re.compile(
    r"(?:tru|bo|khong co|except|without)\b(?: (?:so|nguoi|ban|em))*:? *(\d{1,3}(?:(?: ?, ?| va | )\d{1,3})*)"
)
_ALL = re.compile(r"(?:tat ca|ca lop|het|du|all)")
_OLDEST = timedelta(days=366)


def begin(turn: Turn, _heard: Heard) -> Reply:
    """Answer “chứng nhận”: of the one course in which somebody waits for it, or of the one that is chosen."""
    share = turn.settings.classes.certificate_share
    newest = turn.session.scalars(turn.access.whole_courses().limit(_MOST_COURSES)).all()
    found = [course for course in newest if certificates.to_certify(turn.session, course, share)]
    if not found:
        asked = certifying.asked_for(turn.translator, turn.settings)
        told = turn.t("Nobody without a certificate has met the attendance yet ({asked}).", asked=asked)
        return Reply(told, menu.show(turn).choices)
    if len(found) == 1:
        return of(turn, found[0].id)
    return Reply(
        bold(turn.t("Certificates of which class?")),
        rows([Choice(f"{course.code} · {course.name}", f"croll:cert:{course.id}") for course in found]),
    )


def of(turn: Turn, course_id: int) -> Reply:
    """Show who has met the attendance of this course, to be confirmed."""
    course = _course(turn, course_id)
    if course is None:
        return menu.outdated(turn)
    people = [one.enrolment.person_id for one in _waiting(turn, course)]
    if not people:
        return Reply(turn.t("Everybody who has met the attendance has the certificate."), menu.show(turn).choices)
    day = turn.today.isoformat()
    return forms.start(turn, FORM, {"course": course_id, "day": day, "people": people, "without": [], "page": 0})


def _course(turn: Turn, course_id: int) -> Course | None:
    return turn.session.scalar(turn.access.whole_courses().where(Course.id == course_id))


def _waiting(turn: Turn, course: Course) -> list[Standing]:
    return certificates.to_certify(turn.session, course, turn.settings.classes.certificate_share)


def _shown(turn: Turn, course: Course, answers: Answers) -> list[Standing]:
    """Return those of the list as it was begun who still wait; who has met the attendance since is not added to it."""
    found = _waiting(turn, course)
    return [one for one in found if one.enrolment.person_id in answers.get("people", [])]


def _chosen(turn: Turn, answers: Answers) -> tuple[Course | None, list[Standing]]:
    course = _course(turn, answers["course"])
    found = _shown(turn, course, answers) if course else []
    return course, [one for one in found if one.enrolment.person_id not in answers["without"]]


def _summary(turn: Turn, answers: Answers) -> Asked:
    course, chosen = _chosen(turn, answers)
    if course is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    found = _shown(turn, course, answers)
    page = PeoplePage.of(turn, [_label(turn, at, one, answers) for at, one in enumerate(found, 1)], answers["page"])
    count = turn.t("{chosen}/{all} people", chosen=len(chosen), all=len(found))
    title = turn.t("Certificates of {course}: {count}", course=course.code, count=count)
    lines = [bold(title + page.words), turn.t("Have met the attendance: {asked}.", asked=_asked(turn))]
    ahead = certificates.sittings_ahead(turn.session, course.id, turn.now)
    if ahead:
        lines.append("⚠️ " + turn.t("{count} sittings are yet to be held.", count=ahead))
    day = f"{date.fromisoformat(answers['day']):%d/%m/%Y}"
    lines.append(turn.t("Date of the certificate: {day}. Another one: type it.", day=day))
    lines.append(turn.t("Press a name to leave somebody out, or type “except 3, 5”."))
    ends = [(turn.t("Confirm {count}", count=len(chosen)), "yes")] if chosen else []
    ends.append((turn.t("Discard"), "discard"))
    return Asked("\n".join(lines), (*page.options, *ends), shape=(*page.shape, len(ends)), replaces=True)


def _asked(turn: Turn) -> str:
    return certifying.asked_for(turn.translator, turn.settings)


def _label(turn: Turn, number: int, one: Standing, answers: Answers) -> str:
    person = one.enrolment.person
    told = f"{number}. {person.full_name}: {one.attended}/{one.half_days}"
    return told + (turn.t(" (left out)") if person.id in answers["without"] else "")


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a press on a person or a page, “trừ 3, 5”, “tất cả”, or a date."""
    page, person = pressed_page(said), pressed_person(said)
    if page is not None:
        answers["page"] = page
        return None
    if person is not None:
        return _left_out(turn, answers, [person], toggles=True)
    words = fold(said).strip(" .")
    named = _EXCEPT.fullmatch(words)
    if named is not None:
        return _left_out(turn, answers, [int(number) for number in re.findall(r"\d+", named[1])])
    if _ALL.fullmatch(words):
        answers["without"] = []
        return None
    return _take_day(turn, answers, said)


def _left_out(turn: Turn, answers: Answers, numbers: list[int], *, toggles: bool = False) -> Problem | None:
    course = _course(turn, answers["course"])
    found = _shown(turn, course, answers) if course else []
    strange = [number for number in numbers if not 1 <= number <= len(found)]
    if strange:
        return Problem(
            turn.t("The list has {total} people: there is no number {number}.", total=len(found), number=strange[0])
        )
    people = [found[number - 1].enrolment.person_id for number in numbers]
    without: list[int] = answers["without"]
    added = [person for person in people if person not in without]
    kept = [person for person in without if not (toggles and person in people)]
    answers["without"], answers["page"] = [*kept, *added], (numbers[0] - 1) // PAGE
    return None


def _take_day(turn: Turn, answers: Answers, said: str) -> Problem | None:
    found = find_date(said, turn.today)
    if found is None or found.day is None:
        return Problem(
            turn.t("I did not understand that. For example: “except 3, 5”, “all”, or a date such as “20/12”.")
        )
    if not turn.today - _OLDEST <= found.day <= turn.today:
        return Problem(turn.t("A certificate has a day of the last twelve months that is not after today."))
    answers["day"] = found.day.isoformat()
    return None


def _save(turn: Turn, answers: Answers) -> Reply:
    course, chosen = _chosen(turn, answers)
    forms.finish(turn)
    if course is None or not chosen:
        return menu.outdated(turn)
    people = [one.enrolment.person_id for one in chosen]
    told = certificates_saving.save(turn, course, people, date.fromisoformat(answers["day"]))
    more = [one for one in _waiting(turn, course) if one.enrolment.person_id not in answers["people"]]
    if more:
        told += "\n" + turn.t("{count} more have met the attendance since: “chứng nhận” shows them.", count=len(more))
    return Reply(told, rows([Choice(turn.t("Undo"), "go:undo")]))


def _nothing_open(_turn: Turn, _answers: Answers) -> None:
    return None


FORM = Form("certificates", _nothing_open, _summary, {"yes": _save, "discard": menu.discard}, _mend)
