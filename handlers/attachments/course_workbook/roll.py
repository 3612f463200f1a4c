"""The sheet of the roll: a row for each person, a column for each sitting."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell import Cell

from handlers.attachments.course_workbook import cells
from handlers.attachments.course_workbook.book import Book, Sat, attended
from handlers.locales import N_, Translator
from models.classes import SeatState
from models.meetings import Attendance

_HEAD_ROW = 4
PRESENT, MADE_UP, EXCUSED, ABSENT, BOOKED, WAITING = "x", "B", "P", "K", "·", "…"
_LEGEND = N_(
    "x: present · B: present at a make-up · P: absent with leave · K: absent without · “·”: booked · “…”: waiting"
)


def write(workbook: Workbook, book: Book, t: Translator) -> None:
    """Add the sheet."""
    sheet = workbook.create_sheet(t("Roll"))
    widths = (10, 26, 32, *(12 for _ in book.sittings), 10, 10)
    sheet.append(cells.title(sheet, f"{book.code} · {book.name}"))
    cells.append(sheet, [t(_LEGEND)])
    topics = [t("Half-day {number}: {topic}", number=one.half_day, topic=one.topic) for one in book.sittings]
    sheet.append(cells.head(sheet, ["", "", "", *topics, "", ""]))
    heads: list[cells.Value] = [t("Code"), t("Name"), t("Enterprise"), *(one.starts_at for one in book.sittings)]
    sheet.append(cells.head(sheet, [*heads, t("Attended"), t("Share")]))
    counted = attended(book)
    for learner in book.learners:
        marks = {seat.sitting: mark(seat) for seat in book.seats.get(learner.id, ())}
        there = len(counted.get(learner.id, ()))
        row: list[Cell | None] = [
            cells.cell(sheet, value) for value in (learner.code, learner.name, learner.enterprise)
        ]
        row += [cells.mark(sheet, marks.get(one.id, "")) for one in book.sittings]
        share = there / book.half_days if book.half_days else None
        sheet.append([*row, cells.cell(sheet, there), cells.cell(sheet, share)])
    cells.finish(sheet, head_row=_HEAD_ROW, frozen_columns=2, widths=widths)


def mark(seat: Sat) -> str:
    """Return the mark of a seat."""
    if seat.attendance is Attendance.PRESENT:
        return MADE_UP if seat.is_make_up else PRESENT
    if seat.attendance is Attendance.EXCUSED or seat.state is SeatState.EXCUSED:
        return EXCUSED
    if seat.attendance is Attendance.ABSENT or seat.state is SeatState.MISSED:
        return ABSENT
    return WAITING if seat.state is SeatState.WAITING else BOOKED
