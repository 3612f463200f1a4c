"""Who is meant by the words beside a stage: codes, names as said, and the member who helps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.understanding.board import Board
from handlers.understanding.patterns import Line, Pattern, is_one_of
from handlers.understanding.phrases import accents_agree
from handlers.understanding.syllables import syllables
from handlers.understanding.tokens import Shape, Token
from handlers.understanding.words import word_set
from models.names import proper_name

_LONGEST_NAME = 5
_CODE_DIGITS = 4
# Words that stand beside a stage and are no names, even typed without accents.
_SMALL_WORDS = word_set(
    "đã rồi xong vừa có được bị cho của với cùng là và thì mà ngày vào hôm này kia ấy nọ vậy nhé nhá ạ ơi dạ hết đều"
    " cũng luôn"
    " ngay để theo về ra lên xuống tôi chúng sẽ sắp các một không chưa ko k nên rất họp xin gửi nay trên phải còn"
    " riêng đi nữa"
    " đến ở bên khi như kíp người gì tốt đẹp cn dc ck bch qc dv đv dvdb đvdb cb cty ct ok oke buổi lớp bước khâu mức"
)
# These are syllables of names when typed without accents ("tai", "minh", "sau"): then only if nobody else is named.
_WORDS_LIKE_NAMES = word_set(
    "mới lúc tháng năm tuần do bởi vì tại từ tới trong sau đó nha vâng cả lại mình chúng những mọi cần đang nhưng"
    " sang làm"
    " thôi nhận hiện phân giao cử mấy ai ban trước giữa đầu cuối sáng trưa chiều tối đêm việc mai em lễ đơn số đảng"
)
# Capital or not, these are no names.
_TITLES = Pattern(
    r"(?:chi|đảng|cấp|huyện|thành|tỉnh|phường|xã) (?:ủy|uỷ|bộ)|đảng viên(?: (?:dự bị|chính thức|mới))?"
    r"|quần chúng(?: ưu tú)?"
    r"|bí thư|phó bí thư|công ty|đơn vị|phòng tổ chức|tổ chức|tiến hành|thủ tục|trường hợp|công đoàn|đoàn thanh niên"
    r"|chi đoàn"
    r"|hội phụ nữ|ban chấp hành|ban thường vụ|báo cáo|thông tin|thông báo|cập nhật|kết quả|thống nhất|nhất trí"
    r"|kính gửi|dự bị"
    r"|chính thức|ưu tú|công nhân|sinh hoạt|hồ sơ|giấy tờ|thành công|tốt đẹp|trang trọng|hiện nay|hiện tại|lần này"
    r"|đợt này"
    r"|bổ sung|vào đảng|xin phép|chúc mừng|trực tiếp|theo dõi|cho đảng|của đảng|giấy báo"
    r"|(?:em|tôi|mình|e|xin|dạ) báo|lý lịch|phụ trách|họ tên|tên"
    r"|kế hoạch(?: tháng| quý| năm| tuần)?|chương trình|nội dung|kinh phí|lịch|công tác|phát triển đảng|thành viên"
    r"|phương hướng|chỉ tiêu"
)
_ADDRESSES = word_set("anh chi em ban co ba ong chu dc bac cau")
_BETWEEN_CODES = frozenset({",", "va", "&", "+"})
_JOINS_CODE = frozenset({"(", "-", "·", "–", ":", ")"})
_PASSIVE = frozenset({"duoc", "do", "boi", "co"})
_LABELS = frozenset({":", "la", "-"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as said, by a code or a name, at the tokens from `start` up to `end`."""

    text: str
    start: int
    end: int
    is_code: bool = False


def find_codes(line: Line, taken: frozenset[int]) -> tuple[Person, ...]:
    """The codes of candidates outside the tokens `taken`: "QC012", "qc 12", "QC3, 5 và 7"."""
    codes: list[Person] = []
    for place, token in enumerate(line.tokens):
        number = place + (2 if line.token(place + 1) in {"-", "."} else 1)
        if token.folded != "qc" or not _is_code_number(line, number, taken):
            continue
        codes.append(_code(line, place, number))
        while line.token(number + 1) in _BETWEEN_CODES and _goes_on(line, number + 2, taken):
            number += 2
            codes.append(_code(line, number, number))
    return tuple(codes)


