"""Makes the letter to an employer that the program brings along; README.md says how."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

_FONT, _SIZE = "Times New Roman", Pt(13)  # as administrative papers are written (NĐ 30/2020/NĐ-CP, phụ lục I)
_COLUMNS = (
    ("STT", "{{ b.so }}", 1.2),
    ("Ngày học", "{{ b.ngay }}", 4.0),
    ("Giờ học", "{{ b.gio_hoc }}", 3.2),
    ("Trong giờ làm việc", "{{ b.gio_lam }}", 3.6),
    ("Địa điểm", "{{ b.dia_diem }}", 4.5),
)
_ASKING = (
    "Kính đề nghị Quý công ty tạo điều kiện cho {{ xung_ho }} {{ ho_ten }}, người lao động của Quý công ty, được nghỉ "
    "làm việc và hưởng nguyên lương để tham gia {{ lop }} do {{ don_vi }} tổ chức, trong những giờ trùng "
    "với ca làm việc dưới đây:"
)
_TOTAL = "Tổng cộng: {{ so_buoi }} buổi, {{ tong_gio }} giờ làm việc."
_THANKS = (
    "Ngoài những giờ trên, {{ xung_ho }} {{ ho_ten }} làm việc theo ca như bình thường. Trân trọng cảm ơn sự quan tâm, "
    "tạo điều kiện của Quý công ty."
)


def make(path: Path) -> None:
    """Write the letter to `path`."""
    letter = docx.Document()
    _set_up(letter)
    _write(letter, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", WD_ALIGN_PARAGRAPH.CENTER, is_bold=True)
    _write(letter, "Độc lập - Tự do - Hạnh phúc", WD_ALIGN_PARAGRAPH.CENTER, is_bold=True)
    _write(letter, "……………, ngày {{ ngay }} tháng {{ thang }} năm {{ nam }}", WD_ALIGN_PARAGRAPH.RIGHT, is_italic=True)
    _write(letter, "GIẤY ĐỀ NGHỊ", WD_ALIGN_PARAGRAPH.CENTER, is_bold=True, before=12)
    _write(letter, "Về việc tạo điều kiện thời gian cho người lao động đi học", WD_ALIGN_PARAGRAPH.CENTER, is_bold=True)
    _write(letter, "Kính gửi: Ban Giám đốc {{ cong_ty }}", WD_ALIGN_PARAGRAPH.CENTER, before=12)
    _write(letter, _ASKING, WD_ALIGN_PARAGRAPH.JUSTIFY, before=6)
    _add_sittings(letter)
    _write(letter, _TOTAL, WD_ALIGN_PARAGRAPH.LEFT, is_bold=True, before=6)
    _write(letter, _THANKS, WD_ALIGN_PARAGRAPH.JUSTIFY)
    _add_signatures(letter)
    letter.save(str(path))


def _set_up(letter: Document) -> None:
    """A4, the margins of administrative papers, and properties that tell nothing."""
    page = letter.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.top_margin = page.bottom_margin = page.right_margin = Cm(2)
    page.left_margin = Cm(3)
    style = letter.styles["Normal"]
    style.font.name, style.font.size = _FONT, _SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    told = letter.core_properties
    told.title, told.author, told.last_modified_by, told.comments = "Giấy đề nghị", "", "", ""
    told.language = "vi-VN"
    told.created = told.modified = datetime(2026, 11, 24, tzinfo=UTC)


def _write(
    letter: Document,
    text: str,
    align: WD_ALIGN_PARAGRAPH,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
    before: int = 0,
) -> None:
    paragraph = letter.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(4)
    run = paragraph.add_run(text)
    run.bold, run.italic = is_bold, is_italic


def _add_sittings(letter: Document) -> None:
    """The table: a head, and a row that is repeated for each sitting between two rows that vanish."""
    table = letter.add_table(rows=4, cols=len(_COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _fill(table, 0, (head for head, _, _ in _COLUMNS), is_bold=True)
    table.rows[1].cells[0].text = "{%tr for b in buoi %}"
    _fill(table, 2, (field for _, field, _ in _COLUMNS))
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for row in table.rows:
        for cell, (_, _, width) in zip(row.cells, _COLUMNS, strict=True):
            cell.width = Cm(width)


def _fill(table: Table, row: int, texts: Iterable[str], *, is_bold: bool = False) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=True):
        paragraph = _only(cell)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = is_bold


def _add_signatures(letter: Document) -> None:
    table = letter.add_table(rows=1, cols=2)
    sides: Sequence[Sequence[str]] = (
        ("NGƯỜI LAO ĐỘNG", "(Ký, ghi rõ họ tên)", "", "", "", "{{ ho_ten }}"),
        ("ĐƠN VỊ TỔ CHỨC LỚP", "(Ký, ghi rõ họ tên, đóng dấu)", "", "", "", ""),
    )
    for cell, lines in zip(table.rows[0].cells, sides, strict=True):
        for number, line in enumerate(lines):
            paragraph = cell.add_paragraph() if number else _only(cell)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = paragraph.add_run(line)
            run.bold, run.italic = line.isupper(), line.startswith("(")


def _only(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    return paragraph


if __name__ == "__main__":
    make(Path(sys.argv[1]))
