"""Photographs as people send them, without what a camera writes beside the picture: the place, the device, the time."""

from __future__ import annotations

import struct

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_START_OF_SCAN, _END = 0xDA, 0xD9
_TOLD = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})  # APP1–APP13, APP15 and comments; APP0 and APP14 are about colours
_KEPT_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"pHYs"})


def without_notes(content: bytes) -> bytes:
    """Return the picture alone. Raises ``ValueError`` for what is no whole JPEG or PNG."""
    try:
        if content.startswith(_JPEG):
            return _jpeg(content)
        if content.startswith(_PNG):
            return _png(content)
    except (struct.error, IndexError):
        pass
    raise ValueError("neither a JPEG nor a PNG")


def media_type(content: bytes) -> str:
    """Return the media type of a picture that :func:`without_notes` has returned."""
    return "image/png" if content.startswith(_PNG) else "image/jpeg"


def _jpeg(content: bytes) -> bytes:
    """Leave out the segments of ITU-T T.81, B.2.4 in which programs write notes."""
    kept, at = bytearray(_JPEG), len(_JPEG)
    while True:
        if content[at] != 0xFF:
            raise ValueError("a JPEG's segment begins with FF")
        marker = content[at + 1]
        if marker == _START_OF_SCAN:
            if _END not in content[-2:]:
                raise ValueError("the JPEG is cut off")
            return bytes(kept + content[at:])
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker not in _TOLD:
            kept += content[at:end]
        at = end


def _png(content: bytes) -> bytes:
    """Keep the chunks of the PNG specification, 11.2 and 11.3, that are needed to show the picture."""
    kept, at = bytearray(_PNG), len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("the PNG is cut off")
        if kind in _KEPT_CHUNKS:
            kept += content[at:end]
        if kind == b"IEND":
            return bytes(kept)
        at = end
