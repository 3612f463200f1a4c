"""What is said of a meeting of the cell: who comes, and sentences of nothing but a meeting and its time."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from handlers.understanding.dates import find_dates
from handlers.understanding.days import Expect
from handlers.understanding.times import find_times
from handlers.understanding.tokens import Shape, tokenize
from handlers.understanding.words import word_set

_NOT = r"(?:khong|ko|k|kg|kh|hong|hok|hem|khum)"
_GO = r"(?:di|den|du|hop|tham gia|tham du|co mat|sap xep|thu xep)(?: (?:hop|du|den|tham gia|tham du|sinh hoat))*"
_CAN = r"(?:duoc|dc|dk|noi)"
_COME = r"(?:come|attend|make it|go|join|be there)"


class Coming(StrEnum):
    """What somebody says to an invitation."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"  # “chắc đi được”: it is asked about


def _any(*sources: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\S)(?:{source})(?!\S)" for source in sources))


_OF_OTHERS = _any("ai", "nhung ai", "may nguoi", "bao nhieu", "who", "how many")
_CANNOT = _any(
    rf"{_NOT} (?:the |co )?{_GO} {_CAN}",
    rf"{_GO} {_NOT} {_CAN}",
    rf"{_NOT} (?:the|duoc|duoc phep) {_GO}",
    rf"ban(?: \S+){{0,4}} {_NOT} {_GO}",
    r"xin (?:phep )?(?:duoc |cho )?(?:nghi|vang)(?: mat)? (?:buoi )?(?:hop|sinh hoat)",
    r"xin (?:phep )?vang(?: mat)?(?: a| buoi nay| hom do)*$",
    rf"(?:cannot|can not|can't|cant|won't|wont|unable to|not able to) {_COME}",
    r"not (?:coming|attending)",
)
_CAN_COME = _any(
    rf"{_GO} {_CAN}",
    r"se (?:di|den|du|di hop|den hop|du hop|di du)(?: a| nhe| nha| hop| day du)*$",
    r"se (?:co mat|tham gia|tham du)",
    rf"(?:i|we|yes|i'm|am) (?:can|will|able to) {_COME}",
    rf"can {_COME}",
    r"(?:i'm|i am|yes|we are) coming",
)
_ASKED_BACK = re.compile(rf"(?<!\S){_GO} {_CAN} {_NOT}(?: a| nhi| vay)*$")
_SURE = re.compile(r"(?<!\S)(?<!khong )(?<!ko )(?<!chua )chac chan(?!\S)")
_DOUBT = (
    rf"chac|co le|{_NOT} chac(?: chan)?|chua (?:chac(?: chan)?|biet)"
    r"|de (?:em |toi |minh |con )?(?:xem|tinh|thu xep|sap xep)|maybe|perhaps|probably|not sure|might"
)
_DOUBTS = _any(_DOUBT)
_ONLY_DOUBT = re.compile(rf"(?:(?:da|em|toi|minh|i'm|i am) )*(?:{_DOUBT})(?: (?:a|nua|lam|da|lai|the nao|nhe))*")

_MEETING = _any("hop", "sinh hoat", "meetings?")
# With days and times taken away nothing else is said in “dời lịch họp chi bộ sang 20/12 lúc 8 giờ sáng”.
_WORDS = word_set(
    "hop sinh hoat chi bo buoi lich cuoc vao luc tu den toi sang qua thanh ngay gio xep doi chuyen hoan huy moi muon"
    " cho cua dinh ky thuong chuyen de ban giup lai se la minh em anh chi da a nhe nha voi di cac dong bi thu xin"
    " oi can phai dat thang tuan meeting meetings monthly thematic the on at from to move plan cancel call schedule for"
    " our cell please postpone"
)
_PLACE = re.compile(r"[\s,;](?:nơi họp|địa điểm|noi hop|dia diem|tại|tai|ở|place)[\s:]+[^\W\d].*$", re.IGNORECASE)
_LONGEST = 200  # characters


def read_coming(text: str) -> Coming | None:
    """Return what `text` says to an invitation; None when it says nothing of the kind, or asks who else comes."""
    spoken = " ".join(token.folded.replace("’", "'") for token in tokenize(text) if token.shape is not Shape.MARK)
    if _OF_OTHERS.search(spoken):
        return None
    spoken = " ".join(_SURE.sub(" ", spoken).split())
    cannot, can = _CANNOT.search(spoken), _CAN_COME.search(spoken)
    if _ASKED_BACK.search(spoken) or ((cannot or can) and _DOUBTS.search(spoken)):
        return Coming.UNSURE
    if cannot:
        return Coming.NO
    if can:
        return Coming.YES
    return Coming.UNSURE if _ONLY_DOUBT.fullmatch(spoken) else None


def is_meeting_time(text: str, today: date) -> bool:
    """Whether `text` speaks of a meeting at some time and of nothing else: “mai họp chi bộ lúc 7h tối”."""
    if len(text) > _LONGEST or not _MEETING.search(" ".join(token.folded for token in tokenize(text))):
        return False
    bare = _PLACE.sub("", text)
    dates = find_dates(bare, today, Expect.FUTURE)
    left = without(bare, [(said.start, said.end) for said in dates])
    times = find_times(left)
    left = without(left, [(said.start, said.end) for said in times])
    rest = {token.folded for token in tokenize(left) if token.shape is not Shape.MARK}
    return bool(dates or times) and rest <= _WORDS


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` with a comma in the place of each span, which are in order."""
    for start, end in reversed(spans):
        text = f"{text[:start]}, {text[end:]}"
    return text
