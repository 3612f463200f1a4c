"""Calling or moving a meeting as a form: its open questions, the summary, and what is typed or pressed there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from handlers import day_words, forms, menu
from handlers.forms import Answers, Asked, Form, Problem
from handlers.markup import bold
from handlers.meetings import calling, reading, words
from handlers.meetings.draft import Draft, has_begun, led_meeting
from handlers.meetings.proposing import need
from handlers.meetings.questions import QUESTIONS, compared, open_question, take_when
from handlers.turn import Reply, Turn
from models import cell_planning
from models.cell_planning import Cell, Times
from models.meetings import Meeting, MeetingKind, MeetingState, last_place, period_of
from models.units import Unit


def begin(
    turn: Turn,
    unit: Unit,
    kind: MeetingKind,
    starts: Sequence[str],
    said: reading.Asked | None = None,
    *,
    near: str | None = None,
) -> Reply:
    """Begin calling a meeting of `unit`; without `starts` its time is asked first, on days from `near` on."""
    draft = Draft(unit.id, kind.value, tuple(starts), place=last_place(turn.session, unit.id), near=near)
    return _start(turn, _with_said(draft, said))


def begin_moving(turn: Turn, meeting: Meeting, starts: Sequence[str], said: reading.Asked | None = None) -> Reply:
    """Begin moving a called meeting; without `starts` the new time is asked first."""
    draft = Draft(
        meeting.unit_id,
        meeting.kind.value,
        tuple(starts),
        place=meeting.place or "",
        topic=meeting.topic or "",
        meeting=meeting.id,
        round=meeting.round,
    )
    return _start(turn, _with_said(draft, said))


def _with_said(draft: Draft, said: reading.Asked | None) -> Draft:
    if said is None:
        return draft
    draft = replace(draft, place=said.place or draft.place, topic=said.topic or draft.topic)
    if draft.starts:
        return draft
    day = said.first.isoformat() if said.first and said.is_day else None
    return replace(draft, day=day, at=said.at.isoformat() if said.at else None)


def _start(turn: Turn, draft: Draft) -> Reply:
    """Put the first question or the summary, unless something else stands unfinished: nothing is put aside for it."""
    if (busy := menu.busy(turn, FORM.name)) is not None:
        return busy
    problem = None
    if draft.starts:
        times = draft.times(turn)
        problem = calling.impossible(turn, times)
        draft = replace(draft, starts=()) if problem else compared(turn, draft)
    return forms.start(turn, FORM, draft.to_answers(), problem or "")


def _summary(turn: Turn, answers: Answers) -> Asked:
    draft = Draft.of(answers)
    unit = turn.session.get_one(Unit, draft.unit)
    times, cell = draft.times(turn), draft.cell(turn)
    period = period_of(draft.meeting_kind, times[0][0].date())
    lines = [bold(f"{words.title(turn.translator, draft.meeting_kind, period, turn.today)} · {unit.name}")]
    lines += [f"📅 {_sitting(turn, cell, one, len(times))}" for one in times]
    lines += [turn.t("Place: {place}", place=draft.place or turn.t("told later"))]
    if draft.meeting_kind is MeetingKind.THEMATIC:
        lines.append(turn.t("Topic: {topic}", topic=draft.topic or turn.t("told later")))
    lines += [
        turn.t("Can come: {reached}", reached=words.reached(turn.translator, cell, times)),
        *_remarks(turn, draft, cell),
    ]
    save = turn.t("Move it and tell everybody") if draft.meeting else turn.t("Call the members")
    lines += _beside(turn, draft)
    options = [(save, "yes"), (turn.t("Another time"), "when"), (turn.t("Another place"), "place")]
    instead = _movable(turn, draft)
    if instead is not None:
        day = day_words.day(turn.local(instead.sittings[0].starts_at))
        options.append((turn.t("Rather move that of {day}", day=day), "instead"))
    return Asked("\n".join(lines), (*options, (turn.t("Discard"), "discard")), width=2)


def _beside(turn: Turn, draft: Draft) -> list[str]:
    """That the month has its meeting already, so that this one is held beside it."""
    known = turn.session.get(Meeting, draft.beside) if draft.beside else None
    if known is None or known.state is MeetingState.CANCELLED or not known.sittings:
        return []
    title = words.title(turn.translator, known.kind, known.period, turn.today)
    day = day_words.day(turn.local(known.sittings[0].starts_at))
    told = turn.t("{meeting} has one on {day} already; is this another one?", meeting=title, day=day)
    return [f"⚠️ {told}"]


def _movable(turn: Turn, draft: Draft) -> Meeting | None:
    """The meeting of the same month when it could be moved to this time instead."""
    known = led_meeting(turn, str(draft.beside)) if draft.beside else None
    return known if known is not None and not has_begun(turn, known) else None


def _instead(turn: Turn, answers: Answers) -> Reply:
    """Move the meeting of the same month to the chosen time."""
    draft = Draft.of(answers)
    known = _movable(turn, draft)
    if known is None:
        return forms.proceed(turn, FORM, compared(turn, draft).to_answers())
    return begin_moving(turn, known, draft.starts, reading.Asked(place=draft.place, topic=draft.topic))


def _sitting(turn: Turn, cell: Cell, times: Times, sittings: int) -> str:
    told = words.span(turn.translator, times)
    year = f" ({times[0].year})" if times[0].year != turn.today.year else ""
    able = f": {len(cell.able(times))}/{len(cell.members)}" if sittings > 1 else ""
    return f"{told[:1].upper()}{told[1:]}{year}{able}"


def _remarks(turn: Turn, draft: Draft, cell: Cell) -> list[str]:
    """What is said against the time: how many it loses, that the vote would fail, that the notice is short."""
    times, rules, voters = draft.times(turn), turn.settings.meetings, cell.official
    able = cell.able(*times)
    lines = _at_odd_hours(turn, times)
    if len(able) < draft.best:
        lost = draft.best - len(able)
        lines.append(turn.t("⚠️ {lost} fewer than at the best time ({best}).", lost=lost, best=draft.best))
    needed = cell_planning.voters_needed(len(voters), rules)
    if len(voters & able) < needed:
        told = turn.t(
            "⚠️ Too few for a vote: {able} of {voters} official members.", able=len(voters & able), voters=len(voters)
        )
        lines.append(f"{told} {need(turn, needed)}")
    if (times[0][0].date() - turn.today).days < rules.notice_days:
        lines.append(turn.t("⚠️ Less than {days} days of notice.", days=rules.notice_days))
    return lines + words.unknown(turn.translator, cell)


def _at_odd_hours(turn: Turn, times: Sequence[Times]) -> list[str]:
    rules = turn.settings.meetings
    if all(
        rules.earliest <= start.time() and end.time() <= rules.latest_end and start.date() == end.date()
        for start, end in times
    ):
        return []
    between = {"earliest": words.clock(rules.earliest), "latest": words.clock(rules.latest_end)}
    return [turn.t("⚠️ Outside the hours of meetings, {earliest} to {latest}.", **between)]


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    return calling.save(turn, Draft.of(answers))


def _ask_again(question: str) -> Callable[[Turn, Answers], Reply]:
    def ask(turn: Turn, answers: Answers) -> Reply:
        return forms.proceed(turn, FORM, replace(Draft.of(answers), asking=question).to_answers())

    return ask


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take what is typed at the summary: another time, a place after “tại”, a topic after “chủ đề:”."""
    asked = reading.read(turn, said)
    if asked.place or asked.topic:
        answers.update(_with_said(Draft.of(answers), asked).to_answers())
    if asked.has_time or asked.is_impossible:
        return take_when(turn, answers, said)
    if asked.place or asked.topic:
        return None
    return Problem(turn.t("I did not understand that. A time is typed like “CN 13/12 8:00”, a place “tại …”."))


FORM = Form(
    name="meeting",
    next_question=open_question,
    summary=_summary,
    actions={
        "yes": _save,
        "when": _ask_again("when"),
        "place": _ask_again("place"),
        "instead": _instead,
        "discard": menu.discard,
    },
    mend=_mend,
    questions=QUESTIONS,
)
