"""Python's collector of cyclic garbage, told how this service uses memory."""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 10_000  # new ones before the youngest are looked at; a turn makes a few thousand


def calm() -> None:
    """Look less often, and never again at what was built at the start: that stays until the process ends."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
