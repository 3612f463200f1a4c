"""Making a timetable as a form: at which times, the search, the proposal, and what is done with it.

The search takes seconds, so it is done before the turn's transaction where the message can be known to want it
(:func:`prepare`): a press, or the number of a choice. For words it is done within, in less time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from handlers import forms, menu
from handlers.attachments.pictures import class_weeks
from handlers.classes import finding, overview, proposal, publishing, slot_words, words
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.hearing import is_number, offered
from handlers.markup import bold
from handlers.turn import Reply, Turn, rows
from models import courses
from models.class_slots import EVERY_DAY, SlotWish
from models.course_proposals import Impossible, Proposal

if TYPE_CHECKING:
    from models.classes import Course

SEARCH = "search"  # ends the data of the choices that want a search: “…:7f7f7f:search”
_WEEK, _WEEKEND = 0b0011111, 0b1100000
_USUAL = (
    SlotWish((EVERY_DAY, EVERY_DAY, EVERY_DAY)),
    SlotWish((0, EVERY_DAY, EVERY_DAY)),
    SlotWish((_WEEKEND, _WEEKEND, _WEEK | _WEEKEND)),
    SlotWish((_WEEKEND, _WEEKEND, 0)),
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a search has found, and for which question."""

    course: int
    wish: str
    most: int
    found: Proposal | Impossible


def begin(turn: Turn, course: Course) -> Reply:
    """Begin with the question at which times, unless there is a timetable or nothing to make one of."""
    if finding.numbered(turn, course.id):
        shown = overview.one(turn, course)
        told = turn.t("Class {code} has its timetable already.", code=course.code)
        return Reply(f"{told}\n{shown.text}", shown.choices)
    busy = menu.busy(turn, FORM.name)
    if busy is not None:
        return busy
    problem = _lacks(turn, course)
    if problem:
        return Reply(problem, rows([overview.back(turn, course)]))
    return forms.start(turn, FORM, {"course": course.id, "most": courses.most_sittings(course, turn.settings.classes)})


def is_open(turn: Turn) -> bool:
    """Whether a proposal is being looked at, or its times are being chosen."""
    return turn.conversation is not None and turn.conversation.form == FORM.name


def change_later(turn: Turn) -> Reply:
    """Say when a single sitting can be changed: a proposal is taken as a whole, since all its seats hang together."""
    later = turn.t("Single sittings are moved once the timetable is approved; who loses by it is shown before.")
    return forms.resume(turn, FORM, later)


def takes_long(said_text: str | None, said_press: str | None) -> bool:
    """Whether a message may want a search: a press that says so, or a number that may stand for one."""
    return (said_press or "").endswith(f":{SEARCH}") or (said_text is not None and is_number(said_text.strip()))


def prepare(turn: Turn) -> Prepared | None:
    """Search outside the transaction, when that is what the message wants."""
    data = turn.said.press or offered(turn, (turn.said.text or "").strip()) or ""
    conversation = turn.conversation
    if not data.endswith(f":{SEARCH}") or conversation is None or conversation.form != FORM.name:
        return None
    kind, token, value = (*data.split(":", 2), "", "")[:3]
    course = _course(turn, conversation.answers)
    if kind != "form" or token != conversation.token or course is None:
        return None
    asked = _wanted(conversation.answers, value)
    if asked is None:
        return None
    return _searched(turn, course, conversation.answers, asked, turn.settings.classes.search_seconds)


def _lacks(turn: Turn, course: Course) -> str | None:
    days = courses.days_of(course)
    if days is None:
        return turn.t(
            "Class {code} has no days yet: “from” and “to” of every topic are needed (workbook).", code=course.code
        )
    if days[1] <= turn.today:
        return turn.t("The days of class {code} ({days}) are over.", code=course.code, days=words.days(course))
    if not finding.enrolled(turn, course.id):
        return turn.t("Nobody is on {code} yet: “thêm học viên” puts people on it.", code=course.code)
    return None


def _wanted(answers: Answers, value: str) -> tuple[str, int] | None:
    """The times and the most sittings of the search that the value of a choice wants: ``7f7f7f:search``."""
    what = value.removesuffix(SEARCH).removesuffix(":")
    most: int = answers["most"]
    if what == "more" and "wish" in answers:
        return answers["wish"], most + 1
    try:
        return SlotWish.of_code(what or answers.get("wish", "")).code, most
    except ValueError:
        return None


def _searched(turn: Turn, course: Course, answers: Answers, asked: tuple[str, int], seconds: float) -> Prepared:
    from models import course_planning  # noqa: PLC0415 - the solver is heavy, and most days it is not wanted

    (wish, most), rules, habits = asked, turn.settings.classes, turn.settings.habits
    planned = course_planning.load(
        turn.session, course, SlotWish.of_code(wish), most, rules=rules, habits=habits, now=turn.now
    )
    is_same = "proposal" in answers and answers.get("wish") == wish
    known = Proposal.of_json(answers["proposal"]) if is_same else None
    return Prepared(course.id, wish, most, course_planning.propose(planned, seconds, known))


