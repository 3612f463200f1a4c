"""Files that mean harm, or are something else: refused in a sentence, never unpacked, never a traceback."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.workbook import FaultKind, SheetKind, UnreadableWorkbook, read_workbook
from handlers.workbook.container import MAX_FILE_BYTES, MEGABYTE
from tests.workbook.builder import large_workbook, tidy_sheets, workbook
from tests.workbook.steps import TODAY

Parts = dict[str, bytes]
SHEET = "xl/worksheets/sheet5.xml"  # the members
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


def parts_of(book: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def changed(change: Callable[[Parts], object]) -> bytes:
    """Return the tidy workbook after `change` has had its way with the parts."""
    parts = parts_of(workbook(tidy_sheets()))
    change(parts)
    return packed(parts)


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return changed(lambda parts: parts.update({SHEET: change(parts[SHEET])}))


def first_number(xml: bytes, replacement: bytes) -> bytes:
    found = re.search(rb"<v>\d+</v>", xml)
    assert found is not None
    return xml.replace(found.group(), replacement, 1)


def with_flag(book: bytes) -> bytes:
    """Mark every part as encrypted."""
    return re.sub(rb"PK\x01\x02(....)..", lambda found: b"PK\x01\x02" + found.group(1) + b"\x01\x00", book, flags=re.S)


def entity(prologue: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: prologue + xml.replace(b"DV001", b"&c;", 1)


def said(text: str) -> Callable[[], bytes]:
    return text.encode


def a_zip_of_words() -> bytes:
    return packed({"thu.txt": "chào".encode()})


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "words": said("Kính gửi đồng chí"),
    "a list with commas": said("Mã,Họ và tên\nDV001,An\n"),
    "a PDF": lambda: b"%PDF-1.7\n%\xe2\xe3",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(64),
    "HTML that is called xls": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "an old .xls": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2_000),
    "a workbook with a password": lambda: (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le")
    ),
    "parts marked as encrypted": lambda: with_flag(workbook(tidy_sheets())),
    "a zip of something else": a_zip_of_words,
    "an OpenDocument sheet": lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    "a Word document": lambda: packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
    "half of a workbook": lambda: workbook(tidy_sheets())[:4_000],
    "a workbook without its end": lambda: workbook(tidy_sheets())[:-30],
    "a wrong checksum": lambda: workbook(tidy_sheets()).replace(b"PK\x01\x02", b"PK\x01\x03", 1),
    "macros": lambda: changed(lambda parts: parts.update({"xl/vbaProject.bin": b"x"})),
    "old macros": lambda: changed(lambda parts: parts.update({"xl/macrosheets/sheet1.xml": b"<x/>"})),
    "links to other files": lambda: changed(lambda parts: parts.update({"xl/externalLinks/externalLink1.xml": b"x"})),
    "a part above the folder": lambda: changed(lambda parts: parts.update({"../../etc/cron.d/x": b"x"})),
    "a part at the root": lambda: changed(lambda parts: parts.update({"/etc/passwd": b"x"})),
    "a part of a drive": lambda: changed(lambda parts: parts.update({"C:\\x.txt": b"x"})),
    "one part in two spellings": lambda: changed(lambda parts: parts.update({"XL/Workbook.xml": b"<x/>"})),
    "thousands of parts": lambda: changed(lambda parts: parts.update({f"x/{n}": b"" for n in range(2_001)})),
    "a bomb": lambda: changed(lambda parts: parts.update({"xl/media/x.bin": bytes(30 * MEGABYTE)})),
    "a sheet that is a bomb": lambda: with_sheet(
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 10**7)
    ),
    "too much in all": lambda: changed(
        lambda parts: parts.update({f"xl/media/{n}": bytes(MEGABYTE) for n in range(201)})
    ),
    "a file that is too large": lambda: bytes(MAX_FILE_BYTES + 1),
    "entities that multiply": lambda: with_sheet(entity(ENTITIES)),
    "an entity from outside": lambda: with_sheet(entity(OUTSIDE)),
    "entities in the workbook part": lambda: changed(
        lambda parts: parts.update({"xl/workbook.xml": ENTITIES + parts["xl/workbook.xml"]})
    ),
    "a sheet that is not XML": lambda: with_sheet(lambda xml: b"\x00\x01\x02"),
    "a sheet that breaks off": lambda: with_sheet(lambda xml: xml[: len(xml) // 2]),
    "an empty sheet part": lambda: with_sheet(lambda xml: b""),
    "a workbook part that is no XML": lambda: changed(lambda parts: parts.update({"xl/workbook.xml": b"<<<"})),
    "no content types": lambda: changed(lambda parts: parts.pop("[Content_Types].xml")),
    "no relations": lambda: changed(lambda parts: parts.pop("xl/_rels/workbook.xml.rels")),
    "no styles that fit": lambda: changed(lambda parts: parts.update({"xl/styles.xml": b"<styleSheet><cellXfs>"})),
    "a number that is none": lambda: with_sheet(lambda xml: first_number(xml, b"<v>12x</v>")),
    "a number of 5,000 figures": lambda: with_sheet(lambda xml: first_number(xml, b"<v>" + b"9" * 5_000 + b"</v>")),
    "a shared text that is not there": lambda: with_sheet(
        lambda xml: re.sub(rb't="inlineStr"><is><t>DV001</t></is>', b't="s"><v>99</v>', xml, count=1)
    ),
    "a row far beyond the last": lambda: with_sheet(lambda xml: xml.replace(b'<row r="3"', b'<row r="9999999999"', 1)),
    "a row that is no number": lambda: with_sheet(lambda xml: xml.replace(b'<row r="3"', b'<row r="x"', 1)),
    "a cell at no place": lambda: with_sheet(lambda xml: xml.replace(b'<c r="A3"', b'<c r="??"', 1)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refusal:
        read_workbook(REFUSED[name](), today=TODAY)
    assert refusal.value.sentence.msgid.endswith(".")
    assert "DV001" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("words", "not an Excel workbook"),
        ("a zip of something else", "not an Excel workbook"),
        ("an old .xls", "old .xls"),
        ("a workbook with a password", "password"),
        ("parts marked as encrypted", "password"),
        ("macros", "macros"),
        ("links to other files", "linked"),
        ("a bomb", "unpacked"),
        ("a sheet that is a bomb", "unpacked"),
        ("too much in all", "unpacked"),
        ("a file that is too large", "too large"),
        ("entities that multiply", "damaged"),
        ("a sheet that breaks off", "damaged"),
    ],
)
def test_the_sentence_says_how_to_mend_it(name: str, words: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refusal:
        read_workbook(REFUSED[name](), today=TODAY)
    assert words in refusal.value.sentence.msgid


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableWorkbook, match="no such file"):
        read_workbook(tmp_path / "x.xlsx", today=TODAY)
    with pytest.raises(UnreadableWorkbook, match="no such file"):
        read_workbook(tmp_path, today=TODAY)


def test_a_sheet_that_claims_to_be_small_is_read_whole() -> None:
    book = with_sheet(lambda xml: xml.replace(b"<sheetData>", b'<dimension ref="A1:B1"/><sheetData>', 1))
    assert read_workbook(book, today=TODAY).counts()[SheetKind.MEMBERS] == 4


def test_a_sheet_that_claims_to_be_endless_is_read_to_its_end() -> None:
    book = with_sheet(lambda xml: xml.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>', 1))
    assert read_workbook(book, today=TODAY).counts()[SheetKind.MEMBERS] == 4


@pytest.mark.parametrize(
    "formula",
    [
        b"<f>CHAR(84)</f><v>7</v>",
        b'<f t="array" ref="A1:A9">CHAR(84)</f><v>7</v>',
        b'<f t="dataTable" ref="A1:A9" dt2D="0"/><v>7</v>',
    ],
)
def test_a_formula_is_never_evaluated(formula: bytes) -> None:
    book = with_sheet(lambda xml: re.sub(rb' t="inlineStr"><is><t>Nam</t></is>', b">" + formula, xml, count=1))
    assert [fault.kind for fault in read_workbook(book, today=TODAY).faults] == [FaultKind.FORMULA]


def test_a_real_list_of_many_people_is_no_bomb() -> None:
    organisation = read_workbook(large_workbook(6_000), today=TODAY)
    assert organisation.faults == []
    assert sum(organisation.counts().values()) > 6_000
