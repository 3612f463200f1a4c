"""An organisation's own file of rules: what it changes, and how a mistake in it is named."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from models import rulebook
from models.deadlines import Mark
from models.rulebook import RuleError, load, reload, shipped


def _file(folder: Path, text: str) -> Path:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_shipped_rules_are_in_force() -> None:
    assert load(None) == shipped()


def test_one_value_is_changed_and_everything_else_stays(tmp_path: Path) -> None:
    book = load(_file(tmp_path, "[rules.decision_due]\nvalue = 45\n[limits.class_attendance]\nvalue = 90\n"))
    assert (book.rules["decision_due"].value, book.rules["decision_due"].extension) == (45, 30)
    assert book.limits["class_attendance"].value == Fraction(90)
    assert book.changed_from(shipped()) == ["decision_due", "class_attendance"]


def test_a_changed_figure_is_not_vouched_for_by_the_old_document(tmp_path: Path) -> None:
    rule = load(_file(tmp_path, "[rules.decision_due]\nvalue = 45\n")).rules["decision_due"]
    assert rule.is_changed
    assert not rule.verified


def test_a_changed_figure_with_its_own_mark_keeps_it(tmp_path: Path) -> None:
    text = '[rules.ceremony_due]\nvalue = 45\nsource = "QĐ 1-QĐ/TW"\nsource_date = 2027-01-15\nmark = "V"\n'
    rule = load(_file(tmp_path, text)).rules["ceremony_due"]
    assert rule.verified
    assert rule.basis == "QĐ 1-QĐ/TW 15/1/2027"


def test_another_document_does_not_inherit_the_date_and_place_of_the_old_one(tmp_path: Path) -> None:
    text = '[rules.decision_due]\nvalue = 45\nsource = "QĐ 1-QĐ/TW"\n'
    assert load(_file(tmp_path, text)).rules["decision_due"].basis == "QĐ 1-QĐ/TW"


def test_repeating_the_shipped_value_changes_nothing(tmp_path: Path) -> None:
    assert load(_file(tmp_path, "[rules.decision_due]\nvalue = 60\n")) == shipped()


def test_a_note_alone_leaves_the_mark(tmp_path: Path) -> None:
    text = '[rules.decision_due]\nnote = { vi = "Hỏi Ban Tổ chức.", en = "Ask." }\n'
    assert load(_file(tmp_path, text)).rules["decision_due"].mark is Mark.SEEN


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[rules.decision_due]\nvalue = 0\n", 2, "greater than or equal to 1"),
        ('[rules.decision_due]\n# why\nvalue = "sixty"\n', 3, "valid integer"),
        ("[rules.decision_due]\nvalue = true\n", 2, "valid integer"),
        ('[rules.decision_due]\nunit = "weeks"\n', 2, "'working_days'"),
        ('[rules.decision_due]\nmark = "sure"\n', 2, "'V2'"),
        ('[rules.decision_due]\nsource_date = "soon"\n', 2, "2025-01-20"),
        ('[rules.decision_due]\ncounts_from = "cell_resolve"\n', 2, "cell_resolved"),
        ("[rules.decision_due]\nvalu = 3\n", 2, "expected code"),
        ("[rules.decision_dew]\nvalue = 3\n", 1, "decision_due"),
        ("[rules.meeting_monthly]\nextension = 3\n", 1, "no extension"),
        ('[limits.vote_share]\nvalue = "3/2"\n', 1, "at most 1"),
        ('[limits.vote_share]\nvalue = "most"\n', 2, "fraction"),
        ("[limits.voting_members]\nvalue = 2.5\n", 1, "whole number"),
        ("rules = 3\n", 1, "[rules.CODE]"),
        ("[rules]\ndecision_due = 45\n", 2, "[rules.decision_due]"),
        ("[rules]\ndecision_due.value = 0\n", 2, "greater than"),
        ("[rule.decision_due]\nvalue = 3\n", 1, "[rules.CODE]"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_what_was_expected(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    with pytest.raises(RuleError) as caught:
        load(_file(tmp_path, text))
    [mistake] = caught.value.mistakes
    assert f"rules.toml, line {line}: " in mistake
    assert words in mistake


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        load(_file(tmp_path, "[rules.decision_due]\nvalue = 0\n[rules.transfer_due]\nvalue = -1\n"))
    assert len(caught.value.mistakes) == 2


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="line 1"):
        load(_file(tmp_path, "[rules.decision_due\n"))


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "rules.toml"
    if content:
        path.write_bytes(content)
    with pytest.raises(RuleError, match=r"rules\.toml cannot be read"):
        load(path)


def test_after_a_mistake_the_old_rules_stay_in_force_and_it_is_told(tmp_path: Path) -> None:
    path = _file(tmp_path, "[rules.decision_due]\nvalue = 45\n")
    before = reload(shipped(), path)
    assert before.error is None
    after = reload(before.book, _file(tmp_path, "[rules.decision_due]\nvalue = 4.5\n"))
    assert after.book.rules["decision_due"].value == 45
    assert after.error is not None
    assert "line 2" in after.error.mistakes[0]


def test_a_code_written_wrongly_finds_those_near_it() -> None:
    assert rulebook.shipped().near("decison_due")[0] == "decision_due"
    assert rulebook.shipped().near("xyz") == list(shipped().rules)
