"""The workbook of a course: who was there, who was absent, who has the certificate; a sheet for each."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from sqlalchemy.orm import Session

from handlers.attachments import wording
from handlers.attachments.course_workbook import absences, certificates, roll
from handlers.attachments.course_workbook.book import read

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and content of the workbook of ``params["course_id"]``.

    ``params["has_names"]`` says whether the reader gets full names or initials only, ``params["timezone"]`` by which
    clock sittings are told; ``params["language"]`` is Vietnamese without it. Raises ``NoResultFound`` when the
    course is gone.
    """
    t = wording.translator(params)
    book = read(session, params)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in (roll, absences, certificates):
        sheet.write(workbook, book, t)
    content = io.BytesIO()
    workbook.save(content)
    return f"lop-{_safe(book.code)}.xlsx", _MEDIA_TYPE, content.getvalue()


def _safe(code: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in code)
