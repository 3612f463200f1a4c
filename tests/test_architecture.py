"""The three floors, and what must not stand in any file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = [path for floor in ("bot", "handlers", "models", "tests", "bench") for path in (ROOT / floor).rglob("*.py")]
LEFT_FOR_LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|HA" + r"CK)\b")


def test_the_floors_import_only_downwards() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_nothing_is_left_for_later() -> None:
    assert [path for path in SOURCES if LEFT_FOR_LATER.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("floor", ["models", "handlers"])
def test_the_lower_floors_are_synchronous(floor: str) -> None:
    awaiting = [
        path.name
        for path in (ROOT / floor).rglob("*.py")
        if re.search(r"^\s*(async|await)\b", path.read_text(), re.MULTILINE)
    ]
    assert awaiting == []


def test_nothing_outside_the_repository_is_needed() -> None:
    outside = re.compile(r"\.\./shared|/shared/")
    assert [
        path for path in SOURCES if path != Path(__file__) and outside.search(path.read_text(encoding="utf-8"))
    ] == []
