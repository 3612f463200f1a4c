"""Adding a sitting to a timetable: of which half-day, when, and how many that would help."""

from __future__ import annotations

from datetime import datetime

from handlers import forms, menu
from handlers.classes import finding, make_up, overview, publishing, reading, undoing, words
from handlers.classes.moving import new_start
from handlers.classes.seat_words import title
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.markup import bold
from handlers.meetings.reading import moment
from handlers.meetings.words import span
from handlers.turn import Choice, Reply, Turn, rows
from models import class_seats
from models.class_rules import Part
from models.class_slots import Times
from models.classes import ClassSitting, Course, SittingState
from models.courses import half_days, in_the_way

_USUAL_HOUR = Part.AFTERNOON  # a day alone means this part of it


def begin(turn: Turn, course: Course, asked: reading.Asked | None = None) -> Reply:
    """Ask of which half-day; a time that was said is kept."""
    busy = menu.busy(turn, FORM.name)
    if busy is not None:
        return busy
    answers: Answers = {"course": course.id}
    if asked and asked.day and asked.at:
        answers["said"] = moment(turn, asked.day, asked.at).isoformat()
    meant = [one for one in half_days(course) if asked and one.topic.position == asked.topic]
    problem = _take_half_day(turn, answers, str(meant[0].number)) if len(meant) == 1 else None
    return forms.start(turn, FORM, answers, problem.sentence if problem else "")


def _next(_turn: Turn, answers: Answers) -> Question | None:
    if "half_day" not in answers:
        return QUESTIONS["half_day"]
    return None if "start" in answers else QUESTIONS["when"]


def _ask_half_day(turn: Turn, answers: Answers) -> Asked:
    course = _course(turn, answers)
    parts = half_days(course) if course else []
    options = tuple((f"{title(turn.translator, one)}: {words.topic(one)}"[:60], str(one.number)) for one in parts)
    return Asked(turn.t("Of which part of the course is one more sitting?"), options)


def _take_half_day(turn: Turn, answers: Answers, said: str) -> Problem | None:
    course = _course(turn, answers)
    if course is None or not said.isdecimal() or not 1 <= int(said) <= len(half_days(course)):
        return Problem(turn.t("I did not understand that. {You} can choose one of these."))
    answers["half_day"] = int(said)
    start = answers.pop("said", None)
    return _take(turn, answers, datetime.fromisoformat(start)) if start else None


def _ask_when(turn: Turn, _answers: Answers) -> Asked:
    return Asked(turn.t("When? For example “T7 12/12 14h30”."))


def _take_when(turn: Turn, answers: Answers, said: str) -> Problem | None:
    start = new_start(turn, reading.read(turn, said), None)
    return start if isinstance(start, Problem) else _take(turn, answers, start)


def _take(turn: Turn, answers: Answers, start: datetime) -> Problem | None:
    if start <= turn.now:
        return Problem(turn.t("{when} is over already.", when=words.short(turn.translator, start)))
    sitting = _new(turn, answers, start)
    other = in_the_way(turn.session, sitting, (sitting.starts_at, sitting.ends_at)) if sitting else None
    if other is not None:
        return Problem(publishing.room_taken(turn, other))
    answers["start"] = start.isoformat()
    return None


def _times(turn: Turn, start: datetime) -> Times:
    """As long as the part of the day in which it begins; the usual part's length outside all of them."""
    rules = turn.settings.classes
    starting = (part for part in Part if rules.hours(part)[0] <= start.time() < rules.hours(part)[1])
    begins, ends = rules.hours(next(starting, _USUAL_HOUR))
    return start, start + (datetime.combine(start.date(), ends) - datetime.combine(start.date(), begins))


def _new(turn: Turn, answers: Answers, start: datetime) -> ClassSitting | None:
    """The sitting, not yet in the session."""
    course = _course(turn, answers)
    if course is None:
        return None
    topic = half_days(course)[answers["half_day"] - 1].topic
    begins, ends = _times(turn, start)
    return ClassSitting(
        course_id=course.id,
        topic_id=topic.id,
        half_day=answers["half_day"],
        starts_at=begins,
        ends_at=ends,
        room=topic.room,
        capacity=topic.capacity,
        state=SittingState.PLANNED,
        round=1,
    )


def _summary(turn: Turn, answers: Answers) -> Asked:
    sitting = _new(turn, answers, datetime.fromisoformat(answers["start"]))
    course = _course(turn, answers)
    if sitting is None or course is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    name = words.half_day(turn.translator, course, answers["half_day"])
    lines = [
        bold(f"{course.code} · {name}"),
        f"📅 {span(turn.translator, _times(turn, sitting.starts_at))}" + (f", {sitting.room}" if sitting.room else ""),
        turn.t(
            "{count} who have no seat for it yet could come.",
            count=len(make_up.helped(turn.session, sitting, turn.settings.habits)),
        ),
        *words.outside(turn.translator, course, datetime.fromisoformat(answers["start"])),
    ]
    options = ((turn.t("Add it"), "yes"), (turn.t("Another time"), "when"), (turn.t("Discard"), "discard"))
    return Asked("\n".join(lines), options, width=2)


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    course = finding.course(turn, str(answers["course"]), lock=True)
    sitting = _new(turn, answers, datetime.fromisoformat(answers["start"]))
    if course is None or sitting is None or sitting.starts_at <= turn.now:
        return menu.outdated(turn)
    class_seats.lock(turn.session, course.id)
    other = in_the_way(turn.session, sitting, (sitting.starts_at, sitting.ends_at))
    if other is not None:
        nothing = turn.t("Nothing was saved.")
        return Reply(f"{publishing.room_taken(turn, other)} {nothing}", rows([overview.back(turn, course)]))
    turn.session.add(sitting)
    turn.session.flush()
    undoing.remember_added(turn, sitting)
    offered = make_up.offer_new(turn.session, sitting, turn.now, turn.settings.habits)
    when = span(turn.translator, finding.times(turn, sitting))
    told = turn.t("✅ Added: {session}, {when}.", session=words.held_in(turn.translator, sitting), when=when)
    choose = (
        turn.t("{count} who have no seat for it yet are offered it, each when awake and off work.", count=offered)
        if offered
        else turn.t("Learners whom it fits find it under “lịch học”.")
    )
    choices = [overview.back(turn, course), Choice(turn.t("Undo"), "go:undo")]
    return Reply(f"{told}\n{choose}", rows(choices, 2))


def _discard(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    return Reply(turn.t("Discarded; nothing was saved."), rows([Choice(turn.t("All classes"), "class:list:0")]))


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take another time typed at the summary; a day or an hour alone changes the other."""
    start = new_start(turn, reading.read(turn, said), datetime.fromisoformat(answers["start"]))
    return start if isinstance(start, Problem) else _take(turn, answers, start)


def _course(turn: Turn, answers: Answers) -> Course | None:
    return finding.course(turn, str(answers["course"]))


QUESTIONS = {
    "half_day": Question("half_day", _ask_half_day, _take_half_day),
    "when": Question("when", _ask_when, _take_when),
}
FORM = Form(
    name="class_add",
    next_question=_next,
    summary=_summary,
    actions={"yes": _save, "discard": _discard},
    mend=_mend,
    questions=QUESTIONS,
    asks_again={"when": ("start",)},
)
