"""``taonguon rules`` as a person uses it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Shell


def test_rules_lists_every_limit_with_its_source(shell: Shell) -> None:
    document = shell("rules", "--json").json
    rules = {rule["code"]: rule for rule in document["rules"]}
    assert len(rules) == 21
    assert rules["decision_due"]["value"] == 60
    assert rules["decision_due"]["unit"] == "working_days"
    assert rules["decision_due"]["source"] == "QĐ 232-QĐ/TW 20/1/2025, 4.3.1"
    assert rules["ceremony_due"]["verified"] is False
    assert {limit["code"]: limit["value"] for limit in document["limits"]}["vote_share"] == "2/3"


def test_people_read_the_rules_in_vietnamese(shell: Shell) -> None:
    out = shell("rules").out
    assert "60 ngày làm việc" in out
    assert "chưa đối chiếu văn bản gốc" in out


@pytest.mark.parametrize("start", ["2026-11-24", "24/11/2026"])
def test_due_says_when_and_why(shell: Shell, start: str) -> None:
    document = shell("rules", "due", "decision_due", "--from", start, "--json").json
    assert document["due"] == "2027-02-24"
    assert (document["code"], document["from"]) == ("decision_due", "2026-11-24")
    assert (document["unit"], document["value"], document["verified"]) == ("working_days", 60, True)
    skipped = [day["date"] for day in document["skipped"]]
    assert skipped == ["2027-01-01", *(f"2027-02-{day:02}" for day in (4, 5, 8, 9, 10))]
    assert document["uncertain_from"] is None


def test_due_is_told_in_vietnamese(shell: Shell) -> None:
    out = shell("rules", "due", "ceremony_due", "--from", "26/1/2026").out
    assert "16/03/2026" in out
    assert "Tết Nguyên Đán" in out
    assert "chưa đối chiếu văn bản gốc" in out


def test_own_days_and_own_rules_count(shell: Shell) -> None:
    (shell.folder / "config.toml").write_text(
        '[rules]\nfile = "rules.toml"\n[calendar]\ndays_off = ["2026-11-25"]\nworking_days = ["2026-11-28"]\n'
    )
    (shell.folder / "rules.toml").write_text("[rules.ceremony_due]\nvalue = 3\n")
    document = shell("rules", "due", "ceremony_due", "--from", "2026-11-24", "--json").json
    assert document["due"] == "2026-11-28"
    assert [day["date"] for day in document["skipped"]] == ["2026-11-25"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("decison_due", "--from", "2026-11-24"), "decision_due"),
        (("missed_meetings", "--from", "2026-11-24"), "missed_meetings"),
        (("decision_due", "--from", "31/02/2026"), "24/11/2026"),
        (("decision_due", "--from", "hôm qua"), "24/11/2026"),
        (("decision_due", "--from", "31/12/9999"), "31/12/9999"),
        (("decision_due",), "--from"),
    ],
)
def test_bad_input_gets_one_sentence(shell: Shell, arguments: tuple[str, ...], words: str) -> None:
    done = shell("rules", "due", *arguments, "--json")
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_mistake_in_the_own_rules_is_named_with_its_line(shell: Shell) -> None:
    (shell.folder / "config.toml").write_text('[rules]\nfile = "rules.toml"\n')
    (shell.folder / "rules.toml").write_text("[rules.ceremony_due]\nvalue = 0\n")
    done = shell("rules")
    assert (done.code, done.out) == (2, "")
    assert "rules.toml, line 2" in done.err
