"""``taonguon migrate``: brings the database to this version's schema."""

from __future__ import annotations

from bot.cli.common import ConfigOption, DataOption, opened
from bot.cli.telling import console
from models.schema import current


def migrate(config: ConfigOption = None, data: DataOption = None) -> None:
    """Bring the database up to date; the service does the same when it starts."""
    with opened(config, data) as (_, database):
        console.print(f"✅ schema {current(database)}")