def _goes_on(line: Line, place: int, taken: frozenset[int]) -> bool:
    """Whether the number continues a list of codes, and is no count or time."""
    after = line.token(place + 1)
    return _is_code_number(line, place, taken) and after not in {"/", "h", "gio", ":", "nguoi", "ngay", "dong"}


def _is_code_number(line: Line, place: int, taken: frozenset[int]) -> bool:
    if place >= len(line.tokens) or place in taken or line.tokens[place].shape is not Shape.NUMBER:
        return False
    return len(line.token(place).lstrip("0")) <= _CODE_DIGITS


def _code(line: Line, start: int, number: int) -> Person:
    return Person(f"QC{int(line.token(number)):03d}", start, number + 1, is_code=True)


def find_names(board: Board, line: Line, *, eager: bool = False) -> tuple[Person, ...]:
    """The names among the free words of `board`, as said, from left to right.

    Where capital letters mean something they tell the names; else every word may be one that is a syllable of names
    and none of the words that stand beside stages. `eager`: words that may be both are names.
    """
    for title in _TITLES.find(line):
        if board.free(title.start, title.end):
            board.ignore(title.start, title.end)
    stretches = [stretch for run in board.runs() for stretch in _stretches(board, line, *run, eager=eager)]
    spans: list[tuple[int, int]] = []
    if line.tells_capitals:
        spans = [name for start, end in stretches for name in _runs_of_capitals(board, start, end, eager=eager)]
    spans = spans or [span for start, end in stretches if (span := _name_in(board, start, end))]
    return tuple(Person(proper_name(board.words(start, end)), start, end) for start, end in spans)


def _stretches(board: Board, line: Line, start: int, end: int, *, eager: bool) -> Iterator[tuple[int, int]]:
    """The parts of a run between words that are no names."""
    begun: int | None = None
    for place in range(start, end + 1):
        if place < end and not _is_small(board, line, place, begun, eager=eager):
            begun = place if begun is None else begun
        elif begun is not None:
            yield begun, place
            begun = None


def _is_small(board: Board, line: Line, place: int, begun: int | None, *, eager: bool) -> bool:
    """Whether the word is no name but one of those that stand beside a stage."""
    token = board.tokens[place]
    if begun is not None and (board.folded(place - 1) in {"thi", "van"} or board.owes_given_name(place)):
        return False  # "Nguyễn Văn Được", "Trần Thị Lễ"
    if token.plain and begun is not None and _ends_whole_name(board, begun, place):
        return False  # "pham hoai nam"
    if line.tells_capitals and _is_surname_of_capitals(board, place):
        return False  # "Lê Văn Tùng", though "Lễ" is a ceremony
    if line.tells_capitals and token.capital and place > 0 and board.tokens[place - 1].text not in {".", "\n"}:
        return False
    if is_one_of(token, _SMALL_WORDS):
        return True
    follows_address = begun is not None and board.folded(place - 1) in _ADDRESSES and place - 1 == begun
    is_name = (token.plain and (eager or follows_address)) or (eager and line.tells_capitals and token.capital)
    return not is_name and is_one_of(token, _WORDS_LIKE_NAMES)


def _ends_whole_name(board: Board, begun: int, place: int) -> bool:
    """Whether the word is the given name that a surname and a middle name before it lack."""
    known = syllables()
    is_named = board.folded(begun) in known.surnames and board.folded(begun) not in _ADDRESSES
    return is_named and place - begun == 2 and board.folded(place) in known.given


def _is_surname_of_capitals(board: Board, place: int) -> bool:
    """Whether a surname and the next word, a syllable of names, are both written with a capital."""
    if place + 1 >= len(board.tokens) or not board.is_word(place + 1):
        return False
    both = (board.tokens[place], board.tokens[place + 1])
    is_named = both[0].folded in syllables().surnames and _may_be_name(both[1])
    return is_named and both[0].folded not in _ADDRESSES and all(token.capital for token in both)


