"""Attendance in words, with and without a roll."""

from __future__ import annotations

import pytest

from handlers.understanding import AttendanceSaid, Context, Intent, understand
from tests.understanding.conftest import sample_context

ROLL = ("Nguyễn Thị Hạnh", "Lê Tiến Dũng", "Trần Thùy Dung", "Phạm Thị Lan", "Vũ Ngọc Lân", "Hoàng Thị Lan")


def attendance(text: str, context: Context) -> AttendanceSaid:
    understood = understand(text, context)
    assert understood.intent is Intent.ATTENDANCE
    assert understood.attendance is not None
    return understood.attendance


@pytest.mark.parametrize(
    "text",
    ["đủ", "du", "đủ cả", "có mặt đủ", "co mat du", "đông đủ", "lớp đủ ạ", "đủ 30/30", "không vắng ai", "ko ai vang",
     "điểm danh: đủ", "có mặt đầy đủ", "vắng 0 người"],
)  # fmt: skip
def test_everybody_was_there(text: str, context: Context) -> None:
    assert attendance(text, context).all_present


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vắng 3, 7", AttendanceSaid(absent_numbers=(3, 7))),
        ("vang 3 7", AttendanceSaid(absent_numbers=(3, 7))),
        ("vắng số 3 và số 7 có phép", AttendanceSaid(absent_numbers=(3, 7), excused_numbers=(7,))),
        (
            "vắng 3 (p), 7 (kp), 12",
            AttendanceSaid(absent_numbers=(3, 7, 12), excused_numbers=(3,), unexcused_numbers=(7,)),
        ),
        ("đủ, trừ 5", AttendanceSaid(absent_numbers=(5,))),
        ("có mặt 28 vắng 2", AttendanceSaid(present_count=28, absent_count=2)),
        ("có mặt 28/30", AttendanceSaid(present_count=28)),
        ("vắng 2 người", AttendanceSaid(absent_count=2)),
        ("vắng 2: Hạnh, Dũng", AttendanceSaid(absent=("Hạnh", "Dũng"), absent_count=2)),
        ("vắng Hạnh, Dũng có phép", AttendanceSaid(absent=("Hạnh", "Dũng"), excused=("Dũng",))),
        ("vắng Hạnh, Dũng, cả hai có phép", AttendanceSaid(absent=("Hạnh", "Dũng"), excused=("Hạnh", "Dũng"))),
        (
            "điểm danh: vắng anh Tùng (phép), chị Hoa ko phép",
            AttendanceSaid(absent=("Tùng", "Hoa"), excused=("Tùng",), unexcused=("Hoa",)),
        ),
        ("hôm nay vắng chị Lan bận việc, anh Hùng ốm", AttendanceSaid(absent=("Lan", "Hùng"), excused=("Hùng",))),
        ("có mặt đủ trừ đ/c Tùng", AttendanceSaid(absent=("Tùng",))),
        ("có mặt: Hạnh, Dũng", AttendanceSaid(present=("Hạnh", "Dũng"))),
        (
            "vắng mặt: Nguyễn Thị Hạnh - có phép; Lê Văn Tùng - không phép",
            AttendanceSaid(
                absent=("Nguyễn Thị Hạnh", "Lê Văn Tùng"), excused=("Nguyễn Thị Hạnh",), unexcused=("Lê Văn Tùng",)
            ),
        ),
    ],
)
def test_absence_is_read_without_a_roll(text: str, expected: AttendanceSaid, context: Context) -> None:
    assert attendance(text, context) == expected


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("vắng Hạnh", ("Nguyễn Thị Hạnh",)),
        ("vang hanh", ("Nguyễn Thị Hạnh",)),
        ("vắng Dũng", ("Lê Tiến Dũng",)),
        ("vắng Dung", ("Trần Thùy Dung",)),
        ("vang thuy dung", ("Trần Thùy Dung",)),
        ("vắng thuỳ dung", ("Trần Thùy Dung",)),
        ("vang le tien dung", ("Lê Tiến Dũng",)),
        ("vắng Lân", ("Vũ Ngọc Lân",)),
        ("vang pham thi lan", ("Phạm Thị Lan",)),
        ("vắng Hạnh, Hạnh", ("Nguyễn Thị Hạnh",)),
    ],
)
def test_names_are_those_of_the_roll(text: str, absent: tuple[str, ...]) -> None:
    assert attendance(text, sample_context(*ROLL)).absent == absent


@pytest.mark.parametrize(("text", "rivals"), [("vang dung", ROLL[1:3]), ("vắng Lan", (ROLL[3], ROLL[5]))])
def test_two_who_fit_are_kept_as_said_and_both_named(text: str, rivals: tuple[str, ...]) -> None:
    understood = understand(text, sample_context(*ROLL))
    assert understood.attendance is not None
    assert understood.attendance.absent == (text.split()[1].capitalize(),)
    assert all(rival in understood.reasons[0].rule for rival in rivals)


def test_the_roll_shortens_what_follows_a_name() -> None:
    understood = understand("vắng Hạnh bận việc nhà", sample_context(*ROLL))
    assert understood.attendance == AttendanceSaid(absent=("Nguyễn Thị Hạnh",))
    assert understood.leftover == "bận việc nhà"


def test_the_bare_word_asks_for_the_roll(context: Context) -> None:
    assert understand("điểm danh", context).attendance is None


def test_a_surname_that_looks_like_absence_is_a_report(context: Context) -> None:
    understood = understand("vang thi hanh 1998 cty linh kien hoa sen ca 2", context)
    assert [said.full_name for said in understood.candidates] == ["Vàng Thị Hạnh"]
