"""A helper's line of each quarter: met or not, then one of three words. No opinions about people are kept as text.

The data of the choices names everything, so that an old button can be checked: ``note:QC012:2026-10-01:yes:good``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from handlers import menu
from handlers.helpers.overview import in_sight
from handlers.helpers.people import called
from handlers.locales import N_, Translator
from handlers.markup import bold
from handlers.paging import Page
from handlers.readers import in_charge_of, leaders_of
from handlers.turn import Choice, Reply, Turn, rows
from models import helpers
from models.audit import UndoStep
from models.candidates import Candidate
from models.helpers import HelperNote, Remark

UNDO_KIND = "helper_note"
PAGE = 8
_MET, _NOT_MET = "yes", "no"  # so that a “yes” and a “no” in other words mean them, too
_REMARKS = {Remark.GOOD: N_("good"), Remark.FINE: N_("fine"), Remark.NEEDS_HELP: N_("needs help")}


def begin(turn: Turn, before: str = "") -> Reply:
    """Ask for the next line of this quarter; `before` is said first."""
    quarter = helpers.quarter_of(turn.today)
    helped = turn.session.scalars(turn.access.helped().order_by(Candidate.code)).all()
    if not helped:
        return menu.lost(turn)
    noted = _noted(turn, quarter)
    waiting = [candidate for candidate in helped if candidate.id not in noted]
    if not waiting:
        done = turn.t("This quarter's remarks are complete: {count} of {count}.", count=len(helped))
        again = [Choice(candidate.code, f"note:{candidate.code}:{quarter}") for candidate in helped[:PAGE]]
        undo = [Choice(turn.t("Undo"), "go:undo")] if before else []
        return Reply(_joined(before, done), (*rows(again, 3), *rows(undo)))
    return _ask_met(turn, waiting[0], quarter, before)


def pressed(turn: Turn, args: str) -> Reply:
    """Take an answer about somebody whom the person helps."""
    code, quarter, has_met, remark = (*args.split(":"), "", "", "")[:4]
    candidate = turn.session.scalar(turn.access.helped().where(Candidate.code == code))
    day = _open_quarter(turn, quarter)
    if candidate is None or day is None or has_met not in ("", _MET, _NOT_MET) or remark not in ("", *Remark):
        return menu.outdated(turn)
    if not has_met:
        return _ask_met(turn, candidate, day)
    if has_met == _MET and not remark:
        return _ask_remark(turn, candidate, day)
    word = Remark(remark) if remark else None
    saved = _save(turn, candidate, day, has_met=has_met == _MET, remark=word)
    return begin(turn, saved) if word else _ask_need(turn, candidate, day, saved)


def of_quarter(turn: Turn, page: int = 0) -> Reply:
    """Show the secretary which helpers have not noted anything this quarter, and who needs help."""
    quarter = helpers.quarter_of(turn.today)
    seen = in_sight(turn).where(helpers.is_fitting())
    own = (HelperNote.candidate_id == Candidate.id) & (HelperNote.helper_id == Candidate.helper_id)
    joined = seen.outerjoin(HelperNote, own & (HelperNote.quarter == quarter))
    total = turn.session.scalar(seen.with_only_columns(func.count())) or 0
    if not total:
        return Reply(turn.t("No candidate has a helper yet. “Người giúp đỡ” names one."), menu.show(turn).choices)
    open_count = turn.session.scalar(joined.where(HelperNote.id.is_(None)).with_only_columns(func.count())) or 0
    shown = joined.where(_is_worth_showing())
    at = Page.of(turn.session.scalar(shown.with_only_columns(func.count())) or 0, PAGE, page)
    ordered = shown.order_by(HelperNote.id.is_(None), Candidate.code).add_columns(HelperNote.id)
    found = turn.session.execute(ordered.offset(at.first).limit(PAGE)).all()
    head = turn.t(
        "Quarter {quarter}: {noted} of {count} remarks are there",
        quarter=_named(quarter),
        noted=total - open_count,
        count=total,
    )
    lines = [_line(turn, candidate, is_noted=note_id is not None) for candidate, note_id in found]
    choices = [Choice(candidate.code, f"cand:{candidate.code}") for candidate, _ in found]
    below = (*rows(choices, 4), *rows(at.turning(turn, "helper:quarter"), 2))
    return Reply("\n".join((bold(head + at.words(turn)), *lines)), below)


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take a line back, or put the earlier one in its place."""
    candidate_id, before = step.details["candidate"], step.details["before"]
    quarter = date.fromisoformat(step.details["quarter"])
    row = helpers.note_of(turn.session, candidate_id, step.person_id, quarter)
    code = turn.session.scalar(select(Candidate.code).where(Candidate.id == candidate_id)) or ""
    if row is not None and before is None:
        turn.session.delete(row)
        return turn.t("The remark about {code} has been taken back.", code=code)
    if row is not None:
        row.has_met, row.remark = before["has_met"], Remark(before["remark"]) if before["remark"] else None
    return turn.t("The remark about {code} is again as it was before.", code=code)


