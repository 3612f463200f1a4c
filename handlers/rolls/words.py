"""The roll in words: "vắng 3, 7", "vắng Hạnh, Dũng có phép", "đủ", "Dũng có mặt", "có mặt 28 vắng 2"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from handlers.forms import Problem
from handlers.hearing import context
from handlers.rolls.draft import Draft, Unclear
from handlers.rolls.roll import AWAY, Entry, Marks, Roll
from handlers.turn import Turn
from handlers.understanding import AttendanceSaid, Intent, understand
from handlers.understanding.attendance import opens_attendance
from handlers.understanding.rosters import find
from models.meetings import Attendance
from models.names import fold

_AGAIN = re.compile(r"^\s*(?:xin |cho )?s[ửu]a (?:l[ạa]i )?", re.IGNORECASE)
_ONCE_MORE = re.compile(r"/?diem ?danh lai\b")
_LATER_PRESENT = re.compile(r"(.+?)\s+(?:(?:vẫn|van|đã|da|thì|thi)\s+)?(?:có mặt|co mat|có đến|co den|đã đến|da den)")
_MORE_FIRST = re.compile(r"^\s*(?:(?:còn|con|có|co)\s+)?((?:vắng|vang)\s+)?(?:thêm|them)\s+(?=\S)", re.IGNORECASE)
_MORE_BETWEEN = re.compile(r"([,;]\s*|\s(?:và|va)\s+)(?:thêm|them)\s+(?=\S)", re.IGNORECASE)
_MORE_LAST = re.compile(r"^\s*(?:(?:cả|ca|còn|con)\s+)?(.+?)[\s,]+(?:nữa|nua)[\s.!]*$", re.IGNORECASE | re.DOTALL)
_MORE_AS_NAME = "them"  # somebody may be called Thêm
_SHORTEST_NAME = 2  # letters


@dataclass(frozen=True, slots=True)
class _Change:
    """A mark for whoever is meant by a name or a number; None: absent, and nothing was said of leave."""

    who: str | int
    mark: Attendance | None


def is_again(text: str) -> bool:
    """Whether a saved roll is to be mended: "sửa điểm danh"."""
    return _AGAIN.match(text) is not None or _ONCE_MORE.match(fold(text)) is not None


def read(turn: Turn, roll: Roll, text: str) -> AttendanceSaid | None:
    """Return what `text` says of the roll, None when it says nothing of it. A bare name or number is an absence."""
    text = _AGAIN.sub("", text)
    later = _LATER_PRESENT.fullmatch(text)
    readings = [f"có mặt: {later[1]}"] if later else []
    for words in (*readings, text, f"vắng {text}"):
        understood = understand(words, replace(context(turn), roster=roll.names))
        if understood.intent is Intent.ATTENDANCE and understood.attendance is not None:
            return understood.attendance
    return None


def take(turn: Turn, roll: Roll, draft: Draft, text: str) -> tuple[Draft, Problem | None]:
    """Return `draft` with what `text` says, and what is wrong with it: nothing of a text with a mistake is taken.

    Whoever says in words who was absent has said the whole list: nobody else is supposed to be any more. “vắng 9 nữa”
    adds to it.
    """
    text, adds = _without_more(roll, text)
    said = read(turn, roll, text)
    if said is None:
        return draft, Problem(
            turn.t(
                "I did not understand that. For example: “absent 3, 7”, “absent Hạnh, Dũng with leave”, “all there”."
            )
        )
    if said.all_present:
        full = draft.marked({**draft.marks_on(roll), **roll.all_present()})
        return replace(full, away=None, unclear=(), is_listed=True), None
    marks = draft.marks_on(roll)
    changes = _changes(said)
    found = [(change, _meant(roll, change.who, accented=not text.isascii())) for change in changes]
    strangers = [str(change.who) for change, entries in found if not entries]
    if strangers:
        return draft, _nobody(turn, roll, strangers)
    if said.present and not (said.absent or said.absent_numbers or said.absent_count is not None):
        marks = _others_away(roll, marks, [entries for _, entries in found])
    away = [entries for change, entries in found if change.mark is not Attendance.PRESENT]
    if away and not (_is_about_marked(marks, away) and not opens_attendance(text)):
        is_whole = not adds and len(away) >= (said.absent_count or draft.away or 0)
        marks = _nobody_supposed(roll, marks) if is_whole and not draft.is_listed else marks
        draft = replace(draft, is_listed=True)
    unclear = [_unclear(change, entries) for change, entries in found if len(entries) > 1]
    for change, (entry, *others) in found:
        if not others:
            marks[entry.row.id] = _mark(change.mark, entry, marks)
    taken = replace(draft.marked(marks), unclear=(*draft.unclear, *unclear))
    return _counted(turn, roll, taken, said)


def settle(roll: Roll, draft: Draft, row_id: int | None) -> Draft:
    """Return `draft` after the first unclear name was said to be this row's, or nobody's."""
    first, *rest = draft.unclear
    settled = replace(draft, unclear=tuple(rest))
    if row_id is None:
        return enough(roll, settled)
    marks = draft.marks_on(roll)
    mark = Attendance(first.mark) if first.mark else None
    for entry in roll.entries:
        if entry.row.id == row_id:
            marks[row_id] = _mark(mark, entry, marks)
    return enough(roll, settled.marked(marks))


def one_of(roll: Roll, draft: Draft, text: str) -> Entry | None:
    """Return whom of those who fit the first unclear name `text` means: by name, code or number of the roll."""
    fitting = [entry for entry in roll.entries if entry.row.id in draft.unclear[0].rows]
    wanted = fold(text).strip(" .")
    meant = [entry for entry in fitting if wanted in (str(entry.number), fold(entry.row.person.code))]
    names = set(find(text.split(), [entry.name for entry in fitting], accented=not text.isascii()))
    meant = meant or [entry for entry in fitting if entry.name in names and len(wanted) >= _SHORTEST_NAME]
    return meant[0] if len(meant) == 1 else None


def enough(roll: Roll, draft: Draft) -> Draft:
    """Return `draft` without the count of absences once it is known who they are."""
    if draft.away is not None and len(roll.away(draft.marks_on(roll))) + len(draft.unclear) == draft.away:
        return replace(draft, away=None)
    return draft


def _without_more(roll: Roll, text: str) -> tuple[str, bool]:
    """Return `text` without “thêm” and “nữa”, and whether it adds to a list that was said before."""
    shorter = _MORE_LAST.sub(r"\1", text)
    if any(fold(name).split()[-1] == _MORE_AS_NAME for name in roll.names):
        return shorter, shorter != text
    shorter = _MORE_FIRST.sub(r"\1", shorter)
    return _MORE_BETWEEN.sub(r"\1", shorter), shorter != text


def _changes(said: AttendanceSaid) -> list[_Change]:
    def leave(who: str | int) -> Attendance | None:
        if who in said.excused or who in said.excused_numbers:
            return Attendance.EXCUSED
        return Attendance.ABSENT if who in said.unexcused or who in said.unexcused_numbers else None

    absent: Iterable[str | int] = (*said.absent, *said.absent_numbers)
    away = [_Change(who, leave(who)) for who in absent]
    return [*away, *(_Change(who, Attendance.PRESENT) for who in said.present)]


def _meant(roll: Roll, who: str | int, *, accented: bool) -> list[Entry]:
    if isinstance(who, int):
        return [entry for entry in roll.entries if entry.number == who]
    exactly = [entry for entry in roll.entries if entry.name == who]
    if exactly:
        return exactly
    names = set(find(who.split(), roll.names, accented=accented))
    return [entry for entry in roll.entries if entry.name in names]


def _mark(said: Attendance | None, entry: Entry, marks: Marks) -> Attendance:
    """Return the mark of a change: leave that was given before stays, unless it was said that there was none."""
    if said is not None:
        return said
    before = marks.get(entry.row.id)
    had_leave = before is Attendance.EXCUSED or (before is Attendance.PRESENT and entry.is_supposed_away)
    return Attendance.EXCUSED if had_leave else Attendance.ABSENT


def _is_about_marked(marks: Marks, away: list[list[Entry]]) -> bool:
    """Whether all that were named are marked as absent: “Hạnh không phép” corrects a mark and lists nobody."""
    return all(marks.get(entry.row.id) in AWAY for entries in away for entry in entries)


def _nobody_supposed(roll: Roll, marks: Marks) -> Marks:
    """Return the marks with those as present who were only supposed to be absent; what was marked by hand stays."""
    supposed = {entry.row.id for entry in roll.entries if entry.is_supposed_away}
    return {
        row: Attendance.PRESENT if mark is Attendance.EXCUSED and row in supposed else mark
        for row, mark in marks.items()
    }


def _unclear(change: _Change, entries: list[Entry]) -> Unclear:
    return Unclear(str(change.who), change.mark.value if change.mark else "", [entry.row.id for entry in entries])


def _others_away(roll: Roll, marks: Marks, named: list[list[Entry]]) -> Marks:
    """Return the marks when only those who were there were named: nobody else was.

    When one of them is marked as absent it is a correction, and the others stay as they are.
    """
    present = {entry.row.id for entries in named for entry in entries}
    if any(marks.get(row) in AWAY for row in present):
        return marks
    return {
        entry.row.id: _mark(None, entry, marks)
        for entry in roll.entries
        if entry.has_begun and entry.row.id not in present
    } | {row: mark for row, mark in marks.items() if row in present}


def _counted(turn: Turn, roll: Roll, draft: Draft, said: AttendanceSaid) -> tuple[Draft, Problem | None]:
    """Hold the heads that were counted against the marks: how many are absent although it is not said who."""
    if said.absent_count is None and said.present_count is None:
        return enough(roll, draft), None
    total = len(roll.expected(draft.marks_on(roll)))
    away = said.absent_count if said.absent_count is not None else total - (said.present_count or 0)
    sum_said = away + said.present_count if said.present_count is not None else total
    problem = None
    if sum_said != total or not 0 <= away <= total:
        problem = Problem(turn.t("The roll has {total} people, not {said}.", total=total, said=max(sum_said, away)))
    return enough(roll, replace(draft, away=min(max(away, 0), total))), problem


def _nobody(turn: Turn, roll: Roll, strangers: list[str]) -> Problem:
    numbers = [said for said in strangers if said.isdecimal()]
    if numbers:
        return Problem(
            turn.t(
                "The roll has {total} people: there is no number {number}.", total=len(roll.entries), number=numbers[0]
            )
        )
    names = ", ".join(f"“{said[:40]}”" for said in strangers)
    return Problem(turn.t("Nobody on the roll is called {names}. Nothing was changed.", names=names))
