"""``taonguon import`` of a plant's roster: recognised by its shape, shown, written once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tests.cli.conftest import SAMPLE, Shell
from tests.workbook.roster_builder import Marks, Who, days_from, roster

# The service's clock is the real one here, so the days lie around today.
DAYS = days_from(date.today() + timedelta(days=1), 14)  # noqa: DTZ011 - a day is enough


def _write(shell: Shell, rows: Sequence[tuple[Who, Marks]], days: Sequence[object] = DAYS) -> str:
    (shell.folder / "phan-ca.xlsx").write_bytes(roster(rows, days))
    return "phan-ca.xlsx"


def test_a_roster_is_shown_and_then_written_once(shell: Shell) -> None:
    assert shell("import", str(SAMPLE), "--data", "d").code == 0
    file = _write(shell, [(("DV066", None), ["P"] * 14), (("DV999", "Không Có"), ["1"] * 14)])
    for arguments, added in ((["--dry-run"], 1), ([], 1), ([], 0)):
        document = shell("import", file, "--json", "--data", "d", *arguments).json["roster"]
        assert (document["people"], document["days"], document["cells"]) == (1, 14, 14)
        assert document["records"] == {"added": added, "removed": 0}, arguments
        assert [(row["why"], row["found"]) for row in document["rows_left_out"]] == [("not_found", "DV999 · Không Có")]
    done = shell("import", file, "--data", "d")
    assert "1 người, 14 ngày" in done.out
    assert "hàng 3: không tìm thấy “DV999 · Không Có”" in done.out


def test_a_roster_of_nobody_known_is_bad_input(shell: Shell) -> None:
    done = shell("import", _write(shell, [(("DV066", None), ["P"] * 14)]), "--data", "d")
    assert done.code == 2
    assert done.out == ""
    assert "không tìm thấy" in done.err


def test_a_roster_without_a_month_gets_a_sentence(shell: Shell) -> None:
    done = shell("import", _write(shell, [(("DV066", None), ["P"] * 28)], list(range(1, 29))), "--data", "d")
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
