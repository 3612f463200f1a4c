"""Runs bots against the fake messenger, each in a process on a core of its own, and takes the figures.

A bot under test is a module that is started as

    python -m MODULE --base-url http://127.0.0.1:PORT --token TOKEN [--core N]

polls `http://127.0.0.1:PORT/bot<TOKEN>/getUpdates` until it is terminated (SIGTERM), and binds itself to the core
(`bench.peers.arguments.parse` does both). The people begin to write with the first poll; chat number i has the id
`FIRST_CHAT + i`. `start_seconds` counts from the start of the process to the first answer.

A bot that needs data (`prepares`) is first called, untimed, as

    python -m MODULE --prepare DIR --chats N

and then started with `--data DIR` besides. The directory is new for every run. The product is `bench.product`, its
script (the format is that of `bench.script.Script`) `bench/product_script.json`.
"""

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import IO, Any

import psutil

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
RUN_SECONDS_AT_MOST = 300.0


class MeasurementError(Exception):
    """A run that gave no figures; the text says why."""


@dataclass(frozen=True)
class Subject:
    """A bot to measure."""

    name: str
    module: str
    script: Path | None = None
    prepares: bool = False

    @property
    def exists(self) -> bool:
        return find_spec(self.module) is not None


# Every bot runs as deploy/taonguon.service starts ours; what was compiled for that is kept, as it is on a server.
AS_A_SERVICE = {**os.environ, "PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": ""}
PTB = Subject("python-telegram-bot echo", "bench.peers.ptb_echo")
AIOGRAM = Subject("aiogram echo", "bench.peers.aiogram_echo")
PRODUCT = Subject("Tạo Nguồn", "bench.product", script=Path(__file__).with_name("product_script.json"), prepares=True)


@dataclass(frozen=True)
class Load:
    """What the messenger does (see `bench.fake_telegram`)."""

    chats: int = 64
    warm_up: int = 200
    replies: int = 3000
    unasked: int = 0
    delay_ms: float = 0.0
    gather_ms: float = 0.0
    pace: float = 0.0
    limit: int = 0


@dataclass(frozen=True)
class Figures:
    """What one run gave."""

    turns_per_second: float
    p50_ms: float
    p99_ms: float
    most_in_a_second: int
    refused_429: int
    unasked_per_second: float
    start_seconds: float
    memory_mib: float


def side_by_side(runs: Sequence[tuple[Subject, Load]], rounds: int = 3) -> list[list[Figures]]:
    """The figures of each run, taken in turn, so that a busy minute of the machine meets all of them."""
    taken: list[list[Figures]] = [[] for _ in runs]
    for _ in range(rounds):
        for figures, (subject, load) in zip(taken, runs, strict=True):
            figures.append(run_once(subject, load))
    return taken


def medians(figures: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return Figures(**{name: median(getattr(one, name) for one in figures) for name in asdict(figures[0])})


def ratio(these: Sequence[Figures], those: Sequence[Figures]) -> float:
    """How many times the turns a second, as the median of the rounds."""
    return median(a.turns_per_second / b.turns_per_second for a, b in zip(these, those, strict=True))


def run_once(subject: Subject, load: Load) -> Figures:
    """Start messenger and bot, wait for the figures, end both.

    Raises:
        MeasurementError: no figures, or the people met something that their script does not know.
    """
    bot_core, server_core = _cores()
    with tempfile.TemporaryDirectory() as scratch, _messenger(subject, load, server_core) as (port, server_output):
        arguments = _prepared(subject, load, Path(scratch))
        arguments += ["--base-url", f"http://127.0.0.1:{port}", "--token", TOKEN, *_option("core", bot_core)]
        log = Path(scratch) / "bot.log"
        started_at = time.monotonic()
        with _process(subject.module, arguments, log) as bot:
            result = json.loads(_line(server_output, RUN_SECONDS_AT_MOST, bot, log))
            memory = _memory(psutil.Process(bot.pid))
    if result["failures"]:
        raise MeasurementError(f"{subject.name}: {result['failures'][0]}")
    named = {name: result[name] for name in Figures.__dataclass_fields__ if name in result}
    start = (result["first_reply_at"] or started_at) - started_at
    return Figures(**named, start_seconds=round(start, 3), memory_mib=round(memory / 2**20, 1))


def _cores() -> tuple[int | None, int | None]:
    """One core for the bot, another for the messenger, where the machine has two."""
    allowed = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return (allowed[0], allowed[1]) if len(allowed) > 1 else (None, None)


def _prepared(subject: Subject, load: Load, scratch: Path) -> list[str]:
    if not subject.prepares:
        return []
    data = scratch / "data"
    data.mkdir()
    command = [sys.executable, "-m", subject.module, "--prepare", str(data), "--chats", str(load.chats)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MeasurementError(f"{subject.name} could not be prepared: {done.stderr[-2000:]}")
    return ["--data", str(data)]


@contextmanager
def _messenger(subject: Subject, load: Load, core: int | None) -> Iterator[tuple[int, IO[str]]]:
    options = [text for name, value in asdict(load).items() for text in _option(name, value)]
    options += _option("core", core) + _option("script", subject.script)
    command = [sys.executable, "-m", "bench.fake_telegram", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(_line(server.stdout, 10.0).split()[1]), server.stdout
        finally:
            server.terminate()


@contextmanager
def _process(module: str, arguments: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdout=output, stderr=output, env=AS_A_SERVICE
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _memory(process: psutil.Process) -> int:
    """Resident bytes of a process and its children."""
    return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])


def _line(output: IO[str], seconds: float, bot: subprocess.Popen[bytes] | None = None, log: Path | None = None) -> str:
    """The next line of the messenger, unless the bot dies first."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and (bot is None or bot.poll() is None):
        if select.select([output], [], [], 0.2)[0]:
            line = output.readline()
            if not line:
                raise MeasurementError("the fake messenger ended early")
            return line
    said = log.read_text(errors="replace")[-2000:] if log else ""
    ended = bot is not None and bot.poll() is not None
    raise MeasurementError(f"no figures: {'the bot ended' if ended else f'nothing within {seconds:.0f} s'}\n{said}")


def _option(name: str, value: Any) -> list[str]:
    return [] if value is None else [f"--{name.replace('_', '-')}", str(value)]
