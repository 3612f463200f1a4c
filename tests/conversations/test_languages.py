"""Vietnamese and English: both complete, and changed at a word."""

from __future__ import annotations

import re

import pytest

from tests.conversations.conftest import Cast

_ACCENTED = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE)
_NAMES = (
    *(
        "Hoàng Mạnh Tùng",
        "Nguyễn Phương Thảo",
        "Nguyễn Mạnh Lâm",
        "Nguyễn Đình Long",
        "Phạm Đăng Quang",
        "Mai Công Hùng",
    ),
    *("Nguyễn Thị Nhung", "Nguyễn Lan Trinh", "Nguyễn Minh Kiên", "Nguyễn Thị Hạnh", "Nguyễn Văn An", "Trần Thị Bình"),
    *("Công ty CP Động cơ Minh Quang", "Công ty CP Dệt may Hoa Sen", "Công ty TNHH Thực phẩm Hoa Sen", "Hạnh"),
    *("Chi bộ Minh Quang", "Chi bộ Thái Sơn", "Đảng bộ Ban Quản lý các KCN", "Đảng ủy thử nghiệm"),
    "3 ca đổi tuần",  # a shift system of the organisation's workbook
)
# What an English speaker may say in one sitting, mistakes included.
JOURNEY = (
    *(
        "hello",
        "help",
        "menu",
        "my data",
        "candidates",
        "1",
        "1",
        "1",
        "QC012",
        "QC999",
        "xyz",
        "99",
        "x" * 4_001,
        "ok",
    ),
    *("undo", "resume", "invite", "1", "invite Nguyễn Minh Kiên", "invite Nguyen", "invite nobody", "roll call"),
    *("report", "Nguyễn Thị Hạnh", "the year of the monkey", "1998", "skip", "skip", "skip", "ca 3", "9", "mend"),
    *("back", "yes", "undo", "báo nguồn Nguyễn Thị Hạnh 1998 cty hoa sen", "1", "1", "ACDE-FGHJ", "cancel"),
    *("báo nguồn: Nguyễn Văn An 1990\nTrần Thị Bình 1995", "2: ca 3", "drop 2", "not yet", "034098001234 cccd"),
)
_QUOTED = re.compile("“[^”]*”")


async def test_english_and_back(cast: Cast) -> None:
    assert await cast.trinh.says("English please") == "From now on I speak English. Type “tiếng Việt” to go back."
    assert cast.trinh.buttons == [
        *("Report a candidate", "Candidates", "Helpers", "What is due", "Take the roll", "Cell meetings", "My shifts"),
        *("Invite someone", "My data", "Help"),
    ]
    assert "Từ giờ tôi nói tiếng Việt" in await cast.trinh.says("tiếng Việt")
    for words, answer in (("/language en", "English"), ("/language vi", "tiếng Việt"), ("/language", "English")):
        assert answer in await cast.trinh.says(words)


async def test_a_stranger_may_speak_english_too(cast: Cast) -> None:
    assert "English" in await cast.outsider.says("/language en")
    assert "Please type the code" in await cast.outsider.says("hello")


@pytest.mark.parametrize("who", ["trinh", "long", "quang", "lam", "outsider"])
async def test_no_vietnamese_is_left_in_english_but_names_and_examples(straight: Cast, who: str) -> None:
    phone = getattr(straight, who)
    await phone.says("/language en")
    for words in JOURNEY:
        answer = await phone.says(words)
        for text in (answer, *phone.buttons):
            assert not _ACCENTED.search(_without_names(text)), text


def _without_names(text: str) -> str:
    text = _QUOTED.sub("", text)
    for name in _NAMES:
        text = text.replace(name, "")
    return text
