"""What people say about their data and consents, beyond the words that always work."""

from __future__ import annotations

import re

from handlers.understanding import Intent
from models.names import fold

_NUMBER = re.compile(r"\byc ?(\d{4}) ?[-–] ?(\d{1,5})\b", re.IGNORECASE)
_REQUESTS = re.compile(r"(xem |danh sach )?(cac )?yeu cau (ve )?du lieu( ca nhan)?( cua moi nguoi)?|data requests?")
_PAPER = re.compile(r"\b(phieu|giay|don) (da )?(ky )?(dong y|chap thuan)\b|\bconsent form\b")
_MINE = re.compile(r"(xem )?(cac )?(yeu cau|quyen) cua (toi|em|minh)|my requests|my rights")
_ABOUT_DATA = re.compile(
    r"(xoa|han che|phan doi|rut( lai)?|sua( lai)?|dinh chinh|delete|restrict|object|withdraw|correct)\b"
    r".*\b(du lieu|thong tin|dong y|data|consent)\b.*"
)
_CORRECT = re.compile(
    r"(sua|sua lai|dinh chinh|correct) (cho \w+ )?(ho ten|ten|nam sinh|ngay sinh|so dien thoai|sdt|kip|ca|doanh nghiep"
    r"|cong ty|don vi|chi bo|gioi tinh|my|name|year)\b.*"
)
_ON_BEHALF = re.compile(
    r"\b(yeu cau|muon|de nghi|xin|wants?( to)?) (xoa|rut|han che|phan doi|delete|withdraw|restrict|object)\b"
    r".*\b(du lieu|thong tin|dong y|data|consent)\b"
)
_WITH_CODE = frozenset({Intent.CANDIDATE_CODE, Intent.STAGE_UPDATE})


def meant(text: str, intent: Intent) -> Intent | None:
    """Return what `text`, understood as `intent` so far, rather means; None when it is not about data."""
    words = fold(text).strip(" .!?")
    if intent in _WITH_CODE:
        if _PAPER.search(words):
            return Intent.PAPER_CONSENT
        return Intent.DATA_REQUESTS if _ON_BEHALF.search(words) else None
    if intent is not Intent.UNKNOWN:
        return None
    if _NUMBER.search(words) or _REQUESTS.fullmatch(words):
        return Intent.DATA_REQUESTS
    if any(pattern.fullmatch(words) for pattern in (_MINE, _ABOUT_DATA, _CORRECT)):
        return Intent.MY_DATA
    return None


def request_number(text: str) -> str | None:
    """Return the number of a request in `text`, as it is kept: ``YC2026-001``."""
    found = _NUMBER.search(text)
    return f"YC{found[1]}-{int(found[2]):03d}" if found else None


def wish(text: str) -> str:
    """Return which wish about one's data `text` begins with: a kind of request, ``mine``, or nothing for “show me”."""
    words = fold(text).strip()
    if _MINE.fullmatch(words.strip(" .!?")):
        return "rights" if "quyen" in words or "rights" in words else "mine"
    openings = {
        "delete": ("xoa", "delete"),
        "withdraw": ("rut", "withdraw"),
        "restrict": ("han che", "restrict"),
        "object": ("phan doi", "object"),
        "correct": ("sua", "dinh chinh", "correct"),
    }
    return next((name for name, first in openings.items() if words.startswith(first)), "")
