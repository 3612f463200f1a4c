"""Numbers that must not be kept."""

from __future__ import annotations

import pytest

from handlers.understanding import Context, mend, understand


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("báo nguồn Trần Thị Mai 1992 cccd 019092001234", "019092001234"),
        ("báo nguồn Trần Thị Mai 1992 số căn cước công dân: 019 092 001 234", "001 234"),
        ("báo nguồn Trần Thị Mai 1992 CMND số 090123456", "090123456"),
        ("báo nguồn Trần Thị Mai 1992 019092001234", "019092001234"),
        ("cmnd 090123456", "090123456"),
        ("hộ chiếu B1234567 của Mai", "1234567"),
    ],
)
def test_an_identity_number_is_noticed_and_kept_nowhere(text: str, digits: str, context: Context) -> None:
    understood = understand(text, context)
    assert understood.sensitive
    assert digits not in repr(understood)
    correction = mend(text, context)
    assert correction.sensitive
    assert digits not in repr(correction)


@pytest.mark.parametrize("phone", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "0280 3861 234"])
def test_a_telephone_number_is_not_kept_but_is_no_secret_of_state(phone: str, context: Context) -> None:
    understood = understand(f"báo nguồn Trần Thị Mai 1992 sđt {phone} ca 2", context)
    said = understood.candidates[0]
    assert not understood.sensitive
    assert (said.full_name, said.birth_year, said.shift) == ("Trần Thị Mai", 1992, "2")
    assert phone[-4:] not in repr(understood)


@pytest.mark.parametrize("text", ["báo nguồn Trần Thị Mai 12/05/1996 ca 2", "vắng 3, 7, 12, 15, 18, 21, 30", "QC012"])
def test_dates_and_numbers_of_the_roll_are_no_secrets(text: str, context: Context) -> None:
    assert not understand(text, context).sensitive
    assert "…" not in repr(understand(text, context))
