"""``taonguon plan`` as a person uses it, and as a program does."""

from __future__ import annotations

import json

from tests.cli.conftest import Shell
from tests.cli.plan_documents import document, spoilt


def write(shell: Shell, content: object) -> str:
    (shell.folder / "plan.json").write_text(json.dumps(content), encoding="utf-8")
    return "plan.json"


def test_a_program_reads_the_plans(shell: Shell) -> None:
    done = shell("plan", write(shell, document()), "--json")
    assert (done.code, done.err) == (0, "")
    told = done.json
    assert (told["members"], told["optimal"]) == (3, True)
    assert 0 <= told["elapsed_ms"] < 10_000
    single, pair = told["plans"]
    assert single["sittings"] == [{"start": "2026-12-06T08:00", "end": "2026-12-06T09:30", "attending": ["m1", "m3"]}]
    assert single["absent"] == [{"id": "m2", "reason": "rest_after_night"}]
    assert [other["start"][8:10] for other in single["alternatives"]] == ["07", "08", "15"]
    assert (pair["attending"], pair["absent"], pair["meets_quorum"]) == (3, [], True)
    assert set(single) == {"sittings", "attending", "absent", "meets_quorum", "alternatives"}
    assert set(single["alternatives"][0]) == set(single) - {"alternatives"} | {"start", "end"}


def test_people_read_a_table_with_days_in_vietnamese(shell: Shell) -> None:
    out = shell("plan", write(shell, document())).out
    assert "Thứ" in out
    assert "3/3" in out
    assert "m2 (" in out


def test_bad_input_gets_one_sentence_and_no_output(shell: Shell) -> None:
    done = shell("plan", write(shell, spoilt("members.1.pattern", ["3", "4"])), "--json")
    assert (done.code, done.out) == (2, "")
    assert "members[1] (m2).pattern[1]" in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_missing_file_gets_one_sentence(shell: Shell) -> None:
    done = shell("plan", "nothing.json")
    assert (done.code, done.out) == (2, "")
    assert "nothing.json" in done.err
    assert len(done.err.strip().splitlines()) == 1
