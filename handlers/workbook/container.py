"""The file itself, before anything in it is believed: is it a workbook, and is it safe to unpack?"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath

from handlers.workbook.findings import Sentence, UnreadableWorkbook

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 20 * MEGABYTE
MAX_UNPACKED_BYTES = 200 * MEGABYTE
# A list of 96,000 people packs 8 to 12 times, columns of equal cells up to 60 times; bombs pack a thousand times.
MAX_RATIO = 200
# Small parts may pack better than that without doing harm.
RATIO_FREE_BYTES = MEGABYTE
MAX_PARTS = 2_000

_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_WORKBOOK_PART = "xl/workbook.xml"

_NOT_A_WORKBOOK = Sentence("This file is not an Excel workbook. Save the list as .xlsx and send it again.")
_OLD_FORMAT = Sentence("This is a workbook of the old .xls kind. Save it as .xlsx and send it again.")
_PASSWORD = Sentence("This workbook is locked with a password. Save it without one and send it again.")
_MACROS = Sentence("This workbook carries macros. Save it as .xlsx without macros and send it again.")
_LINKS = Sentence("This workbook is linked to other files. Paste the values in place of the links and send it again.")
_TOO_LARGE = Sentence("This file is too large: the limit is {limit} MB.", {"limit": MAX_FILE_BYTES // MEGABYTE})
_TOO_LARGE_UNPACKED = Sentence("This workbook is too large when it is unpacked, so it was not opened.")
_DAMAGED = Sentence("This workbook is damaged. Open it in Excel, save it as a new .xlsx and send that one.")
_MISSING = Sentence("There is no such file, or it may not be read.")


def damaged() -> UnreadableWorkbook:
    """Return the refusal of a workbook whose inside does not hold together."""
    return UnreadableWorkbook(_DAMAGED)


def open_safely(source: Path | bytes) -> io.BytesIO:
    """Return the bytes of the workbook once its directory has been found harmless.

    Raises :class:`UnreadableWorkbook` for a file that is no .xlsx, too large, encrypted, damaged, carries macros or
    external links, or would unpack to more than it should.
    """
    content = _bytes_of(source)
    if content.startswith(_OLE_MAGIC):
        raise UnreadableWorkbook(_PASSWORD if _ENCRYPTED_STREAM in content else _OLD_FORMAT)
    stream = io.BytesIO(content)
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_parts(archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise UnreadableWorkbook(_DAMAGED if content.startswith(b"PK") else _NOT_A_WORKBOOK) from None
    stream.seek(0)
    return stream


def _bytes_of(source: Path | bytes) -> bytes:
    try:
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UnreadableWorkbook(_TOO_LARGE)
        return source if isinstance(source, bytes) else source.read_bytes()
    except OSError:
        raise UnreadableWorkbook(_MISSING) from None


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    lower = {name.lower() for name in names}
    if len(parts) > MAX_PARTS or len(lower) < len(names) or not all(map(_is_sane, names)):
        raise UnreadableWorkbook(_DAMAGED)
    # zipfile never unpacks more than the size that the directory declares, so these figures can be relied upon.
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES or any(map(_is_bomb, parts)):
        raise UnreadableWorkbook(_TOO_LARGE_UNPACKED)
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise UnreadableWorkbook(_PASSWORD)
    if _WORKBOOK_PART not in lower:
        raise UnreadableWorkbook(_NOT_A_WORKBOOK)
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in lower):
        raise UnreadableWorkbook(_MACROS)
    if any(name.startswith("xl/externallinks/") for name in lower):
        raise UnreadableWorkbook(_LINKS)


def _is_sane(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and not set(name) & {"\\", "\0", ":"}


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_FREE_BYTES and part.file_size > MAX_RATIO * max(part.compress_size, 1)
