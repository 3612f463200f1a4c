"""`python -m bench [--quick] [--only NAME]`: measure, print one table, append the figures to bench-results.jsonl."""

import argparse
import json
import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.measure import MeasurementError
from bench.rows import ROWS, Row

RESULTS = Path("bench-results.jsonl")
_MARKS = {None: "", True: "[green]yes[/]", False: "[red]no[/]"}


def main() -> int:
    """The command line. Returns 1 when a budget is missed or a row could not be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short run instead of medians of three")
    parser.add_argument("--only", choices=[row.__name__ for row in ROWS], help="one row")
    options = parser.parse_args()
    console = Console()
    rows: list[Row] = []
    for measure in ROWS:
        if options.only in {None, measure.__name__}:
            with console.status(f"measuring {measure.__name__} …"):
                try:
                    rows += measure(options.quick)
                except MeasurementError as error:
                    rows.append(Row(measure.__name__, "not measured", ok=False, details={"error": str(error)}))
                    console.print(f"[red]{measure.__name__}:[/] {error}", highlight=False)
    console.print(_table(rows))
    _record(rows)
    return 1 if any(row.ok is False for row in rows) else 0


def _table(rows: list[Row]) -> Table:
    table = Table(title=f"Python {platform.python_version()}, {os.cpu_count()} cores, one of them for the bot")
    for title in ("what", "figure", "budget", "ok?"):
        table.add_column(title)
    for row in rows:
        table.add_row(row.what, row.figure, row.budget, _MARKS[row.ok])
    return table


def _record(rows: list[Row]) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with RESULTS.open("a", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({"at": at, **asdict(row)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
