"""“Giấy gửi công ty”: a letter that asks the employer for paid time off, for the sittings within working hours.

What the class is about is the worker's own matter: the letter names it only when the worker says so, and the choice
that does not comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers import menu
from handlers.attachments.wording import hours
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.meetings.words import clock, span
from handlers.turn import Attachment, Choice, Reply, Turn, rows
from models.classes import Course, Enrolment
from models.wages import WorkedSeat, booked_within_work

DISCREET, OPEN = "quiet", "open"
_MOST = 5  # sittings that are listed; the letter has all


def begin(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Begin a letter about the course that the writer is on; of several they choose."""
    courses = _own_courses(turn)
    if not courses:
        sentence = turn.t("{You} are on no class at present, so there is nothing to ask the company for.")
        return Reply(sentence, menu.show(turn).choices)
    if len(courses) == 1:
        return _about(turn, courses[0])
    choices = [Choice(course.name, f"cpaper:letter:{course.id}") for course in courses]
    return Reply(turn.t("For which class?"), rows(choices))


def pressed(turn: Turn, args: str) -> Reply:
    """Go on with a letter: ``<course id>`` or ``<course id>:<what the letter says>``; empty begins one."""
    if not args:
        return begin(turn)
    course_id, _, manner = args.partition(":")
    course = next((one for one in _own_courses(turn) if str(one.id) == course_id), None)
    if course is None or manner not in ("", DISCREET, OPEN):
        return menu.outdated(turn)
    return _written(turn, course, is_open=manner == OPEN) if manner else _about(turn, course)


def _own_courses(turn: Turn) -> Sequence[Course]:
    """The courses that the writer is on and has not completed, the newest first."""
    on = (
        select(Course)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.person_id == turn.writer_id, Enrolment.left_at.is_(None), Enrolment.completed_on.is_(None))
        .order_by(Course.id.desc())
    )
    return turn.session.scalars(on).all()


def _about(turn: Turn, course: Course) -> Reply:
    """Say which sittings the letter is for, and ask how it names the class; without any say why there is none."""
    worked, unknown = _worked(turn, course)
    if not worked:
        return _not_needed(turn, unknown=unknown)
    lines = [_summary(turn, worked)]
    lines += [f"• {_line(turn, one)}" for one in worked[:_MOST]]
    if len(worked) > _MOST:
        lines.append(turn.t("… and {count} more in the letter", count=len(worked) - _MOST))
    if unknown:
        lines.append(turn.t("⚠️ Of some sittings {your} shift is not known yet; “ca của tôi” tells it."))
    lines.append(turn.t("How should the letter name the class?"))
    choices = [
        Choice(turn.t("Only “a training class”"), f"cpaper:letter:{course.id}:{DISCREET}"),
        Choice(turn.t("Its full name"), f"cpaper:letter:{course.id}:{OPEN}"),
    ]
    return Reply("\n".join(lines), rows(choices))


def _written(turn: Turn, course: Course, *, is_open: bool) -> Reply:
    worked, unknown = _worked(turn, course)
    if not worked:
        return _not_needed(turn, unknown=unknown)
    named = (
        turn.t("It names the class in full: {name}.", name=course.name)
        if is_open
        else turn.t("It speaks of “a training class” only, and does not tell what it is about.")
    )
    lines = [
        turn.t("{Your} letter to the company is here."),
        named,
        turn.t("Print it, sign it, and have it signed by who holds the class. I send it to nobody but {you}."),
    ]
    params = {
        "person_id": turn.writer_id,
        "course_id": course.id,
        "now": turn.now.isoformat(),
        "is_open": is_open,
        "organisation": turn.settings.organisation,
        "timezone": turn.settings.timezone,
        "template": turn.settings.letter_template,
    }
    return Reply("\n".join(lines), attachment=Attachment("class_letter", params))


def _not_needed(turn: Turn, *, unknown: bool) -> Reply:
    if unknown:
        sentence = turn.t(
            "I do not know yet when {you} work, so I cannot say which sittings fall within working hours. "
            "Tell me {your} shifts first, for example “ca 2 tuần này”."
        )
        return Reply(sentence, rows([Choice(turn.t("My shifts"), "go:shifts")]))
    sentence = turn.t("None of {your} coming sittings falls within working hours, so no letter is needed.")
    return Reply(sentence, menu.show(turn).choices)


def _worked(turn: Turn, course: Course) -> tuple[list[WorkedSeat], bool]:
    return booked_within_work(turn.session, turn.known_person, course.id, turn.now, turn.settings.habits)


def _summary(turn: Turn, worked: Sequence[WorkedSeat]) -> str:
    minutes = sum(one.minutes for one in worked)
    told = turn.t(
        "Letter to the company: {count} sittings within working hours, {hours} hours.",
        count=len(worked),
        hours=hours(turn.translator, minutes),
    )
    return bold(told)


def _line(turn: Turn, one: WorkedSeat) -> str:
    sitting = one.seat.sitting
    whole = turn.local(sitting.starts_at), turn.local(sitting.ends_at)
    told = span(turn.translator, whole)
    if one.parts == (whole,):
        return told
    parts = ", ".join(f"{clock(start)}–{clock(end)}" for start, end in one.parts)
    return turn.t("{sitting} (at work {parts})", sitting=told, parts=parts)
