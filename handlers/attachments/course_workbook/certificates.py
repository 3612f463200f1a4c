"""The sheet of certificates: how much each person has attended, and the day of the certificate once confirmed."""

from __future__ import annotations

from fractions import Fraction

from openpyxl import Workbook

from handlers.attachments.course_workbook import cells
from handlers.attachments.course_workbook.book import Book, attended
from handlers.locales import Translator

_HEAD_ROW = 2
_WIDTHS = (10, 26, 32, 12, 12, 10, 14, 26, 16)


def write(workbook: Workbook, book: Book, t: Translator) -> None:
    """Add the sheet."""
    sheet = workbook.create_sheet(t("Certificates"))
    name = t("Certificates")
    sheet.append(cells.title(sheet, f"{book.code} · {name}"))
    heads = [t("Code"), t("Name"), t("Enterprise"), t("Attended"), t("Half-days"), t("Share")]
    at_least = t("Met ({share}%)", share=round(book.share * 100))
    sheet.append(cells.head(sheet, [*heads, at_least, t("Missing half-days"), t("Certificate of")]))
    counted = attended(book)
    for learner in book.learners:
        there = counted.get(learner.id, set())
        missing = ", ".join(str(number) for number in range(1, book.half_days + 1) if number not in there)
        share = Fraction(len(there), book.half_days) if book.half_days else Fraction(0)
        met = t("yes") if book.half_days and share >= book.share else t("not yet")
        who = (learner.code, learner.name, learner.enterprise)
        cells.append(sheet, (*who, len(there), book.half_days, float(share), met, missing, learner.completed_on))
    cells.finish(sheet, head_row=_HEAD_ROW, frozen_columns=2, widths=_WIDTHS)
