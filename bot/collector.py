"""Python's collector of cyclic garbage, told how this service uses memory."""

from __future__ import annotations

import ctypes
import gc
import sys

YOUNG_OBJECTS = 10_000  # new ones before the youngest are looked at; a turn makes a few thousand


def calm() -> None:
    """Look less often, and never again at what was built at the start: that stays until the process ends."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    _give_back()


def _give_back() -> None:
    """Give the system the memory that the start took for a moment, where the C library can (glibc): some 5 MiB."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
