"""What kind of picture some bytes are, and how large, read from the head of the file alone.

Layouts: PNG (W3C, 2003) §11.2.2, GIF89a §18, JPEG ITU-T T.81 annex B, WebP container specification (RFC 9649).
"""

from dataclasses import dataclass

# Start-of-frame markers carry the size; C4, C8 and CC are tables that share the range.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Picture:
    mime_type: str
    suffix: str
    width: int
    height: int


def read_picture(data: bytes) -> Picture | None:
    """The picture's type and size in pixels, or None when the bytes are no PNG, JPEG, GIF or WebP."""
    for reader in (_png, _gif, _jpeg, _webp):
        picture = reader(data)
        if picture is not None and picture.width > 0 and picture.height > 0:
            return picture
    return None


def _png(data: bytes) -> Picture | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return Picture("image/png", "png", int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))


def _gif(data: bytes) -> Picture | None:
    if data[:6] not in {b"GIF87a", b"GIF89a"} or len(data) < 10:
        return None
    return Picture("image/gif", "gif", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little"))


def _jpeg(data: bytes) -> Picture | None:
    if not data.startswith(b"\xff\xd8"):
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        if data[place + 1] in _JPEG_FRAMES:
            height, width = int.from_bytes(data[place + 5 : place + 7]), int.from_bytes(data[place + 7 : place + 9])
            return Picture("image/jpeg", "jpg", width, height)
        place += 2 + max(2, int.from_bytes(data[place + 2 : place + 4]))
    return None


def _webp(data: bytes) -> Picture | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    match data[12:16]:
        case b"VP8 ":
            width, height = int.from_bytes(data[26:28], "little"), int.from_bytes(data[28:30], "little")
            return Picture("image/webp", "webp", width & 0x3FFF, height & 0x3FFF)
        case b"VP8L":
            packed = int.from_bytes(data[21:25], "little")
            return Picture("image/webp", "webp", (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            width, height = int.from_bytes(data[24:27], "little"), int.from_bytes(data[27:30], "little")
            return Picture("image/webp", "webp", width + 1, height + 1)
    return None
