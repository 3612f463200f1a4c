"""``INSERT … ON CONFLICT``, which both databases know and SQLAlchemy has once for each.

Only the dialect that is used is loaded: PostgreSQL's brings 2 MiB along.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from sqlalchemy import Table

if TYPE_CHECKING:
    from sqlalchemy.dialects import sqlite


def insert_into(table: Table, dialect: str) -> sqlite.Insert:
    """Return an insert that can be told what to do on a conflict, for ``sqlite`` or ``postgresql``.

    Typed as SQLite's: what both have (``on_conflict_do_nothing``, ``on_conflict_do_update``) is called alike.
    """
    return cast("sqlite.Insert", import_module(f"sqlalchemy.dialects.{dialect}").insert(table))
