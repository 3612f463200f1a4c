"""“Xin vắng”: leave from a sitting, with a reason; the place is given on and a make-up is offered at once."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers import forms, menu
from handlers.classes import make_up, own_page, seat_telling, seat_undoing, seat_view, seat_words, words
from handlers.classes.finding_own import enrolment_of, seat_of
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.locales import N_
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding import Expect, find_dates
from models import class_fits, class_seats
from models.classes import ClassSitting, Seat, SeatState, SittingState
from models.names import fold

_LONGEST = 200  # characters
_REMINDED_AFTER = timedelta(days=1)  # the make-ups are shown at once; by notice only when none was chosen
_MEANT = re.compile(
    r"^(?:(?:em|toi|minh|cho em|cho toi|cho minh) )?xin (?:phep )?(?:vang|nghi hoc|nghi buoi|nghi lop)\b"
)
_REASON = re.compile(r"\b(?:vì|vi|do|bởi|tại|because)\s+(?P<reason>\S.*)$", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:bai|topic) ?(\d{1,2})\b")
_REASONS = {
    "ill": N_("Ill"),
    "family": N_("A family matter"),
    "work": N_("Must be at work"),
}


def is_meant(text: str) -> bool:
    """Whether somebody asks for leave from a class: “xin vắng buổi thứ Bảy vì con ốm”."""
    folded = fold(text)
    return bool(_MEANT.match(folded)) and not re.search(r"\b(?:hop|sinh hoat)\b", folded)


def said(turn: Turn, text: str) -> Reply:
    """Take “xin vắng …”: of which sitting, by its day or its number, and why, as far as that was said."""
    seats = _ahead(turn)
    named = _named(turn, text, seats)
    reason = _REASON.search(text)
    if len(named) == 1:
        return _ask(turn, named[0], reason["reason"].strip()[:_LONGEST] if reason else "")
    return _which(turn, named or seats)


def begin(turn: Turn, course_id: str) -> Reply:
    """Ask from which sitting of a course; a single one is taken at once."""
    if enrolment_of(turn, course_id) is None:
        return menu.outdated(turn)
    seats = [seat for seat in _ahead(turn) if str(seat.course_id) == course_id]
    return _ask(turn, seats[0]) if len(seats) == 1 else _which(turn, seats)


def of_seat(turn: Turn, seat_id: str) -> Reply:
    """Ask for the reason of leave from the sitting of a seat."""
    seat = seat_of(turn, seat_id)
    if seat is None or not _is_open(turn, seat):
        return menu.outdated(turn)
    return _ask(turn, seat)


def _ahead(turn: Turn) -> list[Seat]:
    found = [seat for seat in turn.session.scalars(turn.access.own_seats()) if _is_open(turn, seat)]
    return sorted(found, key=lambda seat: seat.sitting.starts_at)


def _is_open(turn: Turn, seat: Seat) -> bool:
    is_planned = seat.sitting.state is SittingState.PLANNED
    return seat.state is SeatState.BOOKED and is_planned and not class_fits.is_over(seat, turn.now)


def _named(turn: Turn, text: str, seats: list[Seat]) -> list[Seat]:
    """The seats of which the words speak; all of them when they name none."""
    number = _NUMBER.search(fold(text))
    if number is not None:
        return [seat for seat in seats if seat.sitting.topic.position == int(number[1])]
    days = [(said.day, said.last) for said in find_dates(text, turn.today, Expect.FUTURE)]
    if not days:
        return seats
    on = [(seat, turn.local(seat.sitting.starts_at).date()) for seat in seats]
    return [seat for seat, day in on if any(first and last and first <= day <= last for first, last in days)]


def _which(turn: Turn, seats: list[Seat]) -> Reply:
    if not seats:
        told = turn.t("{You} have no seat in a sitting to come that {you} could ask leave from.")
        return Reply(told, menu.show(turn).choices)
    choices = [Choice(_told(turn, seat.sitting), f"seat:off:{seat.id}") for seat in seats]
    return Reply(turn.t("Leave from which sitting?"), rows(choices))


def _ask(turn: Turn, seat: Seat, reason: str = "") -> Reply:
    busy = menu.busy(turn, FORM.name)
    if busy is not None:
        return busy
    answers: Answers = {"seat": seat.id, "round": seat.sitting.round}
    return forms.start(turn, FORM, {**answers, "reason": reason} if reason else answers)


def _next(_turn: Turn, answers: Answers) -> Question | None:
    return None if "reason" in answers else QUESTIONS["reason"]


def _ask_reason(turn: Turn, answers: Answers) -> Asked:
    seat = seat_of(turn, str(answers["seat"]))
    told = turn.t("For what reason? Type it or choose; only who holds the class sees it:")
    options = tuple((turn.t(label), value) for value, label in _REASONS.items())
    return Asked(f"{bold(_told(turn, seat.sitting))}\n{told}" if seat else told, options)


def _take_reason(turn: Turn, answers: Answers, text: str) -> Problem | None:
    if len(text) > _LONGEST:
        return Problem(turn.t("Please at most {most} characters.", most=_LONGEST))
    answers["reason"] = turn.t(_REASONS[text]) if text in _REASONS else text
    return None


def _summary(turn: Turn, answers: Answers) -> Asked:
    seat = seat_of(turn, str(answers["seat"]))
    if seat is None or not _is_open(turn, seat):
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    lines = [
        turn.t("Leave from: {sitting}", sitting=bold(_told(turn, seat.sitting))),
        turn.t("Reason: {reason}", reason=answers["reason"]),
        turn.t("The place goes to whoever waits for it; {you} choose a make-up next."),
    ]
    return Asked("\n".join(lines), ((turn.t("Send"), "yes"), (turn.t("Keep the seat"), "discard")), width=2)


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    seat = seat_of(turn, str(answers["seat"]))
    if seat is None or not _is_open(turn, seat) or seat.sitting.round != answers["round"]:
        return Reply(turn.t("That sitting was changed meanwhile; nothing was saved."), rows([_own(turn)]))
    habits = turn.settings.habits
    moved = class_seats.give_up(turn.session, seat, turn.now, habits, state=SeatState.EXCUSED, reason=answers["reason"])
    seat_telling.tell_moved_up(turn.session, moved, turn.now)
    make_up.offer_freed(turn.session, [seat.sitting], turn.now, habits, but=[seat.person_id])
    make_up.offer(turn.session, seat, turn.now, habits, after=_REMINDED_AFTER)
    seat_undoing.remember(turn, seat.sitting, seat_undoing.LEAVE)
    return _saved(turn, seat)


def _saved(turn: Turn, seat: Seat) -> Reply:
    """Say what was saved, with the sittings at which it can be made up."""
    lines = [turn.t("✅ Leave noted: {sitting}.", sitting=bold(_told(turn, seat.sitting)))]
    enrolment = enrolment_of(turn, str(seat.course_id))
    assert enrolment is not None
    view = seat_view.load(turn.session, turn.known_person, enrolment, turn.now, turn.settings)
    page = own_page.Page(turn.translator, turn.settings, view)
    row = view.row(seat.half_day)
    numbered = page.number(row, but=seat.sitting_id) if row else []
    if numbered:
        lines += [turn.t("It can be made up at:"), *numbered]
    else:
        lines.append(turn.t("No make-up fits {your} shifts yet; {you} will be told as soon as one does."))
    lines.append(menu.undo_hint(turn))
    choices = [*page.takes, _own(turn), Choice(turn.t("Undo"), "go:undo")]
    return Reply("\n".join(lines), own_page.shaped(page.takes, choices))


def _discard(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    return Reply(turn.t("{Your} seat stays as it is."), rows([_own(turn)]))


def _told(turn: Turn, sitting: ClassSitting) -> str:
    t = turn.translator
    return f"{words.held_in(t, sitting)}, {seat_words.span(t, sitting, ZoneInfo(turn.settings.timezone))}"


def _own(turn: Turn) -> Choice:
    return Choice(turn.t("My class"), "go:schedule")


QUESTIONS = {"reason": Question("reason", _ask_reason, _take_reason, is_free=True)}
FORM = Form(
    name="class_leave",
    next_question=_next,
    summary=_summary,
    actions={"yes": _save, "discard": _discard},
    mend=_take_reason,
    questions=QUESTIONS,
)
