"""Writes a PNG row by row, so that a tall picture needs the memory of a part of it.

Format: https://www.w3.org/TR/png-3/ . Rows are not filtered, which packs pictures of few colours best.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BITS, _INDEXED = 8, 3
_NO_FILTER = b"\0"
_LEVEL = 6


class PngFile:
    """A PNG of a width and a height in pixels and a palette of at most 256 colours."""

    def __init__(self, width: int, height: int, palette: Iterable[tuple[int, int, int]]) -> None:
        self._width = width
        self._compressor = zlib.compressobj(_LEVEL)
        self._packed: list[bytes] = []
        header = struct.pack(">IIBBBBB", width, height, _BITS, _INDEXED, 0, 0, 0)
        colours = bytes(channel for colour in palette for channel in colour)
        self._head = _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"PLTE", colours)

    def add(self, pixels: bytes) -> None:
        """Add whole rows, a byte for the place in the palette of each pixel."""
        for start in range(0, len(pixels), self._width):
            self._packed.append(self._compressor.compress(_NO_FILTER + pixels[start : start + self._width]))

    def finish(self) -> bytes:
        """Return the file; all rows have been added."""
        self._packed.append(self._compressor.flush())
        return self._head + _chunk(b"IDAT", b"".join(self._packed)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
