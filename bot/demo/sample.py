"""Loads the sample organisation into an empty database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from handlers import workbook
from models.consent import ConsentMeans
from models.database import Database
from models.units import Unit

SAMPLE = resources.files("bot") / "sample" / "thai-nguyen.xlsx"


def load_sample(database: Database, now: datetime, timezone: str, say: Callable[[str], None]) -> None:
    """Import the sample organisation, unless the database holds one already."""
    with database.read() as session:
        if session.scalar(select(func.count()).select_from(Unit)):
            return
    say("Đang nạp tổ chức mẫu: 273 doanh nghiệp, 10 chi bộ, 150 đảng viên, 64 quần chúng ưu tú …")
    organisation = workbook.read_workbook(SAMPLE.read_bytes(), today=now.astimezone(ZoneInfo(timezone)).date())
    with database.write() as session:
        workbook.apply(session, organisation, now=now, means=ConsentMeans.SAMPLE)
