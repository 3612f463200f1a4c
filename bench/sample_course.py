"""The course of the sample organisation, asked for as the demo asks: loaded from the workbook, searched, proposed."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bench.row import Row
from bot.demo.sample import load_sample
from models import course_planning
from models.cipher import Cipher
from models.class_rules import ClassRules
from models.class_slots import EVERY_DAY, SlotWish
from models.classes import Course
from models.course_proposals import Proposal
from models.courses import most_sittings
from models.database import Database
from models.rest import Habits
from models.schema import migrate

_NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
_CODE = "L2026-4"
_ALWAYS = SlotWish((EVERY_DAY, EVERY_DAY, EVERY_DAY))  # the first choice that the form offers
_BUDGET = 10.0  # seconds


def sample_course(quick: bool) -> list[Row]:  # noqa: ARG001 - one run is all that it takes
    """The workers and the room of the sample's sheets “Công nhân đăng ký học” and “Lớp học”, in the usual sittings."""
    rules, habits = ClassRules(), Habits()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'sample.db'}", Cipher(bytes(range(32))))
        migrate(database)
        load_sample(database, _NOW, habits.timezone, lambda _told: None)
        with database.read() as session:
            course = session.scalars(select(Course).where(Course.code == _CODE)).one()
            most = most_sittings(course, rules)
            began = time.perf_counter()
            asked = course_planning.load(session, course, _ALWAYS, most, rules=rules, habits=habits, now=_NOW)
            loaded = time.perf_counter() - began
            found = course_planning.propose(asked, rules.search_seconds)
            seconds = time.perf_counter() - began
        database.close()
    if not isinstance(found, Proposal):
        return [Row("timetable of the sample's course", f"none: {found.obstacle}", "", False)]
    what = f"timetable of the sample's course, {found.everybody} workers, from the database to the proposal"
    told = f"{seconds:.2f} s, {found.served} served, {'proven' if found.is_proven else 'not proven'}"
    details = {"seconds": seconds, "loading": loaded, "served": found.served, "sittings": len(found.sittings)}
    return [Row(what, told, f"≤ {_BUDGET:g} s, proven", seconds <= _BUDGET and found.is_proven, details)]