def _ask_met(turn: Turn, candidate: Candidate, quarter: date, before: str = "") -> Reply:
    place = f"note:{candidate.code}:{quarter}"
    asked = turn.t("Quarter {quarter}, {who}: have {you} met?", quarter=_named(quarter), who=bold(called(candidate)))
    choices = [Choice(turn.t("Have met"), f"{place}:{_MET}"), Choice(turn.t("Have not met"), f"{place}:{_NOT_MET}")]
    undo = [Choice(turn.t("Undo"), "go:undo")] if before else []
    return Reply(_joined(before, asked), (*rows(choices, 2), *rows(undo)))


def _ask_remark(turn: Turn, candidate: Candidate, quarter: date) -> Reply:
    asked = turn.t("{who}: how is it going?", who=bold(called(candidate)))
    place = f"note:{candidate.code}:{quarter}:{_MET}"
    return Reply(asked, rows([Choice(turn.t(words), f"{place}:{remark}") for remark, words in _REMARKS.items()], 3))


def _ask_need(turn: Turn, candidate: Candidate, quarter: date, before: str) -> Reply:
    asked = turn.t("Does {code} need help?", code=candidate.code)
    needed = f"note:{candidate.code}:{quarter}:{_NOT_MET}:{Remark.NEEDS_HELP}"
    choices = [Choice(turn.t("Needs help"), needed), Choice(turn.t("Not now"), "helper:note")]
    return Reply(_joined(before, asked), (*rows(choices, 2), *rows([Choice(turn.t("Undo"), "go:undo")])))


def _save(turn: Turn, candidate: Candidate, quarter: date, *, has_met: bool, remark: Remark | None) -> str:
    old = helpers.note_of(turn.session, candidate.id, turn.writer_id, quarter)
    before = {"has_met": old.has_met, "remark": old.remark and old.remark.value} if old else None
    if before != {"has_met": has_met, "remark": remark and remark.value}:
        details = {"candidate": candidate.id, "quarter": quarter.isoformat(), "before": before}
        turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
        if remark is Remark.NEEDS_HELP and (before is None or before["remark"] != remark):
            _tell_secretary(turn, candidate)
    helpers.note(turn.session, candidate.id, turn.writer_id, quarter, has_met=has_met, remark=remark, now=turn.now)
    turn.session.flush()
    words = [turn.t("have met") if has_met else turn.t("have not met"), *([turn.t(_REMARKS[remark])] if remark else [])]
    return turn.t("✅ Saved: {what}", what=bold(f"{called(candidate)}: {', '.join(words)}"))


def _tell_secretary(turn: Turn, candidate: Candidate) -> None:
    code, letters = candidate.code, candidate.initials

    def compose(t: Translator) -> Reply:
        text = t("⚠️ {who}: the helper says that help is needed.", who=bold(f"{code} · {letters}"))
        return Reply(text, rows([Choice(t("Open {code}", code=code), f"cand:{code}")]))

    leaders = leaders_of(turn.session, candidate.unit) or in_charge_of(turn.session, candidate.unit)
    for person in leaders:
        if person.id != turn.writer_id:
            turn.send(person, compose)


def _noted(turn: Turn, quarter: date) -> Sequence[int]:
    return turn.session.scalars(
        select(HelperNote.candidate_id).where(HelperNote.helper_id == turn.writer_id, HelperNote.quarter == quarter)
    ).all()


def _open_quarter(turn: Turn, said: str) -> date | None:
    """Return the quarter that a choice names: this one, or the one before, as a question may be answered late."""
    now = helpers.quarter_of(turn.today)
    return next((day for day in (now, helpers.quarter_before(now)) if day.isoformat() == said), None)


def _is_worth_showing() -> ColumnElement[bool]:
    return or_(HelperNote.id.is_(None), HelperNote.remark == Remark.NEEDS_HELP)


def _line(turn: Turn, candidate: Candidate, *, is_noted: bool) -> str:
    if is_noted:
        return "⚠️ " + turn.t("{who}: needs help", who=called(candidate))
    name = candidate.helper.full_name if candidate.helper else ""
    return turn.t("{who}: nothing noted yet by {name}", who=called(candidate), name=name)


def _named(quarter: date) -> str:
    return f"{(quarter.month + 2) // 3}/{quarter.year}"


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
