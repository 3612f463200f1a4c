"""A database with many candidates, spread over the path, for what is computed of all of them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from sqlalchemy import Table, insert

from models.candidates import PATH, Candidate, StageStep
from models.cipher import Cipher
from models.database import Database
from models.schema import migrate
from models.units import Unit, UnitKind

TODAY = date(2026, 11, 24)
_NOW = datetime(2026, 11, 24, tzinfo=UTC)


@contextmanager
def many_candidates(number: int, cells: int = 300) -> Iterator[Database]:
    """Give a SQLite database with `number` candidates in `cells` cells; the same one every time."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.db'}", Cipher(bytes(32)))
        migrate(database)
        candidates, steps = _rows(number, cells)
        with database.write() as session:
            session.execute(insert(_table(Unit)), [_cell(place) for place in range(1, cells + 1)])
            session.execute(insert(_table(Candidate)), candidates)
            session.execute(insert(_table(StageStep)), steps)
        yield database
        database.close()


def _table(model: Any) -> Table:
    return cast("Table", model.__table__)


def _cell(place: int) -> dict[str, Any]:
    return {
        "id": place,
        "code": f"CB{place:03d}",
        "name": f"Chi bộ số {place}",
        "kind": UnitKind.ENTERPRISE_CELL,
        "path": f"/{place}/",
    }


def _rows(number: int, cells: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    chance = random.Random(2026)
    candidates, steps = [], []
    for place in range(1, number + 1):
        reached = PATH[: chance.randint(1, len(PATH))]
        day = TODAY - timedelta(days=chance.randint(30, 90) * len(reached))
        candidates.append(
            {
                "id": place,
                "code": f"QC{place:05d}",
                "initials": "N.T.H.",
                "unit_id": 1 + place % cells,
                "stage": reached[-1],
                "introduced_on": day,
                "consented_on": day,
                "created_at": _NOW,
            }
        )
        for stage in reached:
            steps.append({"candidate_id": place, "stage": stage, "reached_on": day, "recorded_at": _NOW})
            day += timedelta(days=chance.randint(7, 75))
    return candidates, steps
