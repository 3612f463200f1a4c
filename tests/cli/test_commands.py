"""Each command as a new user tries it: its result, and one clear sentence on bad input."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import FAULTY, SAMPLE, Shell


def test_import_says_what_was_mended_and_what_is_new(shell: Shell) -> None:
    done = shell("import", str(SAMPLE), "--json", "--data", "d")
    assert done.code == 0
    document = done.json
    assert document["ok"] is True
    assert document["faults"] == []
    assert document["mended"]["total"] > 100
    assert document["changes"]["enterprises"]["new"] == 273
    assert document["changes"]["candidates"]["new"] == 64


def test_importing_again_changes_nothing(filled: Path, shell: Shell) -> None:
    document = shell("import", str(SAMPLE), "--json", "--data", str(filled)).json
    assert document["changes"]["enterprises"] == {"new": 0, "changed": {}, "unchanged": 273, "missing": []}


def test_a_dry_run_writes_nothing(shell: Shell) -> None:
    assert shell("import", str(SAMPLE), "--dry-run", "--data", "d").code == 0
    assert shell("import", str(SAMPLE), "--json", "--dry-run", "--data", "d").json["changes"]["members"]["new"] == 150


def test_every_fault_is_named_and_nothing_is_imported(shell: Shell) -> None:
    done = shell("import", str(FAULTY), "--json", "--data", "d")
    assert done.code == 2
    cells = {(fault["sheet"], fault["cell"]) for fault in done.json["faults"]}
    for cell in ("C154", "D155", "B156", "F157", "D158", "C159", "H159", "J159"):
        assert ("Đảng viên", cell) in cells
    assert any(sheet == "Nguồn phát triển" and cell.endswith("68") for sheet, cell in cells)
    assert shell("invite", "--person", "DV001", "--data", "d").code == 2, "nothing was imported"


def test_faults_are_told_in_vietnamese(shell: Shell) -> None:
    done = shell("import", str(FAULTY), "--data", "d")
    assert done.code == 2
    assert "31/02/1991" in done.err
    assert "155" in done.err


@pytest.mark.parametrize("file", ["missing.xlsx", "text.xlsx"])
def test_a_file_that_is_no_workbook_gets_a_sentence(shell: Shell, file: str) -> None:
    (shell.folder / "text.xlsx").write_text("not a workbook", encoding="utf-8")
    done = shell("import", file, "--data", "d")
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1


def test_invite_gives_a_code_and_says_for_whom(filled: Path, shell: Shell) -> None:
    done = shell("invite", "--person", "dv075", "--data", str(filled))
    assert done.code == 0
    assert len(done.out.strip()) == 9
    assert "Nguyễn Lan Trinh" in done.err


def test_invite_of_nobody_is_a_sentence(filled: Path, shell: Shell) -> None:
    done = shell("invite", "--person", "DV999", "--data", str(filled))
    assert (done.code, done.out) == (2, "")
    assert "DV999" in done.err


def test_understand_shows_what_was_said_and_invents_nothing(shell: Shell) -> None:
    document = shell(
        "understand", "bao nguon nguyen thi hanh 1998 cty hoa sen ca 2 cong doan gioi thieu", "--json"
    ).json
    assert document["intent"] == "report_candidate"
    [candidate] = document["candidates"]
    assert candidate["full_name"] == "Nguyễn Thị Hạnh"
    assert candidate["birth_year"] == 1998
    assert candidate["gender"] is None
    assert candidate["enterprise"] == "Hoa Sen"
    assert candidate["shift"] == "2"
    assert candidate["introduced_by"] == "trade_union"
    assert document["missing"] == ["gender"]
    assert "Nguyễn Thị Hạnh" in document["reply"]


def test_understand_knows_the_roster(shell: Shell) -> None:
    (shell.folder / "roll.txt").write_text("Nguyễn Thị Hạnh\nTrần Văn Dũng\n", encoding="utf-8")
    document = shell("understand", "vang hanh, dung co phep", "--roster", "roll.txt", "--json").json
    assert document["intent"] == "attendance"
    assert document["attendance"]["absent"] == ["Nguyễn Thị Hạnh", "Trần Văn Dũng"]


def test_understand_knows_the_enterprises_of_a_workbook(shell: Shell) -> None:
    text = "bao nguon le thi my duyen sn 99 ben bao bi thai son kip c, doan tn gt"
    [candidate] = shell("understand", text, "--roster", str(SAMPLE), "--json").json["candidates"]
    assert candidate["enterprise"] == "Công ty CP Bao bì Thái Sơn"


def test_export_of_a_person_holds_everything_about_them(filled: Path, shell: Shell) -> None:
    document = shell("export", "--person", "QC001", "--data", str(filled)).json
    assert document["candidate"]["full_name"] == "Phạm Quang Thành"
    assert next(step["stage"] for step in document["stages"]) == "introduced"
    assert document["consents"][0]["means"] == "imported"


def test_export_writes_open_formats_and_no_hash(filled: Path, shell: Shell) -> None:
    assert shell("export", "all", "--data", str(filled)).code == 0
    people = [
        json.loads(line) for line in (shell.folder / "all" / "people.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(people) == 150 + 120 + 1
    assert "name_hash" not in people[0]
    again = shell("export", "all", "--data", str(filled))
    assert again.code == 2
    assert "not an empty folder" in again.err


def test_init_writes_a_private_file_and_never_overwrites_without_asking(shell: Shell) -> None:
    answers = "Đảng ủy KCN\n123456:ABCDEFGHIJKLMNOP\n\n\n"
    assert shell("init", answers=answers).code == 0
    path = shell.folder / "config.toml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text(encoding="utf-8")
    assert 'name = "Đảng ủy KCN"' in before
    kept = shell("init", answers="n\n")
    assert kept.code == 2
    assert path.read_text(encoding="utf-8") == before


def test_init_refuses_what_is_no_token(shell: Shell) -> None:
    assert shell("init", answers="Đảng ủy\nhello\n").code == 2
    assert not (shell.folder / "config.toml").exists()


def test_run_says_what_is_missing(shell: Shell) -> None:
    (shell.folder / "config.toml").write_text('[organisation]\nname = "A"\n', encoding="utf-8")
    done = shell("run")
    assert done.code == 2
    assert "BotFather" in done.err


def test_a_wrong_configuration_is_named_and_nothing_starts(shell: Shell) -> None:
    (shell.folder / "config.toml").write_text("[web]\nprot = 1\n", encoding="utf-8")
    done = shell("run")
    assert done.code == 2
    assert "line 2" in done.err
    assert not (shell.folder / "taonguon.db").exists()


def test_doctor_says_what_to_do_and_exits_with_1(shell: Shell) -> None:
    (shell.folder / "config.toml").write_text('[organisation]\nname = "A"\n', encoding="utf-8")
    assert shell("migrate").code == 0
    done = shell("doctor", "--json")
    assert done.code == 1
    checks = {check["name"]: check for check in done.json["checks"]}
    assert checks["database"]["ok"]
    assert checks["key"]["ok"]
    assert not checks["heartbeat"]["ok"]
    assert not checks["telegram"]["ok"]
    assert all(check["advice"] for check in checks.values() if not check["ok"])


def test_a_lost_key_is_a_sentence_and_loses_nothing(shell: Shell) -> None:
    assert shell("import", str(SAMPLE), "--data", "d").code == 0
    key = shell.folder / "d" / "taonguon.db.key"
    kept = key.read_text(encoding="ascii")
    key.write_text("0" * 64, encoding="ascii")
    done = shell("export", "--person", "QC001", "--data", "d")
    assert done.code == 2
    assert "key" in done.err
    key.write_text(kept, encoding="ascii")
    assert shell("export", "--person", "QC001", "--data", "d").code == 0


def test_two_places_at_once_are_refused(shell: Shell) -> None:
    (shell.folder / "config.toml").write_text("", encoding="utf-8")
    done = shell("migrate", "--config", "config.toml", "--data", "d")
    assert done.code == 2
    assert "cannot be used together" in done.err


@pytest.mark.parametrize("words", [("nonsense",), ("import",), ("demo", "--port", "many"), ("invite", "--person")])
def test_wrong_words_get_one_sentence(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell(*words)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.strip().splitlines()) == 1
    assert "--help" in done.err


def test_without_words_it_shows_what_it_can_do(shell: Shell) -> None:
    done = shell()
    assert done.code == 0
    assert "demo" in done.out