def _runs_of_capitals(board: Board, start: int, end: int, *, eager: bool) -> Iterator[tuple[int, int]]:
    """The stretches of words with capitals; the first word of all counts when it is a syllable of names or `eager`."""
    start = _after_address(board, start, end)
    begun: int | None = None
    for place in range(start, end + 1):
        is_sure = place > 0 or eager
        is_part = place < end and board.tokens[place].capital and (is_sure or _may_be_name(board.tokens[place]))
        if is_part:
            begun = place if begun is None else begun
        elif begun is not None:
            if not _is_lone_pronoun(board, begun, place):
                yield begun, min(place, begun + _LONGEST_NAME)
            begun = None


def _is_lone_pronoun(board: Board, start: int, end: int) -> bool:
    return end - start == 1 and start == 0 and board.folded(start) in _ADDRESSES - {"anh"}


def _name_in(board: Board, start: int, end: int) -> tuple[int, int] | None:
    """The name that a stretch of words holds: after "chị" whatever follows, else syllables of names."""
    first = _after_address(board, start, end)
    announced = first > start
    if first >= end or (not announced and _is_address_alone(board, start, end)):
        return None
    last = first
    while last < min(end, first + _LONGEST_NAME) and (
        _may_be_name(board.tokens[last]) or (announced and last == first)
    ):
        last += 1
    return (first, last) if last == end or (announced and last > first) else None


def _is_address_alone(board: Board, start: int, end: int) -> bool:
    return end - start == 1 and board.folded(start) in _ADDRESSES and not board.tokens[start].capital


def _after_address(board: Board, start: int, end: int) -> int:
    """Where a name begins after "anh", "chị", "đồng chí"."""
    while start + 1 < end:
        if board.folded(start) == "dong" and board.folded(start + 1) == "chi" and start + 2 < end:
            start += 2
        elif board.folded(start) in _ADDRESSES and board.folded(start + 1) not in {"thi", "van"}:
            start += 1
        else:
            break
    return start


def _may_be_name(token: Token) -> bool:
    """Whether the word is a syllable of names, written as names are."""
    known = syllables()
    if token.folded not in known.known:
        return False
    tables = (known.surnames, known.middle, known.given)
    forms = (form.text for table in tables for form in table.get(token.folded, ()))
    return token.plain or any(accents_agree(token.text, form) for form in forms)


def without_names_of_codes(line: Line, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """The people without names that only repeat the code beside them: "QC012 Hạnh", "Hạnh (QC012)"."""
    codes = [person for person in people if person.is_code]
    return tuple(
        person for person in people if person.is_code or not any(_side_by_side(line, person, code) for code in codes)
    )


def _side_by_side(line: Line, name: Person, code: Person) -> bool:
    before, after = (name, code) if name.start < code.start else (code, name)
    return all(line.token(place) in _JOINS_CODE for place in range(before.end, after.start))


def split_helper(line: Line, people: tuple[Person, ...], start: int, end: int) -> tuple[str | None, tuple[Person, ...]]:
    """The helper and those who are helped, for the words of help at the tokens from `start` up to `end`.

    Who stands after "là" or a colon helps, else the last before the words of help, whether "phân công" comes
    before the name or "được"; somebody alone is helped unless they stand between the two.
    """
    names = [person for person in people if not person.is_code]
    labelled = [
        name for name in names if line.token(name.start - 1 - _address(line, name)) in _LABELS and name.start > start
    ]
    before = [name for name in names if name.start < end and name.end <= end]
    helper = next(iter(labelled), None) or (before[-1] if before else None)
    if helper is None and len(people) > len(names) and names:
        helper = names[0]
    if helper is not None and len(people) == 1 and not _surely_helps(line, helper, start, end):
        helper = None
    if helper is None:
        return None, people
    return helper.text, tuple(person for person in people if person is not helper)


def _surely_helps(line: Line, name: Person, start: int, end: int) -> bool:
    """Whether somebody who is named alone is the helper: "phân công chị Lan giúp đỡ", "do chị Lan giúp đỡ"."""
    first = name.start - 1 - _address(line, name)
    return start < name.start < end or line.token(first) in _PASSIVE | _LABELS


def _address(line: Line, name: Person) -> int:
    """How many words of address stand before the name."""
    if line.token(name.start - 1) == "chi" and line.token(name.start - 2) == "dong":
        return 2
    return int(line.token(name.start - 1) in _ADDRESSES)
