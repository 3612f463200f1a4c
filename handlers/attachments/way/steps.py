"""What the picture of a way tells: its steps in plain words, which are done and when, where somebody stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from handlers import day_words
from handlers.attachments import wording
from handlers.locales import N_, Translator
from handlers.meetings.words import clock
from models.candidates import PATH, Candidate, Stage
from models.classes import ClassSitting, Course, Enrolment, Seat, SeatState, SittingState
from models.meetings import Attendance
from models.path import Progress

_STAGES = {
    Stage.INTRODUCED: N_("Introduced"),
    Stage.MENTORED: N_("A member helps {you}"),
    Stage.CLASS_COMPLETED: N_("Awareness class about the Party"),
    Stage.APPLIED: N_("Application and background form"),
    Stage.VERIFIED: N_("Background verified"),
    Stage.CELL_RESOLVED: N_("The cell proposes admission"),
    Stage.DECIDED: N_("Decision on admission"),
    Stage.ADMITTED: N_("Ceremony: probationary member"),
    Stage.NEW_MEMBER_CLASS_COMPLETED: N_("New members' class"),
    Stage.OFFICIAL_RESOLVED: N_("The cell proposes official membership"),
    Stage.OFFICIAL: N_("Official member"),
}


class State(StrEnum):
    """How a step looks."""

    DONE = "done"
    HERE = "here"  # the last that is done
    NEXT = "next"
    LATER = "later"
    PASSED = "passed"  # somebody is beyond it, and when it was done is not recorded


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its words, the day on which it was done, and a line below it."""

    name: str
    state: State
    day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A way with its title and a line below it."""

    title: str
    under: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A half-day of a class as somebody has or will have it."""

    title: str
    attended: date | None = None
    booked: datetime | None = None


def load(session: Session, params: dict[str, Any], t: Translator) -> Way | None:
    """Return the way of ``params["person_id"]``: to the Party for who is on it, else through the class."""
    person = params["person_id"]
    own = (
        select(Candidate)
        .where(Candidate.person_id == person, Candidate.consented_on.is_not(None))
        .order_by(Candidate.id.desc())
    )
    candidate = session.scalars(own).first()
    enrolment = _enrolment(session, person)
    half_days = _half_days(session, enrolment.course, person, params) if enrolment else []
    if candidate is not None and candidate.stage in (*PATH, Stage.PAUSED):
        return of_candidate(candidate, half_days, params, t)
    return of_course(enrolment.course.name, half_days, enrolment.completed_on, t) if enrolment else None


def of_candidate(candidate: Candidate, half_days: Sequence[HalfDay], params: dict[str, Any], t: Translator) -> Way:
    """Return the way to the Party, with how far the class is while it goes on."""
    progress = Progress.of(candidate)
    here = PATH.index(progress.current)
    is_resting = progress.ended is Stage.PAUSED
    steps = []
    for place, stage in enumerate(PATH):
        day = progress.reached.get(stage)
        steps.append(Step(t(_STAGES[stage]), _state(place, here, day, is_resting=is_resting), day))
    attended = sum(half_day.attended is not None for half_day in half_days)
    if half_days and not progress.has(Stage.CLASS_COMPLETED):
        place = PATH.index(Stage.CLASS_COMPLETED)
        note = t("{count} of {total} half-days attended", count=attended, total=len(half_days))
        steps[place] = Step(steps[place].name, steps[place].state, steps[place].day, note)
    today = date.fromisoformat(params["today"])
    under = t("The way is resting at present") if is_resting else t("As of {day}", day=f"{today:%d/%m/%Y}")
    return Way(t("{Your} way to the Party"), under, tuple(steps))


def of_course(name: str, half_days: Sequence[HalfDay], completed_on: date | None, t: Translator) -> Way:
    """Return the way through a class: a step for each half-day, and at its end the certificate, once confirmed."""
    steps: list[Step] = []
    last = max((place for place, half_day in enumerate(half_days) if half_day.attended), default=-1)
    is_next_told = completed_on is not None
    for place, half_day in enumerate(half_days):
        if half_day.attended:
            state = State.HERE if place == last and completed_on is None else State.DONE
        else:
            state, is_next_told = (State.LATER if is_next_told else State.NEXT), True
        note = _at(half_day.booked, t) if half_day.booked and not half_day.attended else ""
        steps.append(Step(half_day.title, state, half_day.attended, note))
    at_end = State.LATER if is_next_told else State.NEXT
    steps.append(Step(t("Certificate"), at_end if completed_on is None else State.HERE, completed_on))
    attended = sum(half_day.attended is not None for half_day in half_days)
    return Way(name, t("{count} of {total} half-days attended", count=attended, total=len(half_days)), tuple(steps))


def _state(place: int, here: int, day: date | None, *, is_resting: bool) -> State:
    if place == here:
        return State.HERE
    if place < here:
        return State.DONE if day is not None else State.PASSED
    return State.NEXT if place == here + 1 and not is_resting else State.LATER


def _at(start: datetime, t: Translator) -> str:
    return f"{day_words.short_weekday_and_day(t, start)}, {clock(start)}"


def _enrolment(session: Session, person: int) -> Enrolment | None:
    """The newest course that the person is on and has not left."""
    on = select(Enrolment).where(Enrolment.person_id == person, Enrolment.left_at.is_(None))
    return session.scalars(on.order_by(Enrolment.id.desc()).options(joinedload(Enrolment.course))).first()


def _half_days(session: Session, course: Course, person: int, params: dict[str, Any]) -> list[HalfDay]:
    titles = [topic.title for topic in course.topics for _ in range(topic.half_days)]
    query = (
        select(Seat)
        .join(Seat.sitting)
        .where(Seat.course_id == course.id, Seat.person_id == person, ClassSitting.state != SittingState.CANCELLED)
        .options(joinedload(Seat.sitting))
    )
    attended: dict[int, datetime] = {}
    booked: dict[int, datetime] = {}
    for seat in session.scalars(query):
        start = wording.local(seat.sitting.starts_at, params)
        if seat.attendance is Attendance.PRESENT:
            attended[seat.half_day] = start
        elif seat.state is SeatState.BOOKED:
            booked[seat.half_day] = start
    return [
        HalfDay(title, attended[number].date() if number in attended else None, booked.get(number))
        for number, title in enumerate(titles, 1)
    ]
