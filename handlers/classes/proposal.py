"""A proposed timetable in words: who can attend everything, the sittings, who is left out, what one more would gain."""

from __future__ import annotations

from handlers import day_words
from handlers.classes import words
from handlers.classes.seat_words import title
from handlers.locales import N_
from handlers.markup import bold
from handlers.meetings.words import lowered
from handlers.turn import Turn
from models.class_rules import Part
from models.classes import Course
from models.course_proposals import Gain, Impossible, LeftOut, Obstacle, Proposal
from models.courses import HalfDay, half_days

_LINES = 6  # for all half-days together
LEFT_OUT = {
    LeftOut.UNKNOWN: N_("{count} whose shifts are not known"),
    LeftOut.SHIFTS: N_("{count} whose shifts leave no way through these times"),
    LeftOut.SEATS: N_("{count} for whom there are too few sittings or seats"),
}
_WHY = {
    Obstacle.NOBODY: N_("Nobody is on this class yet: “thêm học viên” puts people on it."),
    Obstacle.NO_TIMES: N_("No such time is left on the days of the class ({days})."),
    Obstacle.NO_SEATS: N_("The room has {have} seats; {need} people can come."),
    Obstacle.FEW_SITTINGS: N_("{need} sittings are needed at least; {have} are allowed."),
    Obstacle.FEW_TIMES: N_("Only {have} of {need} half-days can be held one after another: {session} finds no time."),
    Obstacle.UNKNOWN: N_("The shifts of all {need} people are not known yet."),
    Obstacle.ORDER: N_("Nobody is free for more than {have} of {need} half-days, one after another."),
    Obstacle.TIME: N_("The search ended before it found one; fewer times to choose from help."),
}


def lines(turn: Turn, course: Course, proposal: Proposal) -> list[str]:
    """Return what is said of a proposal, at most ten lines."""
    parts = half_days(course)
    head = turn.t(
        "{code}: {served}/{all} people can attend every half-day, {sittings} sittings",
        code=course.code,
        served=proposal.served,
        all=proposal.everybody,
        sittings=len(proposal.sittings),
    )
    told = [bold(head), *_sittings(turn, course, proposal, parts)]
    if proposal.left_out:
        reasons = ", ".join(turn.t(LEFT_OUT[reason], count=count) for reason, count in proposal.left_out.items())
        told.append(turn.t("Not placed: {reasons}.", reasons=reasons))
    if proposal.gain:
        told.append(_gain(turn, course, proposal.gain))
    if proposal.is_proven and proposal.served < proposal.everybody:
        told.append(turn.t("Proven: no timetable with so many sittings at these times brings more people through."))
    if not proposal.is_proven:
        told.append(turn.t("It is the best that was found in time, not proven to be the best."))
    return told


def why_not(turn: Turn, course: Course, found: Impossible) -> str:
    """Return why there is no timetable, with numbers."""
    session = lowered(words.half_day(turn.translator, course, found.half_day)) if found.half_day else ""
    told = turn.t(
        _WHY[found.obstacle], have=found.have, need=found.need, session=session, days=words.days(course) or "–"
    )
    if found.taken:
        told += " " + turn.t("At {count} of these times the room is used by other classes.", count=found.taken)
    return told


def _sittings(turn: Turn, course: Course, proposal: Proposal, parts: list[HalfDay]) -> list[str]:
    """The sittings by half-days; of a long course several half-days stand on one line."""
    capacity = min((topic.capacity for topic in course.topics if topic.capacity is not None), default=None)
    told = []
    for one in parts:
        held = " · ".join(
            f"{words.short(turn.translator, each.start)} {words.seats(each.seats, capacity)}"
            for each in proposal.of_half_day(one.number)
        )
        told.append(f"{title(turn.translator, one)}: {held}")
    together = -(-len(told) // _LINES)
    return [" | ".join(told[at : at + together]) for at in range(0, len(told), together)]


def _gain(turn: Turn, course: Course, gain: Gain) -> str:
    start = gain.start
    when = turn.t(
        "{part} {weekday} {day}",
        part=words.part(turn.translator, _part(turn, gain)),
        weekday=lowered(day_words.weekday(turn.translator, start.weekday())),
        day=day_words.day(start),
    )
    session = lowered(words.half_day(turn.translator, course, gain.half_day))
    return turn.t("One more sitting, {when} ({session}): +{more} people.", when=when, session=session, more=gain.more)


def _part(turn: Turn, gain: Gain) -> Part:
    rules, at = turn.settings.classes, gain.start.time()
    return next((part for part in Part if rules.hours(part)[0] == at), Part.EVENING)
