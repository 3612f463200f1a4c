"""What a confirmed record writes, and what is told to whom."""

from __future__ import annotations

from datetime import date

from handlers import dues, menu
from handlers.markup import bold
from handlers.path import checks, finding, telling, undoing, words
from handlers.path.checks import Checked
from handlers.path.entries import OUTSIDE, Entry, Record
from handlers.turn import Choice, Reply, Turn, rows
from models import path_moves
from models.candidates import PATH, Candidate
from models.path import Move
from models.path_moves import Change, Pen

_MOST_OPENED = 4
_MOST_DUES = 2


def save(turn: Turn, record: Record) -> Reply:
    """Write what may be written as things stand now, and return what was saved and what was not.

    The candidates are locked first: of two secretaries who save at once, the second is told what the first recorded.
    """
    found = checks.checked(turn, record, finding.locked)
    good = [one for one in found if one.may_be_saved]
    bad = [one for one in found if not one.may_be_saved]
    if not found:
        return menu.outdated(turn)
    changes = [_write(turn, one) for one in good]
    turn.session.flush()
    if changes:
        undoing.remember(turn, changes)
        telling.tell(turn, good, changes)
    lines = [turn.t("✅ Saved: {what}", what=bold(words.line(turn, one.candidate, one.entry))) for one in good]
    lines += [line for one in bad for line in words.findings(turn, one)]
    lines += _after(turn, good)
    return Reply("\n".join(lines), rows(_choices(turn, found, bool(good)), 2))


def _write(turn: Turn, one: Checked) -> Change:
    entry, pen = one.entry, Pen(turn.now, turn.writer_id)
    day = entry.day or _day_before(turn, one) or turn.today
    if entry.event is not None:
        return path_moves.note(turn.session, one.candidate, entry.event, day, pen)
    if entry.is_transfer and entry.stays_inside:
        unit = finding.unit_of(turn, entry.unit) if entry.unit else None
        return path_moves.transfer(
            turn.session,
            one.candidate,
            day,
            pen,
            unit=unit or one.candidate.unit,
            enterprise=finding.enterprise_of(turn, entry.enterprise) if entry.enterprise else None,
        )
    return path_moves.make(one.candidate, entry.move, entry.stage, day, pen, reason=_reason(entry))


def _day_before(turn: Turn, one: Checked) -> date | None:
    """The day that a step gone back to has had so far."""
    is_back = one.entry.move is Move.BACK
    return checks.progress(turn, one.candidate).reached.get(one.entry.stage) if is_back else None


def _reason(entry: Entry) -> str | None:
    return entry.reason or (entry.place if entry.place != OUTSIDE else None)


def _after(turn: Turn, good: list[Checked]) -> list[str]:
    """What follows from a single step, and how it is taken back."""
    if not good:
        return []
    lines = []
    if len(good) == 1:
        candidate, entry = good[0].candidate, good[0].entry
        if entry.stage in PATH:
            lines += dues.lines(turn, candidate)[:_MOST_DUES]
        lines += _next(turn, candidate)
    return [*lines, menu.undo_hint(turn)]


def _next(turn: Turn, candidate: Candidate) -> list[str]:
    following = checks.progress(turn, candidate).next
    if following is None:
        return []
    return [turn.t("Next: {step}", step=words.what_of(turn, Entry("", (), following)))]


def _choices(turn: Turn, found: list[Checked], is_saved: bool) -> list[Choice]:
    still_seen = [one.candidate for one in found if turn.access.records(one.candidate.unit)]
    codes = list(dict.fromkeys(candidate.code for candidate in still_seen))[:_MOST_OPENED]
    choices = [Choice(turn.t("Open {code}", code=code), f"cand:{code}") for code in codes]
    return [*choices, Choice(turn.t("Undo"), "go:undo")] if is_saved else choices
