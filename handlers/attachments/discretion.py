"""What a paper for an employer may say without revealing that the Party is behind it: a person's own matter."""

from __future__ import annotations

import re
import unicodedata

from models.names import fold

_REVEALING = re.compile(
    r"\b(?:chi bo|chinh tri|cap uy|tuyen giao|dan van|ket nap|quan chung|bi thu|nhan thuc|tao nguon|ho chi minh)\b"
)
_PARTY = re.compile(r"\b(?:đảng|dang)\b")  # and not “cao đẳng”
_PARTY_BODY = re.compile(r"^(?:đảng ủy|đảng bộ|ban chấp hành đảng bộ|chi bộ)\s+(?:cơ sở\s+|bộ phận\s+)?", re.IGNORECASE)
_BLANK = "……………………"  # to be filled in by hand


def reveals(text: str) -> bool:
    """Whether a name lets guess that the matter is the Party's; one without accents is read as if it did."""
    written = unicodedata.normalize("NFC", text.casefold())
    return bool(_PARTY.search(written) or _REVEALING.search(fold(text)))


def organiser(*names: str | None) -> str:
    """Return the first of the `names` of those who hold a course that reveals nothing, a blank when there is none.

    Of a Party body the name of the office to which it belongs can do: “Đảng ủy Ban Quản lý các KCN” is at the
    “Ban Quản lý các KCN”.
    """
    given = [name for name in names if name]
    fitting = (name for name in (*given, *(_PARTY_BODY.sub("", name) for name in given)) if name and not reveals(name))
    return next(fitting, _BLANK)


def room(name: str | None) -> str:
    """Return a room that reveals nothing; empty otherwise."""
    return name if name and not reveals(name) else ""
