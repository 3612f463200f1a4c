"""The letter to an employer: exactly the sittings within work, and nothing that the worker does not choose to tell."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checks import check_letter
from handlers.attachments import discretion, draw, letter
from handlers.attachments.templates.make_letter import make
from handlers.turn import Attachment
from models.audit import Actor, Via, act_as
from models.database import Database
from models.names import fold
from models.people import Person
from models.units import Enterprise
from tests.conftest import NOW
from tests.support.classes import LAM, add_course
from tests.support.meetings import local

TEMPLATE = Path(letter.__file__).parent / "templates" / "giay-gui-cong-ty.docx"
REVEALING = re.compile(r"\bdang\b|chi bo|chinh tri|tuyen giao|ket nap|nhan thuc|tao nguon|taonguon|cuong linh")


def _params(organisation: Database, **more: object) -> dict[str, Any]:
    course = add_course(
        organisation,
        {1: [local("2026-11-26", "14:30")], 2: [local("2026-11-27", "12:30")], 3: [local("2026-11-29", "08:00")]},
        booked={LAM: [0, 0, 0]},
        room="Hội trường Đảng ủy",
    )
    with organisation.read() as session:
        person = session.query(Person).filter_by(code=LAM).one()
    return {
        "person_id": person.id,
        "course_id": course.course_id,
        "now": NOW.isoformat(),
        "is_open": False,
        "organisation": "Đảng ủy Ban Quản lý các KCN",
        "timezone": "Asia/Ho_Chi_Minh",
        "template": "",
        **more,
    }


def _letter(organisation: Database, params: dict[str, Any]) -> tuple[str, bytes]:
    """Return the words of a drawn letter, a line for each paragraph and row, and the file."""
    with organisation.read() as session:
        drawn = draw(session, Attachment("class_letter", params))
    assert drawn.name == "giay-gui-cong-ty.docx"
    assert drawn.media_type.endswith("wordprocessingml.document")
    return _read(drawn.content), drawn.content


def _read(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])


def test_it_asks_for_exactly_the_sittings_within_working_hours(organisation: Database) -> None:
    told, _ = _letter(organisation, _params(organisation))
    assert "Kính gửi: Ban Giám đốc Công ty CP Động cơ Minh Quang" in told
    assert "ông (bà) Nguyễn Mạnh Lâm" in told
    assert "hưởng nguyên lương để tham gia lớp học tập, bồi dưỡng do Ban Quản lý các KCN tổ chức" in told
    assert "1 | Thứ Năm 26/11/2026 | 14:30–18:00 | 14:30–18:00 | " in told
    assert "2 | Thứ Sáu 27/11/2026 | 12:30–16:00 | 14:00–16:00 | " in told
    assert "29/11" not in told, "that day is off"
    assert "Tổng cộng: 2 buổi, 5,5 giờ làm việc." in told
    assert "ngày 24 tháng 11 năm 2026" in told
    assert "{{" not in told
    assert "{%" not in told


def test_nothing_in_the_file_reveals_what_it_is_about(organisation: Database) -> None:
    _, content = _letter(organisation, _params(organisation))
    with ZipFile(io.BytesIO(content)) as file:
        for name in file.namelist():
            plain = fold(re.sub(r"<[^>]*>", "", file.read(name).decode(errors="replace")))
            assert not REVEALING.search(plain), name
            assert not re.search(r"author>[^<]|creator>[^<]|python", file.read(name).decode(errors="replace")), name


def test_the_full_name_stands_there_when_the_worker_chose_it(organisation: Database) -> None:
    told, _ = _letter(organisation, _params(organisation, is_open=True))
    assert "Lớp bồi dưỡng nhận thức về Đảng, khóa 4 do Ban Tuyên giáo tổ chức" in told
    assert "Hội trường Đảng ủy" in told


def test_what_stands_in_a_name_is_text_and_no_template(organisation: Database) -> None:
    params = _params(organisation)
    bad = '{{ 7*7 }} {%tr for x in buoi %} <w:br/> & "Anh" \u202e\x0b'
    with organisation.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        session.query(Person).filter_by(code=LAM).one().full_name = bad
        session.query(Enterprise).filter_by(code="DN001").one().name = "A & B <C>"
    told, _ = _letter(organisation, params)
    assert '{{ 7*7 }} {%tr for x in buoi %} <w:br/> & "Anh"' in told
    assert "49" not in told
    assert "A & B <C>" in told


def test_a_template_of_ones_own_is_filled_in(organisation: Database, tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("Thư gửi {{ cong_ty }}: {% for b in buoi %}{{ b.ngay }}; {% endfor %}")
    own.core_properties.author = "Đảng ủy KCN"
    own.save(str(tmp_path / "own.docx"))
    told, content = _letter(organisation, _params(organisation, template=str(tmp_path / "own.docx")))
    assert told == "Thư gửi Công ty CP Động cơ Minh Quang: Thứ Năm 26/11/2026; Thứ Sáu 27/11/2026; "
    assert docx.Document(io.BytesIO(content)).core_properties.author == ""


@pytest.mark.parametrize(
    "body", ["{{ ten }}", "{% if %}", "{{ ho_ten.__class__.__mro__ }}", "{{ ''.__class__ }}", None]
)
def test_a_template_that_cannot_be_filled_in_gives_way_to_the_programs_own(
    organisation: Database, tmp_path: Path, body: str | None
) -> None:
    path = tmp_path / "own.docx"
    if body is not None:
        own = docx.Document()
        own.add_paragraph(body)
        own.save(str(path))
        with pytest.raises(letter.UnusableTemplateError):
            letter.filled(path, letter.example())
    told, _ = _letter(organisation, _params(organisation, template=str(path)))
    assert "GIẤY ĐỀ NGHỊ" in told


def test_doctor_tries_the_template_and_says_what_to_do(tmp_path: Path) -> None:
    assert check_letter(TEMPLATE).ok
    own = docx.Document()
    own.add_paragraph("{{ ten_lop }}")
    own.save(str(tmp_path / "own.docx"))
    found = check_letter(tmp_path / "own.docx")
    assert not found.ok
    assert "'ten_lop' is undefined" in found.finding
    assert "own.docx" in found.advice
    assert not check_letter(tmp_path / "nowhere.docx").ok


def test_the_shipped_letter_is_what_its_script_makes(tmp_path: Path) -> None:
    make(tmp_path / "made.docx")
    assert _read((tmp_path / "made.docx").read_bytes()) == _read(TEMPLATE.read_bytes())


def test_the_readme_names_every_field() -> None:
    readme = (TEMPLATE.parent / "README.md").read_text(encoding="utf-8")
    fields = letter.example()
    rows = fields.pop("buoi")
    assert isinstance(rows, list)
    for name in [*fields, *(f"b.{key}" for key in rows[0])]:
        assert f"{{{{ {name} }}}}" in readme, name


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Trường Cao đẳng nghề", "Đảng ủy KCN"), "Trường Cao đẳng nghề"),
        (("Trung tâm chính trị", "Đảng ủy Ban Quản lý các KCN"), "Ban Quản lý các KCN"),
        ((None, "Đảng bộ cơ sở Khu công nghiệp Sông Công"), "Khu công nghiệp Sông Công"),
        (("Ban Tuyên giáo", "Đảng ủy"), "……………………"),
        ((None, "Đảng ủy Trường Chính trị"), "……………………"),
    ],
)
def test_who_holds_the_class_is_named_by_what_reveals_nothing(names: tuple[str | None, ...], said: str) -> None:
    assert discretion.organiser(*names) == said


@given(st.lists(st.none() | st.text(max_size=30) | st.sampled_from(["Đảng ủy", "Chi bộ A", "Dang uy KCN"]), max_size=4))
def test_no_organiser_that_reveals_is_ever_named(names: list[str | None]) -> None:
    assert not discretion.reveals(discretion.organiser(*names))
