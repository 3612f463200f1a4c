"""The command line as a person uses it: a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "bot" / "sample" / "thai-nguyen.xlsx"
FAULTY = ROOT / "tests" / "data" / "thai-nguyen-faulty.xlsx"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return the one JSON document on standard output."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs ``taonguon`` in a folder."""

    folder: Path

    def __call__(self, *arguments: str, answers: str = "", **variables: str) -> Done:
        command = [str(Path(sys.executable).parent / "taonguon"), *arguments]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", **variables}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            input=answers,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a demo's folder with the sample organisation; tests only read it or work on what nobody else looks at."""
    folder = tmp_path_factory.mktemp("filled")
    assert Shell(folder)("import", str(SAMPLE), "--data", str(folder / "d")).code == 0
    return folder / "d"
