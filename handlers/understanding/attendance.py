"""Attendance in words: "vắng 3, 7", "vắng Hạnh, Dũng có phép", "đủ", "có mặt 28 vắng 2"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

from handlers.understanding import rosters
from handlers.understanding.phrases import accents_agree
from handlers.understanding.said import AttendanceSaid, Context, Reason
from handlers.understanding.syllables import NEEDS_GIVEN_NAME, syllables
from handlers.understanding.tokens import Shape, Token, tokenize
from handlers.understanding.words import word_set
from models.names import proper_name


class _Sign(Enum):
    ROLL_CALL = auto()
    ABSENT = auto()
    PRESENT = auto()
    FULL = auto()
    EXCUSED = auto()
    UNEXCUSED = auto()
    ALL = auto()
    AND = auto()
    PEOPLE = auto()
    PASS = auto()


_SIGNS: tuple[tuple[_Sign, str], ...] = (
    (_Sign.ROLL_CALL, "điểm danh | báo cáo điểm danh | báo điểm danh"),
    (_Sign.ABSENT, "vắng | vắng mặt | không có mặt | ko có mặt | trừ | chỉ vắng | absent | có vắng"),
    (_Sign.PRESENT, "có mặt | hiện diện | present"),
    (
        _Sign.FULL,
        "đủ | đủ cả | có mặt đủ | có mặt đầy đủ | đầy đủ | đông đủ | đủ hết | đủ rồi | đủ quân số | không vắng ai"
        " | ko vắng ai | không ai vắng | ko ai vắng | k ai vắng | không vắng | ko vắng | có mặt hết | có mặt cả"
        " | đi đủ | all present | tất cả có mặt | có đủ | mọi người đủ | đi học đủ | có mặt đông đủ",
    ),
    (
        _Sign.EXCUSED,
        "có phép | phép | cp | p | xin phép | có xin phép | xin nghỉ | có lý do | nghỉ phép | ốm | có báo | excused",
    ),
    (
        _Sign.UNEXCUSED,
        "không phép | ko phép | k phép | kp | không lý do | ko lý do | không có phép | vô lý do | không có lý do",
    ),
    (
        _Sign.ALL,
        "đều | cả hai | cả hai đều | cả ba | cả ba đều | cả 2 | cả 2 đều | cả 3 | cả 3 đều | tất cả | tất cả đều",
    ),
    (_Sign.AND, "và | với | cùng"),
    (_Sign.PEOPLE, "người | đồng chí | đc | bạn | em | học viên | đảng viên | công nhân"),
    (
        _Sign.PASS,
        "hôm nay | buổi nay | buổi này | lớp | chi bộ | dạ | em báo | báo cáo | sáng nay | chiều nay | tối nay"
        " | là | có",
    ),
)
_SEPARATORS = frozenset(",;+&\n")
_BEFORE_NAME = word_set("anh chi em ban dc ong ba co chu dong so stt la")
_NO_NAME = word_set("vi do ban viec benh nghi khong con bi dang di ly a nhe")
_GREATEST_NUMBER = 999
_LONGEST_NAME = 6


@dataclass(slots=True)
class _Item:
    """Somebody or a number, and whether with leave; None when that was not said."""

    words: list[Token] = field(default_factory=list)
    number: int | None = None
    excused: bool | None = None


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    full: bool = False
    mode: _Sign | None = None
    absent: list[_Item] = field(default_factory=list)
    present: list[_Item] = field(default_factory=list)
    absent_count: int | None = None
    present_count: int | None = None
    open: bool = False  # whether the last item may go on

    @property
    def items(self) -> list[_Item]:
        return self.present if self.mode is _Sign.PRESENT else self.absent


@dataclass(frozen=True, slots=True)
class AttendanceRead:
    """`said` is None for a bare "điểm danh", which asks for the roll."""

    said: AttendanceSaid | None
    reasons: tuple[Reason, ...] = ()
    leftover: str = ""


def read_attendance(text: str, context: Context) -> AttendanceRead | None:
    """Read attendance from `text`; None when it speaks of something else."""
    tokens = tokenize(text)
    start, called = _opening(tokens)
    sign, _ = _sign_at(tokens, start)
    if sign not in {_Sign.ABSENT, _Sign.PRESENT, _Sign.FULL}:
        return AttendanceRead(None) if called and start >= len(tokens) else None
    reading = _Reading()
    while start < len(tokens):
        start = _step(tokens, start, reading)
    return _finish(reading, context, accented=not text.isascii())


def opens_attendance(text: str) -> bool:
    """Whether `text` begins with the words for absence or presence, and not with the surname Vàng typed plain."""
    tokens = tokenize(text)
    start, called = _opening(tokens)
    sign, end = _sign_at(tokens, start)
    if sign is _Sign.ABSENT and not called and tokens[start].plain:
        return end >= len(tokens) or tokens[end].folded not in NEEDS_GIVEN_NAME
    return called or sign in {_Sign.ABSENT, _Sign.PRESENT, _Sign.FULL}


def _opening(tokens: tuple[Token, ...]) -> tuple[int, bool]:
    """Where the news begins after "điểm danh hôm nay:", and whether the words for it stood there."""
    place, called = 0, False
    while place < len(tokens):
        sign, end = _sign_at(tokens, place)
        if sign not in {_Sign.ROLL_CALL, _Sign.PASS} and tokens[place].shape is not Shape.MARK:
            break
        called = called or sign is _Sign.ROLL_CALL
        place = end
    return place, called


def _step(tokens: tuple[Token, ...], place: int, reading: _Reading) -> int:
    """Read one sign, number or word and return the place after it."""
    token = tokens[place]
    sign, end = _sign_at(tokens, place)
    if token.shape is Shape.NUMBER:
        return _number(tokens, place, reading)
    if token.shape is Shape.MARK:
        reading.open = reading.open and token.text not in _SEPARATORS
        return place + 1
    if sign is not None and _obey(sign, reading):
        return end
    _word(token, reading)
    return place + 1


def _obey(sign: _Sign, reading: _Reading) -> bool:
    """Take note of `sign`; False when here it is a syllable of a name."""
    if sign in {_Sign.ABSENT, _Sign.PRESENT, _Sign.FULL}:
        if sign is _Sign.FULL and reading.mode is not None:
            return False
        reading.full = reading.full or sign is _Sign.FULL
        reading.mode = reading.mode if sign is _Sign.FULL else sign
        reading.open = False
    elif sign in {_Sign.EXCUSED, _Sign.UNEXCUSED}:
        _excuse(reading, excused=sign is _Sign.EXCUSED)
    elif sign is _Sign.ALL:
        for item in reading.items:
            item.excused = True
    elif sign is _Sign.AND:
        reading.open = False
    else:
        return sign in {_Sign.ROLL_CALL} or (sign is _Sign.PASS and not reading.open)
    return True


def _excuse(reading: _Reading, *, excused: bool) -> None:
    if reading.absent:
        reading.absent[-1].excused = excused
    reading.open = False


def _number(tokens: tuple[Token, ...], place: int, reading: _Reading) -> int:
    """A number of the roll, or a head count: "2 người", "28/30", "vắng 2: Hạnh, Dũng"."""
    digits = tokens[place].text
    number = int(digits) if len(digits) <= 3 else _GREATEST_NUMBER + 1
    end = place + 1
    is_share = end + 1 < len(tokens) and tokens[end].text == "/" and tokens[end + 1].shape is Shape.NUMBER
    people, after = _sign_at(tokens, end)
    names_follow = end + 1 < len(tokens) and tokens[end].text in {":", "("} and tokens[end + 1].shape is Shape.WORD
    excuse, _ = _sign_at(tokens, end + 1)
    names_follow = names_follow and excuse not in {_Sign.EXCUSED, _Sign.UNEXCUSED}
    counts = is_share or people is _Sign.PEOPLE or (names_follow and not reading.items)
    if reading.full and reading.mode is None:
        pass
    elif reading.mode is _Sign.PRESENT:
        reading.present_count = number
    elif counts or (reading.present_count is not None and not reading.absent):
        reading.absent_count = number
    elif 0 < number <= _GREATEST_NUMBER:
        reading.absent.append(_Item(number=number))
    reading.open = False
    return end + 2 if is_share else (after if people is _Sign.PEOPLE else end)


def _word(token: Token, reading: _Reading) -> None:
    if reading.mode is None:
        return
    if not reading.open:
        if token.folded in {"so", "stt"}:
            return
        reading.items.append(_Item())
        reading.open = True
    reading.items[-1].words.append(token)


def _finish(reading: _Reading, context: Context, *, accented: bool) -> AttendanceRead:
    reasons: list[Reason] = []
    leftover: list[str] = []

    def name(item: _Item) -> str | None:
        found, reason, rest = _name(item.words, context.roster, accented=accented)
        leftover.extend(rest)
        reasons.extend([reason] if reason else [])
        return found

    absent = [(found, item.excused) for item in reading.absent if item.words and (found := name(item))]
    present = [found for item in reading.present if item.words and (found := name(item))]
    numbers = [(item.number, item.excused) for item in reading.absent if item.number is not None]
    if not (absent or present or numbers or reading.full or reading.absent_count is not None or reading.present_count):
        return AttendanceRead(None, tuple(reasons), " ".join(leftover))
    nobody = not absent and not numbers and not reading.absent_count
    said = AttendanceSaid(
        all_present=nobody and not present and (reading.full or reading.absent_count == 0),
        absent=_once([found for found, _ in absent]),
        present=_once(present),
        absent_numbers=tuple(dict.fromkeys(number for number, _ in numbers)),
        excused=_once([found for found, excused in absent if excused]),
        excused_numbers=tuple(dict.fromkeys(number for number, excused in numbers if excused)),
        unexcused=_once([found for found, excused in absent if excused is False]),
        unexcused_numbers=tuple(dict.fromkeys(number for number, excused in numbers if excused is False)),
        absent_count=reading.absent_count,
        present_count=reading.present_count,
    )
    return AttendanceRead(said, tuple(reasons), " ".join(leftover))


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _name(
    words: list[Token], roster: tuple[str, ...], *, accented: bool
) -> tuple[str | None, Reason | None, list[str]]:
    """The name that `words` say, why, and the words that are none of it ("bận việc nhà")."""
    while len(words) > 1 and words[0].folded in _BEFORE_NAME:
        words = words[2:] if words[0].folded == "dong" and words[1].folded == "chi" and len(words) > 2 else words[1:]
    texts = [word.text for word in words]
    for size in range(min(len(texts), _LONGEST_NAME), 0, -1):
        found = rosters.find(texts[:size], roster, accented=accented)
        said = proper_name(" ".join(texts[:size]))
        if len(found) == 1:
            return found[0], Reason("absent", said, "the one name of the roll that fits"), texts[size:]
        if found:
            return said, Reason("absent", said, f"several of the roll fit: {', '.join(found)}"), texts[size:]
    size = _length_as_said(words)
    if size == 0:
        return None, None, texts
    said = proper_name(" ".join(texts[:size]))
    return said, Reason("absent", said, "nobody of the roll fits, kept as said"), texts[size:]


def _length_as_said(words: list[Token]) -> int:
    """How many of `words` are a name when no roll can tell: up to the first word that is hardly a syllable of one."""
    known = syllables().known
    size = 0
    while size < min(len(words), _LONGEST_NAME):
        word = words[size]
        if word.folded in _NO_NAME or (word.folded not in known and not word.capital):
            break
        size += 1
    return size


def _sign_at(tokens: tuple[Token, ...], place: int) -> tuple[_Sign | None, int]:
    """The longest sign at `place` and its end; None and the next place without one."""
    if place < len(tokens):
        for words, folded, sign in _signs().get(tokens[place].folded, ()):
            stretch = tokens[place : place + len(words)]
            if tuple(token.folded for token in stretch) == folded and all(
                accents_agree(token.text, word) for token, word in zip(stretch, words, strict=True)
            ):
                return sign, place + len(words)
    return None, place + 1


@lru_cache(maxsize=1)
def _signs() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...], _Sign]]]:
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], _Sign]]] = {}
    for sign, phrases in _SIGNS:
        for phrase in phrases.split("|"):
            tokens = tokenize(phrase.strip())
            entry = (tuple(token.text for token in tokens), tuple(token.folded for token in tokens), sign)
            table.setdefault(entry[1][0], []).append(entry)
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table
