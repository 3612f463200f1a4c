"""Small PNG pictures for tests, made from nothing."""

import struct
import zlib
from collections.abc import Callable

Colour = tuple[int, int, int]


def png(
    width: int = 2, height: int = 2, colour_at: Callable[[int, int], Colour] = lambda _x, _y: (178, 34, 34)
) -> bytes:
    """A PNG of the given size in pixels; `colour_at(x, y)` gives red, green and blue."""
    rows = b"".join(b"\x00" + bytes(part for x in range(width) for part in colour_at(x, y)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
