"""The sheet of absences: a row for each, with what has become of its make-up.

The reason of a leave is for who sees names, as was promised to the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from openpyxl import Workbook

from handlers.attachments.course_workbook import cells
from handlers.attachments.course_workbook.book import Book, Sat
from handlers.attachments.course_workbook.roll import ABSENT, EXCUSED, mark
from handlers.locales import Translator
from models.classes import SeatState
from models.meetings import Attendance

_HEAD_ROW = 2
_WIDTHS = (10, 26, 32, 8, 44, 14, 14, 14, 16, 40)


def write(workbook: Workbook, book: Book, t: Translator) -> None:
    """Add the sheet."""
    sheet = workbook.create_sheet(t("Absences"))
    name = t("Absences")
    sheet.append(cells.title(sheet, f"{book.code} · {name}"))
    heads = [t("Code"), t("Name"), t("Enterprise"), t("Half-day"), t("Topic"), t("Sitting"), t("Leave")]
    sheet.append(cells.head(sheet, [*heads, t("Make-up"), t("Made up"), t("Reason of leave")]))
    for row in _rows(book, t):
        cells.append(sheet, row)
    cells.finish(sheet, head_row=_HEAD_ROW, frozen_columns=2, widths=_WIDTHS)


def _rows(book: Book, t: Translator) -> Iterator[list[cells.Value]]:
    sittings = {sitting.id: sitting for sitting in book.sittings}
    for learner in book.learners:
        seats = book.seats.get(learner.id, ())
        for seat in seats:
            kind = mark(seat)
            if kind not in (EXCUSED, ABSENT):
                continue
            missed = sittings[seat.sitting]
            leave = t("with leave") if kind == EXCUSED else t("without leave")
            others = [one for one in seats if sittings[one.sitting].half_day == missed.half_day and one is not seat]
            made_up, when = _made_up(book, others)
            told: cells.Value = t("yes") if made_up else t("planned") if when else t("not yet")
            yield [
                *(learner.code, learner.name, learner.enterprise),
                *(missed.half_day, missed.topic, missed.starts_at, leave, when, told),
                seat.reason if kind == EXCUSED else "",
            ]


def _made_up(book: Book, others: list[Sat]) -> tuple[bool, datetime | None]:
    """Whether the half-day was attended in another sitting, and when; else when it is planned."""
    starts = {sitting.id: sitting.starts_at for sitting in book.sittings}
    there = [starts[one.sitting] for one in others if one.attendance is Attendance.PRESENT]
    if there:
        return True, there[0]
    planned = [starts[one.sitting] for one in others if one.state is SeatState.BOOKED and one.attendance is None]
    return False, planned[0] if planned else None
