"""What looks like a date and is none: a birth, a share of the members, a count, a shift, somebody called Mai."""

from __future__ import annotations

from datetime import date

from handlers.understanding.patterns import Found, Line
from handlers.understanding.syllables import syllables
from handlers.understanding.tokens import Shape
from handlers.understanding.words import word_set

# A year so long ago is that of a birth: the age at which the path may begin (DOMAIN.md §3).
_LEAST_AGE = 18
_BIRTH = word_set("sinh sn ns nsinh born")
_COUNTED = word_set(
    "dang dv nguoi dong dc thanh phieu y so hoc hv chi ban em vang co mat ca kip buoi bai tiet lan tieng gio noi nghi"
    " tan tong du quan cong phan tuoi nam diem % trieu kg lop chi uy vien doan"
)
_COUNTS = word_set(
    "ca kip mat duoc dat du tren hon ty le lop bai buoi so tang to vang la khoang qua si dien luc lam 12h phieu it nhat"
    " thieu con toi"
)
_ORDERED = word_set("buoc lan nguoi lop buoi khoa dot bai muc cap hang con tap vong quy giai doan ngay")
_ADDRESSES = word_set("anh chi em ban co chu ba ong dc chi nang")


def is_no_date(line: Line, found: Found, today: date) -> bool:
    """Whether the words around what was found, or its own figures, say that no date is meant."""
    year = found.number("y")
    if year is not None and 100 <= year <= today.year - _LEAST_AGE:
        return True  # long before anything on the path of somebody of that age: a birth
    if _follows_birth(line, found.start):
        return True
    if (found.group("bare") or found.group("d1")) and _is_share(line, found):
        return True
    if line.token(found.start) == "mai" and found.end == found.start + 1:
        return _is_person(line, found.start)
    if found.group("sunday") is not None:
        return not _is_sunday(line, found)
    return _is_ordinal_or_count(line, found)


def _follows_birth(line: Line, start: int) -> bool:
    """Whether "sinh năm", "ngày sinh:" stands before."""
    place = start - 1
    while place >= 0 and line.token(place) in {":", "=", "-", "ngay", "nam", "thang"}:
        place -= 1
    return line.token(place) in _BIRTH and line.token(place - 1) != "hoc"


def _is_share(line: Line, found: Found) -> bool:
    """Whether a day and a month without a year are "2/3 đảng viên", "ca 2/3", "24/30 có mặt", "4-2", "lúc 17.30"."""
    day, stroke, month = (found.group(name) or "" for name in ("d", "bare", "m"))
    if found.group("as") or found.group("of") or found.group("y"):
        return False
    follows_sunday = line.token(found.start - 2) == "chu" and line.token(found.start - 1) == "nhat"
    follows_count = line.token(found.start - 1) in _COUNTS and not follows_sunday
    if follows_count or line.token(found.end) in _COUNTED:
        return True
    if not stroke or "/" in stroke:
        return False
    is_possible = 1 <= int(day) <= 31 and 1 <= int(month) <= 12
    return not is_possible or len(day + month) < 3


def _is_person(line: Line, place: int) -> bool:
    """Whether "mai" is rather somebody's name: a capital within the sentence, after "chị" or the rest of a name."""
    token, before, after = line.tokens[place], line.token(place - 1), line.token(place + 1)
    known = syllables()
    if token.capital and line.tells_capitals and (place > 0 or _goes_on_as_name(line, place + 1)):
        return True
    # "từ mai": where capitals tell anything, the surname has one
    is_from = before == "tu" and not (line.tokens[place - 1].capital and line.tells_capitals)
    follows_name = before in _ADDRESSES or before in {"thi", "van"} or (before in known.surnames and not is_from)
    return follows_name or (after in {"thi", "van"})


def _goes_on_as_name(line: Line, place: int) -> bool:
    """Whether a capital follows, as in "Mai Lan"; "Mai kết nạp" does not."""
    if place >= len(line.tokens) or line.tokens[place].shape is not Shape.WORD:
        return False
    return line.tokens[place].capital and line.token(place) in syllables().known


def _is_sunday(line: Line, found: Found) -> bool:
    """Whether "cn" is Sunday and not "công nhân": more stands with it, or nothing follows that has a name."""
    if found.end - found.start > 1:
        return True
    if line.token(found.start - 1) in {"vao", "toi", "den", "sang", "chieu"}:
        return True
    after = found.end
    return after >= len(line.tokens) or line.tokens[after].shape is not Shape.WORD


def _is_ordinal_or_count(line: Line, found: Found) -> bool:
    """Whether "thứ 2" counts steps, "ngày 3 ca" counts shifts, "ngày tháng năm sinh" names a field."""
    first, before, after = line.token(found.start), line.token(found.start - 1), line.token(found.end)
    if first in {"thu", "t"} and before in _ORDERED:
        return True
    if first == "thang" and (before == "ngay" or after == "sinh"):
        return True
    counts = first in {"ngay", "hom", "thang"} and found.group("y") is None and line.token(found.end - 1) != "nay"
    return counts and after in {"ca", "buoi", "lan", "tieng", "nguoi", "gio", "bua", "h"}
