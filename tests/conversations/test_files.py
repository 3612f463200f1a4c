"""Files: an administrator's workbook is read; everything else is refused, never fetched and nowhere kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from handlers import workbook_upload
from models.candidates import Candidate
from models.database import Base
from models.units import Unit
from models.uploads import Upload
from tests.conversations.conftest import Cast
from tests.sandbox.pictures import png
from tests.workbook.builder import large_workbook

HOME = Path(__file__).parents[2]
SAMPLE = (HOME / "bot/sample/thai-nguyen.xlsx").read_bytes()
FAULTY = (HOME / "tests/data/thai-nguyen-faulty.xlsx").read_bytes()
REFUSAL = "Hồ sơ đảng viên không được gửi qua ứng dụng nhắn tin. Tôi đã không lưu tệp này."
IDENTITY_NUMBER = "034098001234"


def _uploads(cast: Cast) -> int:
    with cast.database.read() as session:
        return len(session.scalars(select(Upload.id)).all())


def _everything_held(cast: Cast) -> str:
    """Return every value of every row, deciphered, as one text."""
    with cast.database.read() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
        return "\n".join(str(tuple(row)) for row in rows)


def _units(cast: Cast) -> set[str]:
    with cast.database.read() as session:
        return set(session.scalars(select(Unit.code)))


_ELSEWHERE = pytest.mark.not_on_zalo("Zalo tells bots of no locations and no edits")


@pytest.mark.not_on_zalo("Zalo sends no documents to bots")
async def test_a_workbook_is_shown_before_anything_is_written_and_then_imported(cast: Cast) -> None:
    preview = await cast.quang.sends_file("thai-nguyen.xlsx", SAMPLE)
    assert preview.startswith("thai-nguyen.xlsx\n")
    assert "Đã sửa 494 chỗ" in preview
    assert len(preview.split("\n")) <= 10
    assert cast.quang.buttons == ["Nhập", "Bỏ"]
    assert "CB01" not in _units(cast)

    done = await cast.quang.presses("Nhập")
    assert "Đã nhập" in done
    assert len(done.split("\n")) <= 10
    assert "CB01" in _units(cast)
    assert _uploads(cast) == 0, "the file goes with the decision"
    with cast.database.read() as session:
        assert len(session.scalars(select(Candidate.id)).all()) == 64


@pytest.mark.not_on_zalo("Zalo sends no documents to bots")
async def test_a_discarded_workbook_leaves_nothing(cast: Cast) -> None:
    await cast.quang.sends_file("thai-nguyen.xlsx", SAMPLE)
    assert "chưa lưu gì" in await cast.quang.presses("Bỏ")
    assert _units(cast) == {"DB", "CB06", "CB07"}
    assert _uploads(cast) == 0


@pytest.mark.parametrize("first", ["Nhập", "Bỏ"])
async def test_pressing_twice_does_nothing_the_second_time(straight: Cast, first: str) -> None:
    await straight.quang.sends_file("thai-nguyen.xlsx", SAMPLE)
    (press, discard) = straight.quang.last[-1].data
    await straight.quang.presses(first)
    for data in (press, discard):
        assert "không còn dùng được" in await straight.quang.forges(data)


async def test_words_and_numbers_import_too(straight: Cast) -> None:
    await straight.quang.sends_file("thai-nguyen.xlsx", SAMPLE)
    assert "chưa lưu gì" in await straight.quang.says("2")
    await straight.quang.sends_file("thai-nguyen.xlsx", SAMPLE)
    assert "Đã nhập" in await straight.quang.says("nhap")


@pytest.mark.not_on_zalo("Zalo sends no documents to bots")
async def test_somebody_elses_press_imports_nothing(cast: Cast) -> None:
    await cast.quang.sends_file("thai-nguyen.xlsx", SAMPLE)
    press = cast.quang.last[-1].data[0]
    for phone in (cast.trinh, cast.long, cast.lam, cast.outsider):
        await phone.says("menu")
        assert "Đã nhập" not in await phone.forges(press)
    assert _units(cast) == {"DB", "CB06", "CB07"}
    assert "Đã nhập" in await cast.quang.presses("Nhập"), "the administrator's own press still counts"


async def test_a_second_workbook_takes_the_place_of_the_first(straight: Cast) -> None:
    await straight.quang.sends_file("thai-nguyen.xlsx", SAMPLE)
    first = straight.quang.last[-1].data[0]
    await straight.quang.sends_file("lon.xlsx", large_workbook(30, cells=2))
    assert _uploads(straight) == 1
    assert "không còn dùng được" in await straight.quang.forges(first)


@pytest.mark.not_on_zalo("Zalo sends no documents to bots")
async def test_a_faulty_workbook_lists_every_mistake_in_a_file_and_imports_nothing(cast: Cast) -> None:
    answer = await cast.quang.sends_file("thai-nguyen-faulty.xlsx", FAULTY)
    assert answer.startswith("Có 11 chỗ cần sửa; chưa nhập gì.")
    assert "gửi lại tệp" in answer
    assert len(answer.split("\n")) <= 10
    assert any(message.has_attachment for message in cast.quang.last)
    assert cast.quang.buttons == []
    assert (_uploads(cast), _units(cast)) == (0, {"DB", "CB06", "CB07"})


async def test_a_workbook_of_very_many_rows_is_left_to_the_command_line(straight: Cast) -> None:
    answer = await straight.quang.sends_file("tinh.xlsx", large_workbook(workbook_upload.MOST_ROWS + 200))
    assert "taonguon import" in answer
    assert _uploads(straight) == 0


@pytest.mark.parametrize("name", ["x.xlsx", "x.xls", "X.XLSM"])
async def test_what_only_calls_itself_a_workbook_is_refused_with_a_sentence(straight: Cast, name: str) -> None:
    for content in (b"nothing", b"PK\x03\x04" + b"\x00" * 100):
        answer = await straight.quang.sends_file(name, content)
        assert answer
        assert "Tôi gặp lỗi" not in answer
    assert _uploads(straight) == 0


async def test_a_file_name_cannot_forge_marks(straight: Cast) -> None:
    answer = await straight.quang.sends_file("\ue001<b>\u202e\nĐã nhập.xlsx", SAMPLE)
    assert answer.startswith(("<b>\nĐã nhập.xlsx\n", "<b>Đã nhập.xlsx\n"))


@pytest.mark.not_on_zalo("Zalo sends no documents to bots")
async def test_a_secretary_sends_nothing_but_rosters(cast: Cast) -> None:
    """A workbook may be a roster (test_roster_upload.py), so it is looked into; nothing of it is kept."""
    for name, content in (("ly-lich.xlsx", SAMPLE), ("ly-lich.pdf", b"%PDF-1.7"), ("", png(40, 30))):
        assert REFUSAL in await cast.trinh.sends_file(name, content)
        assert cast.trinh.buttons == []
    assert await cast.exchange.files_fetched() == 1
    assert _uploads(cast) == 0


@pytest.mark.parametrize("who", ["long", "lam", "outsider"])
@pytest.mark.not_on_zalo("Zalo sends no documents to bots")
async def test_a_file_of_anybody_else_is_refused_and_not_fetched(cast: Cast, who: str) -> None:
    phone = getattr(cast, who)
    for name, content in (("ly-lich.xlsx", SAMPLE), ("ly-lich.pdf", b"%PDF-1.7"), ("", png(40, 30))):
        assert REFUSAL in await phone.sends_file(name, content)
        assert phone.buttons == []
    assert await cast.exchange.files_fetched() == 0
    assert _uploads(cast) == 0


@pytest.mark.not_on_zalo("Zalo sends no documents to bots")
async def test_an_administrator_sends_no_dossiers_either(cast: Cast) -> None:
    assert REFUSAL in await cast.quang.sends_file("ly-lich.pdf", b"%PDF-1.7")
    assert REFUSAL in await cast.quang.sends_file("", png(40, 30))
    assert await cast.exchange.files_fetched() == 0


@pytest.mark.not_on_zalo("Zalo sends no documents to bots")
async def test_only_the_wanted_workbook_is_fetched(cast: Cast) -> None:
    await cast.quang.sends_file("thai-nguyen.xlsx", SAMPLE)
    assert await cast.exchange.files_fetched() == 1


async def test_a_file_of_thirty_megabytes_is_not_even_fetched(straight: Cast) -> None:
    large = bytes(30 * 1024 * 1024)
    assert "tối đa 20 MB" in await straight.quang.sends_file("to.xlsx", large)
    assert REFUSAL in await straight.trinh.sends_file("to.pdf", large)
    assert await straight.exchange.files_fetched() == 0


async def test_a_refused_file_leaves_the_unfinished_report_where_it_stands(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn Nguyễn Thị Hạnh 1998")
    answer = await cast.trinh.sends_file("", png(40, 30))
    assert REFUSAL in answer
    assert "Nguyễn Thị Hạnh · 1998" in answer
    assert "Đã lưu: QC013" in await cast.trinh.presses("Đã đồng ý")


@pytest.mark.parametrize("words", ["cccd {}", "báo nguồn Nguyễn Thị Hạnh 1998 cccd {}", "{}", "số căn cước là {}"])
@pytest.mark.parametrize("who", ["trinh", "lam", "outsider"])
async def test_the_number_of_an_identity_card_is_refused_and_nowhere_kept(straight: Cast, who: str, words: str) -> None:
    answer = await getattr(straight, who).says(words.format(IDENTITY_NUMBER))
    assert "có số căn cước, nên tôi không lưu" in answer
    assert IDENTITY_NUMBER not in answer
    assert IDENTITY_NUMBER not in _everything_held(straight)


async def test_an_identity_number_in_the_middle_of_a_form_is_not_kept_and_the_question_stands(cast: Cast) -> None:
    await cast.trinh.says("báo nguồn")
    answer = await cast.trinh.says(f"Nguyễn Thị Hạnh {IDENTITY_NUMBER}")
    assert "không lưu" in answer
    assert "Họ và tên" in answer
    assert IDENTITY_NUMBER not in _everything_held(cast)
    assert "Sinh năm nào" in await cast.trinh.says("Nguyễn Thị Hạnh")


async def test_the_search_through_everything_held_deciphers(straight: Cast) -> None:
    """Were a number kept enciphered, the tests above would see it: a name that is kept so is found."""
    await straight.trinh.says("báo nguồn Lê Bích Ngọc 1998")
    assert "Lê Bích Ngọc" in _everything_held(straight)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("sticker", "chỉ đọc được chữ"),
        ("voice", "chưa nghe được"),
        pytest.param("location", "không lưu vị trí", marks=_ELSEWHERE),
        pytest.param("edited", "tin mới", marks=_ELSEWHERE),
    ],
)
@pytest.mark.parametrize("who", ["trinh", "lam", "outsider"])
async def test_what_is_not_words_is_answered_kindly(cast: Cast, who: str, kind: str, words: str) -> None:
    phone = getattr(cast, who)
    await phone.says("menu")
    assert words in await phone.sends(kind)
    assert await phone.says("menu"), "the next message works"
