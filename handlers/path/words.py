"""Entries, gaps and time limits in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from handlers.locales import N_
from handlers.path import finding
from handlers.path.checks import Checked, laws
from handlers.path.entries import OUTSIDE, Entry
from handlers.stage_words import STAGE_WORDS
from handlers.turn import Turn
from models.candidates import PATH, Candidate, Stage
from models.deadlines import Bound, NoDueDateError, Rule
from models.path import WITH_A_REASON, Gap, Lack, Move, counting
from models.people import Person

_REFUSALS = {
    Gap.CONSENT: N_("the person has not agreed yet; first fill that in on the card"),
    Gap.NO_HELPER: N_("name the helper: “phân công đồng chí … giúp đỡ {code}”"),
    Gap.NOT_PAUSED: N_("this path is not paused"),
    Gap.FINISHED: N_("this person is an official member already"),
    Gap.NOT_REACHED: N_("this step was never reached: {stage}"),
    Gap.SAME_PLACE: N_("the person is there already"),
    Gap.COMES_FIRST: N_("this comes first: {stage}"),
    Gap.FUTURE: N_("{day} is still to come; only what has been done is recorded"),
    Gap.TOO_EARLY: N_("the day may not be before “{stage}” ({day})"),
    Gap.TOO_LATE: N_("the day may not be after “{stage}” ({day})"),
    Gap.PROBATION: N_("probation ends on {day}; the cell's resolution may not come before that"),
    Gap.TOO_YOUNG: N_("the person must be at least {youngest}, counted by month"),
    Gap.TOO_OLD: N_("the person must be at most {oldest}, counted by month"),
    Gap.CERTIFICATE_LAPSED: N_("the certificate of the class was valid until {day}; the class is taken again first"),
}
_MISSING = {
    Gap.STEP: N_("“{stage}”"),
    Gap.HELPER: N_("a helper"),
    Gap.INTRODUCTIONS: N_("two introductions (two official members, or one and the trade or youth union)"),
    Gap.CERTIFICATE_OLD: N_("a valid certificate of the class (lapsed on {day})"),
    Gap.DOSSIER_OLD: N_("a fresh dossier (12 months ended on {day})"),
    Gap.AGE_UNKNOWN: N_("the date of birth, to know the age by month"),
    Gap.REASON: N_("the reason"),
}


def on(day: date) -> str:
    """Return a day as it is written."""
    return f"{day:%d/%m/%Y}"


def line(turn: Turn, candidate: Candidate, entry: Entry) -> str:
    """Return what is to be recorded, in one line: “QC012 · Hoàng Mạnh Tùng: application handed in, 24/11/2026”."""
    what = what_of(turn, entry)
    day = "" if entry.day is None else f", {relative(turn, entry.day)}"
    return f"{candidate.code} · {candidate.full_name or candidate.initials}: {what}{day}"


def what_of(turn: Turn, entry: Entry) -> str:
    """Return what an entry says has happened."""
    if entry.event is not None:
        return event(turn, entry.event)
    if entry.move is Move.RESUME:
        return turn.t("followed again")
    if entry.move is Move.BACK:
        return turn.t("back to “{stage}”", stage=turn.t(STAGE_WORDS[entry.stage]))
    if entry.is_transfer:
        return turn.t("moves to {place}", place=destination(turn, entry))
    return turn.t(STAGE_WORDS[entry.stage])


def event(turn: Turn, name: str) -> str:
    """Return an event as the rules name it."""
    return turn.settings.rules.events[name].in_language(turn.chat.language)


def destination(turn: Turn, entry: Entry) -> str:
    """Return where a transfer leads, in words."""
    unit = finding.unit_of(turn, entry.unit) if entry.unit else None
    if unit is not None:
        return f"{unit.name} ({unit.code})"
    enterprise = finding.enterprise_of(turn, entry.enterprise) if entry.enterprise else None
    if enterprise is not None:
        return enterprise.name
    if entry.place in (None, OUTSIDE):
        return turn.t("outside the organisation")
    return turn.t("{place}, outside the organisation", place=entry.place)


def relative(turn: Turn, day: date) -> str:
    """Return a day with how far back it is, where that helps."""
    back = (turn.today - day).days
    near = {0: turn.t("today"), 1: turn.t("yesterday")}.get(back)
    return f"{on(day)} ({near})" if near else on(day)


def findings(turn: Turn, checked: Checked) -> Iterator[str]:
    """Give a line for what stands against an entry, else for what is missing, and for the reason that was given."""
    candidate, entry, check = checked.candidate, checked.entry, checked.check
    if check.refusals:
        reasons = "; ".join(refusal(turn, candidate, lack) for lack in check.refusals)
        yield turn.t("⚠️ {code} cannot be recorded: {reasons}.", code=candidate.code, reasons=reasons)
        return
    gaps = ", ".join(missing(turn, lack) for lack in check.missing if lack.code is not Gap.REASON)
    if gaps:
        yield turn.t("⚠️ {code} still lacks: {gaps}.", code=candidate.code, gaps=gaps)
    if entry.reason:
        yield turn.t("Reason: {reason}", reason=entry.reason)


def refusal(turn: Turn, candidate: Candidate, lack: Lack) -> str:
    """Return why something is refused, as a part of a sentence."""
    if lack.code is Gap.REACHED and lack.stage is None:
        return turn.t("that is recorded already, or not asked for now")
    if lack.code is Gap.TOO_EARLY and lack.stage is None and lack.day:
        return turn.t("the day may not be before {day}", day=on(lack.day))
    if lack.code is Gap.REACHED:
        return _recorded(turn, candidate, lack)
    if lack.code is Gap.INTERRUPTED:
        return _interrupted(turn, candidate, lack)
    limits = turn.settings.rules.limits
    return turn.t(
        _REFUSALS[lack.code],
        code=candidate.code,
        stage=turn.t(STAGE_WORDS[lack.stage]) if lack.stage else "",
        day=on(lack.day) if lack.day else "",
        youngest=limits["minimum_age"].value,
        oldest=limits["maximum_age"].value,
    )


def missing(turn: Turn, lack: Lack) -> str:
    """Return what is missing, as a part of a sentence."""
    assert lack.code in WITH_A_REASON
    stage = turn.t(STAGE_WORDS[lack.stage]) if lack.stage else ""
    return turn.t(_MISSING[lack.code], stage=stage, day=on(lack.day) if lack.day else "")


def _recorded(turn: Turn, candidate: Candidate, lack: Lack) -> str:
    """Who has recorded it already, when, and how its day is mended."""
    step = next((step for step in reversed(counting(candidate)) if step.stage is lack.stage), None)
    stage = turn.t(STAGE_WORDS[lack.stage]) if lack.stage else ""
    if step is None:
        return turn.t("“{stage}” is recorded already", stage=stage)
    by = turn.session.get(Person, step.recorded_by_id) if step.recorded_by_id else None
    told = turn.t("“{stage}” is recorded already, with {day}", stage=stage, day=on(step.reached_on))
    if by is not None:
        at = f"{turn.local(step.recorded_at):%H:%M %d/%m/%Y}"
        told = turn.t("{told} (by {name}, {at})", told=told, name=by.full_name, at=at)
    if step.stage not in PATH:
        return told
    number = PATH.index(step.stage) + 1
    return turn.t(
        "{told}. For another day: “{code} quay lại bước {number} ngày …”", told=told, code=candidate.code, number=number
    )


def _interrupted(turn: Turn, candidate: Candidate, lack: Lack) -> str:
    if lack.stage is Stage.PAUSED:
        return turn.t("the path is paused; first: “{code} tiếp tục theo dõi”", code=candidate.code)
    stage = turn.t(STAGE_WORDS[lack.stage]) if lack.stage else ""
    return turn.t("the path has ended ({stage}); first: “{code} quay lại bước …”", stage=stage, code=candidate.code)


def _end(turn: Turn, rule: Rule, start: date) -> date | None:
    """When a rule falls due if its event was on `start`; None for a rule that only counts."""
    try:
        return rule.due(start, turn.settings.calendar).date
    except (NoDueDateError, OverflowError):
        return None


def _due(turn: Turn, rule: Rule, day: date) -> str:
    title = rule.title.in_language(turn.chat.language)
    words = N_("📅 {title}: from {day}") if rule.bound is Bound.EARLIEST else N_("📅 {title}: by {day}")
    told = turn.t(words, title=title, day=on(day))
    return told if rule.verified else turn.t("{told} (not yet compared with the original document)", told=told)


def instead(turn: Turn, candidate: Candidate, checked: Checked) -> list[str]:
    """Return what is to be said of a plan: what comes first, or by when it is due."""
    refusals = [lack for lack in checked.check.refusals if lack.code is not Gap.FUTURE]
    if refusals:
        told = refusal(turn, candidate, refusals[0])
        return [f"{told[:1].upper()}{told[1:]}."]
    reached = {step.stage: step.reached_on for step in counting(candidate)}
    rules = laws(turn).rules.rules.values()
    leading = (rule for rule in rules if _leads(rule, checked.entry.stage, reached))
    ahead = [(_end(turn, rule, reached[Stage(rule.counts_from)]), rule) for rule in leading]
    day, first = min(((day, rule) for day, rule in ahead if day), key=lambda one: one[0], default=(None, None))
    return [_due(turn, first, day)] if day and first else []


def _leads(rule: Rule, stage: Stage, reached: dict[Stage, date]) -> bool:
    return rule.to == stage and rule.counts_from in tuple(Stage) and Stage(rule.counts_from) in reached