def _search(turn: Turn, answers: Answers, wish: str, most: int) -> Problem | None:
    """Take the search that was prepared, or search in a hurry; the proposal comes into the answers."""
    course = _course(turn, answers)
    if course is None:
        return Problem(turn.t("This can no longer be saved."))
    found = turn.prepared if isinstance(turn.prepared, Prepared) else None
    if found is None or (found.course, found.wish, found.most) != (course.id, wish, most):
        found = _searched(turn, course, answers, (wish, most), turn.settings.classes.hurried_seconds)
    if isinstance(found.found, Impossible):
        return Problem(_no_timetable(turn, course, wish, found.found))
    answers.update(wish=wish, most=most, proposal=found.found.to_json())
    return None


def _no_timetable(turn: Turn, course: Course, wish: str, found: Impossible) -> str:
    times = words.wish(turn.translator, SlotWish.of_code(wish))
    head = turn.t("No timetable is possible for {code} at these times: {times}.", code=course.code, times=times)
    return f"{bold(head)}\n{proposal.why_not(turn, course, found)}"


def _next(_turn: Turn, answers: Answers) -> Question | None:
    return None if "proposal" in answers else QUESTIONS["times"]


def _ask_times(turn: Turn, answers: Answers) -> Asked:
    course = _course(turn, answers)
    if course is None:
        return Asked(turn.t("This can no longer be saved."))
    told = turn.t(
        "At which times may {code} be held ({days})? At most {most} sittings.",
        code=course.code,
        days=words.days(course),
        most=answers["most"],
    )
    example = turn.t("Choose, or type for example “tối thứ Ba, thứ Năm; sáng chiều chủ nhật”. It takes some seconds.")
    options = [(_label(turn, wish), f"{wish.code}:{SEARCH}") for wish in _USUAL]
    return Asked(f"{told}\n{example}", tuple(options))


def _label(turn: Turn, wish: SlotWish) -> str:
    told = words.wish(turn.translator, wish)
    return told[:1].upper() + told[1:]


def _take_times(turn: Turn, answers: Answers, said: str) -> Problem | None:
    asked = _wanted(answers, said) if said.endswith(f":{SEARCH}") else None
    if asked is None:
        wish = slot_words.read(said)
        if wish is None:
            return Problem(turn.t("I did not understand that. For example: “tối thứ Ba; sáng chiều chủ nhật”."))
        asked = wish.code, answers["most"]
    return _search(turn, answers, *asked)


def _summary(turn: Turn, answers: Answers) -> Asked:
    course = _course(turn, answers)
    if course is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    shown = Proposal.of_json(answers["proposal"])
    options = [(turn.t("Approve and tell the learners"), "yes")]
    if shown.served < shown.everybody:
        options.append((turn.t("One more sitting"), f"more:{SEARCH}"))
    options += [(turn.t("Other times"), "times"), (turn.t("Discard"), "discard")]
    picture = class_weeks(turn, course, _chips(shown), shown)
    return Asked("\n".join(proposal.lines(turn, course, shown)), tuple(options), picture=picture)


def _chips(shown: Proposal) -> list[tuple[int, datetime, int, int]]:
    """The sittings of a proposal for its picture, with the one more that would gain most."""
    chips = [(one.half_day, one.start, one.seats, 0) for one in shown.sittings]
    return [*chips, (shown.gain.half_day, shown.gain.start, 0, shown.gain.more)] if shown.gain else chips


def _more(turn: Turn, answers: Answers) -> Reply:
    problem = _search(turn, answers, answers["wish"], answers["most"] + 1)
    return forms.proceed(turn, FORM, answers, problem.sentence if problem else "")


def _save(turn: Turn, answers: Answers) -> Reply:
    course = finding.course(turn, str(answers["course"]), lock=True)
    forms.finish(turn)
    if course is None:
        return menu.outdated(turn)
    return publishing.save(turn, course, Proposal.of_json(answers["proposal"]))


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take other times typed at the proposal."""
    if slot_words.read(said) is None:
        return Problem(turn.t("I did not understand that. {You} can choose one of these."))
    return _take_times(turn, answers, said)


def _course(turn: Turn, answers: dict[str, Any]) -> Course | None:
    return finding.course(turn, str(answers["course"]))


QUESTIONS = {"times": Question("times", _ask_times, _take_times)}
FORM = Form(
    name="class_plan",
    next_question=_next,
    summary=_summary,
    actions={"yes": _save, f"more:{SEARCH}": _more, "discard": menu.discard},
    mend=_mend,
    questions=QUESTIONS,
    asks_again={"times": ("proposal",)},
)
