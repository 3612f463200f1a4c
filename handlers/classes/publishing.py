"""What approving a timetable writes, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.classes import finding, overview, telling, undoing, words
from handlers.locales import N_
from handlers.markup import bold
from handlers.meetings.words import lowered
from handlers.turn import Choice, Reply, Turn, rows
from models.classes import ClassSitting, Course, Seat, SeatState, SittingState
from models.course_proposals import Held, Proposal
from models.courses import half_days, in_the_way, people_of
from models.reach import chats_of

_ROOM_TAKEN = N_("{room} is used then: {code}, {session}, {when}.")
_TAKEN = N_("The room is used then: {code}, {session}, {when}.")


def save(turn: Turn, course: Course, proposal: Proposal) -> Reply:
    """Write the sittings and seats of a proposal for the locked course and have everybody told; or say why not."""
    problem = _outdated(turn, course, proposal)
    if problem:
        nothing = turn.t("Nothing was saved.")
        return Reply(f"{problem} {nothing}", rows([overview.back(turn, course)]))
    sittings = [_sitting(course, held) for held in proposal.sittings]
    turn.session.add_all(sittings)
    turn.session.flush()
    people = [person.id for person in people_of(turn.session, course.id)]
    seats = _seats(turn, proposal, sittings, set(people))
    turn.session.add_all(seats)
    telling.tell_timetable(turn.session, course.id, sittings, people, turn.now)
    undoing.remember_timetable(turn, course, sittings)
    return _told(turn, course, sittings, people, len({seat.person_id for seat in seats}))


def _outdated(turn: Turn, course: Course, proposal: Proposal) -> str | None:
    """What has changed since the proposal was shown."""
    if finding.numbered(turn, course.id):
        return turn.t("Class {code} has its timetable already.", code=course.code)
    if len(half_days(course)) != max(held.half_day for held in proposal.sittings):
        return turn.t("The topics of class {code} were changed meanwhile.", code=course.code)
    for held in proposal.sittings:
        if held.start <= turn.now:
            return turn.t("{when} is over already.", when=words.short(turn.translator, turn.local(held.start)))
        other = in_the_way(turn.session, _sitting(course, held), (held.start, held.end))
        if other is not None:
            return room_taken(turn, other)
    return None


def room_taken(turn: Turn, other: ClassSitting) -> str:
    """Say that a room is used at that time already."""
    sentence = _ROOM_TAKEN if other.room else _TAKEN
    return turn.t(
        sentence,
        room=other.room,
        code=other.course.code,
        session=lowered(words.held_in(turn.translator, other)),
        when=words.short(turn.translator, turn.local(other.starts_at)),
    )


def _sitting(course: Course, held: Held) -> ClassSitting:
    """A proposed sitting, not yet in the session."""
    topic = half_days(course)[held.half_day - 1].topic
    return ClassSitting(
        course_id=course.id,
        topic_id=topic.id,
        half_day=held.half_day,
        starts_at=held.start,
        ends_at=held.end,
        room=topic.room,
        capacity=topic.capacity,
        state=SittingState.PLANNED,
        round=1,
    )


def _seats(turn: Turn, proposal: Proposal, sittings: Sequence[ClassSitting], people: set[int]) -> list[Seat]:
    """The seats of those who are still on the course."""
    return [
        Seat(
            sitting_id=sittings[place].id,
            course_id=sittings[place].course_id,
            person_id=person,
            half_day=sittings[place].half_day,
            state=SeatState.BOOKED,
            asked_at=turn.now,
        )
        for group in proposal.groups
        for person in group.people
        if person in people
        for place in group.places
    ]


def _told(turn: Turn, course: Course, sittings: Sequence[ClassSitting], people: Sequence[int], seated: int) -> Reply:
    lines = [
        turn.t(
            "✅ The timetable of {code} is set: {sittings} sittings, {seated}/{all} people have their seats.",
            code=bold(course.code),
            sittings=len(sittings),
            seated=seated,
            all=len(people),
        ),
        turn.t("{count} learners are told their own sittings, each when awake and off work.", count=len(people)),
    ]
    without = len(people) - len(chats_of(turn.session, people))
    if without:
        lines.append(turn.t("{count} have not joined yet and are not reached: “mời” gives a code.", count=without))
    lines.append(turn.t("Wrong? “hoàn tác” before anybody is told; after that “dời buổi …”."))
    choices = [overview.back(turn, course), Choice(turn.t("Undo"), "go:undo")]
    return Reply("\n".join(lines), rows(choices, 2))
