"""What the bot says unasked: every kind in one table."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.notices.kinds import Kind, Telling

ALL: tuple[Kind, ...] = ()
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in ALL}

__all__ = ["ALL", "KINDS", "Kind", "Telling"]
