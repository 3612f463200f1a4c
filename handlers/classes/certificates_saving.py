"""What confirmed certificates write, into the course and into the path of those who are candidates; and back again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from handlers import menu
from handlers.classes.certifying import KIND
from handlers.markup import bold
from handlers.path import checks, words
from handlers.path.entries import Entry
from handlers.turn import Turn
from models import certificates, notices, path, path_moves
from models.audit import UndoStep
from models.candidates import Candidate
from models.classes import Course, Enrolment
from models.path import Move, Verdict
from models.path_moves import Change, Pen

UNDO_KIND = "certificates"
_MOST_REFUSED = 4
_WORTH_SAYING = timedelta(days=14)


def save(turn: Turn, course: Course, people: Sequence[int], day: date) -> str:
    """Write the certificates of `people` (ids) and the steps of their paths; return what was done."""
    enrolments = _locked(turn, course.id, people)
    for enrolment in enrolments:
        enrolment.completed_on = day
    changes, refused = _steps(turn, course, [enrolment.person_id for enrolment in enrolments], day)
    turn.session.flush()
    details = {
        "enrolments": [enrolment.id for enrolment in enrolments],
        "day": day.isoformat(),
        "changes": [change.kept() for change in changes],
    }
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    _tell(turn, enrolments)
    words_of = {"course": course.code, "count": len(enrolments), "day": f"{day:%d/%m/%Y}"}
    what = turn.t("{course}, {count} certificates of {day}", **words_of)
    return "\n".join(_told(turn, course, what, changes, refused))


def take_back(turn: Turn, step: UndoStep) -> str:
    """Take confirmed certificates back; a path on which somebody has gone on since stays as it is."""
    query = select(Enrolment).where(Enrolment.id.in_(step.details["enrolments"])).with_for_update(of=Enrolment)
    day = date.fromisoformat(step.details["day"])
    for enrolment in turn.session.scalars(query.execution_options(populate_existing=True)):
        if enrolment.completed_on == day:
            enrolment.completed_on = None
    left = [
        kept["code"]
        for kept in reversed(step.details["changes"])
        if path_moves.revert(turn.session, kept, turn.now) is None
    ]
    told = turn.t("{count} certificates are taken back.", count=len(step.details["enrolments"]))
    stays = [turn.t("{code} stays as it is: something was recorded there since.", code=code) for code in left]
    return "\n".join([told, *stays])


def _locked(turn: Turn, course_id: int, people: Sequence[int]) -> list[Enrolment]:
    """Return the enrolments without a certificate, locked: of two who confirm at once, the second finds none."""
    query = select(Enrolment).where(
        Enrolment.course_id == course_id, Enrolment.person_id.in_(people), Enrolment.left_at.is_(None)
    )
    found = turn.session.scalars(
        query.order_by(Enrolment.id).with_for_update(of=Enrolment).execution_options(populate_existing=True)
    )
    return [enrolment for enrolment in found if enrolment.completed_on is None]


def _steps(turn: Turn, course: Course, people: Sequence[int], day: date) -> tuple[list[Change], list[str]]:
    """Write the step of everybody who is a candidate; return what was written, and why the others' was not.

    What is only missing before it does not stand against a certificate: the class was attended all the same, and the
    course is the reason that is kept.
    """
    stage, laws, pen = certificates.stage_of(course), checks.laws(turn), Pen(turn.now, turn.writer_id)
    candidates = turn.session.scalars(
        select(Candidate)
        .where(Candidate.person_id.in_(people), Candidate.consented_on.is_not(None))
        .order_by(Candidate.code)
        .with_for_update(of=Candidate)
    )
    changes, refused = [], []
    for candidate in candidates:
        check = path.check(checks.progress(turn, candidate), Move.STEP, stage, day, laws)
        if check.verdict is Verdict.REFUSED:
            reasons = "; ".join(words.refusal(turn, candidate, lack) for lack in check.refusals)
            refused.append(turn.t("{code}: {reasons}", code=candidate.code, reasons=reasons))
            continue
        reason = course.code if check.verdict is Verdict.NEEDS_REASON else None
        changes.append(path_moves.make(candidate, Move.STEP, stage, day, pen, reason=reason))
    return changes, refused


def _tell(turn: Turn, enrolments: Sequence[Enrolment]) -> None:
    """Let the people know, once it can no longer be taken back."""
    for enrolment in enrolments:
        notices.raise_for(
            turn.session,
            [enrolment.person_id],
            kind=KIND,
            key=f"{enrolment.id}:{enrolment.completed_on}",
            about={"enrolment": enrolment.id},
            now=turn.now,
            not_before=turn.now + timedelta(minutes=turn.settings.undo_minutes),
            until=turn.now + _WORTH_SAYING,
        )


def _told(turn: Turn, course: Course, what: str, changes: Sequence[Change], refused: Sequence[str]) -> list[str]:
    lines = [turn.t("✅ Saved: {what}", what=bold(what))]
    if changes:
        codes = ", ".join(change.candidate.code for change in changes)
        step = words.what_of(turn, Entry("", (), certificates.stage_of(course)))
        lines.append(turn.t("Entered into the path: {codes} ({step}).", codes=codes, step=step))
        months = turn.settings.rules.rules["certificate_valid"].value
        lines.append(turn.t("The certificate holds for {months} months from that day.", months=months))
    lines += [turn.t("⚠️ Not entered into the path: {why}", why=why) for why in refused[:_MOST_REFUSED]]
    if len(refused) > _MOST_REFUSED:
        lines.append(turn.t("and {count} more", count=len(refused) - _MOST_REFUSED))
    lines.append(menu.undo_hint(turn))
    return lines
