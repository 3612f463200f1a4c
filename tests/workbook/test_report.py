"""What people and programs are told."""

from __future__ import annotations

import json
import re
import string

from handlers.workbook import FaultKind, Known, MendingKind, SheetKind, compare, known_to, read_workbook, wording
from handlers.workbook.findings import IgnoredKind, in_english
from handlers.workbook.report import CHAT_LINES, fault_lines, for_chat, summary, to_json
from models.database import Database
from tests.workbook.builder import put, tidy_sheets, workbook
from tests.workbook.steps import FAULTY, SAMPLE, TODAY, bring_in, read


def test_every_kind_of_finding_has_its_words() -> None:
    assert set(wording.MENDINGS) == set(MendingKind)
    assert set(wording.FAULTS) == set(FaultKind)
    assert set(wording.IGNORED) == set(IgnoredKind)
    assert set(wording.LISTS) == set(SheetKind)


def test_a_fault_says_where_what_and_what_was_expected() -> None:
    lines = fault_lines(read_workbook(FAULTY, today=TODAY), in_english)
    assert lines[0] == "11 places have to be put right; nothing was imported."
    assert lines[2] == (
        "Đảng viên, row 155, column D (Ngày sinh): “31/02/1991” is not a real date. "
        "Expected a date like 28/04/1995, or the year alone."
    )


def test_a_chat_gets_ten_lines_at_most() -> None:
    lines = fault_lines(read_workbook(FAULTY, today=TODAY), in_english)
    shown = for_chat(lines, in_english)
    assert len(shown) == CHAT_LINES
    assert shown[-1] == "… and 3 more lines."
    assert for_chat(lines[:10], in_english) == lines[:10]


def test_the_preview_fits_into_a_chat_and_names_the_drafts(database: Database) -> None:
    organisation = read(tidy_sheets())
    with database.read() as session:
        lines = summary(organisation, compare(session, organisation), in_english)
    assert len(lines) <= CHAT_LINES
    assert lines[0] == "Nothing had to be mended."
    assert "4 members" in lines[1]
    assert lines[-1] == "1 people have no date of consent yet: only their code and initials are kept (QC002)."


def test_a_change_is_told_by_the_heading_of_its_column(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    put(sheets, "Đảng viên", "DV003", "Điện thoại", "0987654321")
    put(sheets, "Đảng viên", "DV003", "Chế độ ca", "HC")
    organisation = read(sheets)
    with database.read() as session:
        lines = summary(organisation, compare(session, organisation), in_english)
    assert "DV003 changes: Điện thoại, Chế độ ca" in lines


def test_words_of_a_cell_cannot_break_a_line() -> None:
    sheets = tidy_sheets()
    put(sheets, "Đảng viên", "DV001", "Giới tính", "{found} {0} {you}\n%s")
    line = fault_lines(read(sheets), in_english)[1]
    assert "“{found} {0} {you} %s”" in line
    assert "\n" not in line


def test_the_document_for_programs_is_json(database: Database) -> None:
    organisation = read(tidy_sheets())
    with database.read() as session:
        document = json.loads(json.dumps(to_json(organisation, compare(session, organisation))))
    assert document["ok"] is True
    assert document["sheets"]["members"] == 4
    assert document["mended"] == {"total": 0, "by_kind": {}}
    assert document["changes"]["members"]["new"] == 4
    assert document["changes"]["drafts"] == ["QC002"]


def test_faults_for_programs_have_their_cells() -> None:
    document = json.loads(json.dumps(to_json(read_workbook(FAULTY, today=TODAY))))
    assert (document["ok"], document["changes"], len(document["faults"])) == (False, None, 11)
    fault = document["faults"][1]
    assert {name: fault[name] for name in ("sheet", "row", "column", "cell", "found", "kind")} == {
        "sheet": "Đảng viên",
        "row": 155,
        "column": "D",
        "cell": "D155",
        "found": "31/02/1991",
        "kind": "not_a_date",
    }


def test_every_sentence_can_be_filled() -> None:
    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for fault in read_workbook(FAULTY, today=TODAY).faults:
        assert names(fault.expected.msgid) <= set(fault.expected.values)
    for text in (*wording.MENDINGS.values(), *wording.FAULTS.values(), *wording.IGNORED.values()):
        assert re.fullmatch(r"[a-z_]+", "".join(sorted(names(text))) or "none")


def test_a_fault_of_a_sheet_or_of_the_file_is_told_as_such() -> None:
    assert fault_lines(read({"Lương": [["Tên", "Tiền"]]}), in_english)[1].startswith("no sheet of this file is known.")
    assert fault_lines(read({"Chỉ tiêu": [["a"]]}), in_english) == [
        "One place has to be put right; nothing was imported.",
        "Chỉ tiêu: no row of headings within the first ten rows. Expected a row with the headings "
        "Tổ chức, Chỉ tiêu, Số lượng, Từ ngày, Đến ngày, Ghi chú.",
    ]


def test_what_was_left_aside_is_told() -> None:
    sheets = tidy_sheets()
    sheets["Lương"] = [["Tên"]]
    sheets["Doanh nghiệp"].append(["Tổng cộng", None, None, 360])
    assert summary(read(sheets), None, in_english)[1:] == [
        "Doanh nghiệp, row 4: left aside “Tổng cộng”.",
        "Left aside: the sheet “Lương”.",
    ]


def test_mendings_are_counted_by_kind() -> None:
    line = summary(read_workbook(SAMPLE, today=TODAY), None, in_english)[0]
    assert line.startswith("Mended 494 places: ways of writing yes and no: 183; dates written as text: 142;")


def test_changed_roles_and_missing_codes_are_told(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    put(sheets, "Đảng viên", "DV003", "Chức vụ", None)
    organisation = read_workbook(workbook({"Đảng viên": sheets["Đảng viên"]}), today=TODAY, known=_known(database))
    with database.read() as session:
        lines = summary(organisation, compare(session, organisation), in_english)
    assert "Roles: 0 given, 1 taken back" in lines
    del sheets["Đảng viên"][4]
    organisation = read_workbook(workbook({"Đảng viên": sheets["Đảng viên"]}), today=TODAY, known=_known(database))
    with database.read() as session:
        document = to_json(organisation, compare(session, organisation))
        lines = summary(organisation, compare(session, organisation), in_english)
    assert "Not in the file, left as they are (members): DV004" in lines
    assert document["changes"]["members"]["missing"] == ["DV004"]
    assert document["changes"]["roles"]["taken"] == [["DV003", "secretary", "CB02"]]


def _known(database: Database) -> Known:
    with database.read() as session:
        return known_to(session)
