"""The words that always work: each command by its phrases, as a slash command, and with a slip of the thumb."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.understanding.phrases import accents_agree
from handlers.understanding.said import Intent
from handlers.understanding.tokens import Shape, Token, tokenize
from handlers.understanding.words import word_set
from models.names import fold

# Phrases by intent. Those of two or more words also open a longer request ("danh sách nguồn tháng này"); in one
# word they must be the whole message.
COMMANDS: Mapping[Intent, str] = {
    Intent.REPORT_CANDIDATE: "báo nguồn | nguồn | báo nguồn mới | báo một nguồn | báo 1 nguồn | thêm nguồn"
    " | báo quần chúng | giới thiệu quần chúng | report candidate | report",
    Intent.LIST_CANDIDATES: "danh sách nguồn | ds nguồn | xem nguồn | cho xem nguồn | xem danh sách nguồn"
    " | danh sách quần chúng | báo cáo nguồn | nguồn của tôi | nguồn của chi bộ | danh sách | list candidates"
    " | candidates | list",
    Intent.ATTENDANCE: "điểm danh | lấy điểm danh | sửa điểm danh | sửa lại điểm danh | điểm danh lại | xem điểm danh"
    " | attendance | roll call",
    Intent.ATTENDANCE_RATES: "chuyên cần | tỷ lệ chuyên cần | tỉ lệ chuyên cần | chuyên cần của tôi | xem chuyên cần"
    " | chuyên cần của em | chuyên cần của chi bộ | tỷ lệ sinh hoạt | tỷ lệ họp | tỷ lệ đi họp | tỷ lệ đi sinh hoạt"
    " | tỷ lệ dự sinh hoạt | tỷ lệ dự họp | attendance rates",
    Intent.CHECK_IN_SCREEN: "mở điểm danh | mở điểm danh bằng mã | điểm danh bằng mã | mã điểm danh | mở mã điểm danh"
    " | open check in | check in screen",
    Intent.ROLL_PHOTO: "ảnh điểm danh | gửi ảnh điểm danh | thêm ảnh điểm danh | ảnh bảng điểm danh | chụp điểm danh"
    " | roll photo",
    Intent.CERTIFICATES: "chứng nhận | cấp chứng nhận | giấy chứng nhận | danh sách chứng nhận"
    " | xét chứng nhận | certificates",
    Intent.MEETING_PAPERS: "tài liệu sinh hoạt | tài liệu họp | tài liệu sinh hoạt chi bộ | gửi tài liệu sinh hoạt"
    " | tài liệu họp chi bộ | meeting papers",
    Intent.MEETING_RESULT: "kết quả sinh hoạt | báo kết quả sinh hoạt | báo cáo kết quả sinh hoạt | kết quả họp"
    " | báo kết quả họp | meeting result",
    Intent.SCHEDULE: "lịch học | lịch lớp học | lịch lớp | lịch học của tôi | bao giờ học | khi nào học"
    " | hôm nào học | mấy giờ học | schedule | classes"
    " | lớp | lớp học | xem lớp | các lớp | các lớp học | danh sách lớp | danh sách lớp học | mở lớp | mở lớp mới"
    " | mở lớp học | mở một lớp | xếp lịch lớp | xếp lịch học | xếp lịch lớp học | xếp thời khóa biểu"
    " | thời khóa biểu | dời buổi | dời buổi học | chuyển buổi | chuyển buổi học | hoãn buổi | hoãn buổi học"
    " | hủy buổi | hủy buổi học | thêm buổi | thêm buổi học | open class | new class | move sitting | cancel sitting"
    " | add sitting | thêm học viên | thêm người học"
    " | thêm người vào lớp | add learners | add people | xin vắng | xin phép vắng"
    " | xin vắng học | xin vắng buổi học | xin nghỉ học | xin nghỉ buổi học"
    " | xin nghỉ buổi | đổi lịch học | học bù"
    " | xin thôi học | xin thôi không học | xin rút khỏi lớp | xin rời lớp | leave class",
    Intent.CLASS_LETTER: "giấy gửi công ty | giấy gửi cty | giấy xin nghỉ đi học | giấy xin nghỉ học"
    " | xin giấy gửi công ty | giấy đề nghị gửi công ty | đơn gửi công ty | letter to the company | company letter",
    Intent.CLASS_WAGES: "tiền lương ngày học | lương ngày học | lương buổi học | tiền lương buổi học"
    " | tiền công ngày học | giờ học không lương | class wages | unpaid hours",
    Intent.CLASS_WORKBOOK: "bảng lớp | bảng lớp học | xuất bảng lớp | tải bảng lớp | bảng điểm danh lớp"
    " | bảng theo dõi lớp | class workbook | class table",
    Intent.CLASS_PATH: "chặng đường | chặng đường của tôi | chặng đường của em | xem chặng đường | my way",
    Intent.MEETINGS: "lịch sinh hoạt | lịch họp | lịch sinh hoạt chi bộ | bao giờ họp | khi nào họp | hôm nào họp"
    " | mấy giờ họp | bao giờ sinh hoạt | khi nào sinh hoạt | họp chi bộ | sinh hoạt chi bộ | meetings | meeting"
    " | sinh hoạt | sinh hoạt chuyên đề | họp chuyên đề | chuyên đề | xếp lịch | xếp lịch sinh hoạt | xếp lịch họp"
    " | xếp lịch chuyên đề"
    " | dời sinh hoạt | dời lịch sinh hoạt | dời buổi sinh hoạt | dời họp | dời lịch họp | hoãn sinh hoạt | hoãn họp"
    " | đổi lịch sinh hoạt | chuyển lịch sinh hoạt | đổi lịch họp | chuyển lịch họp | hủy sinh hoạt"
    " | hủy lịch sinh hoạt | hủy buổi sinh hoạt | hủy họp | hủy lịch họp | move meeting | cancel meeting"
    " | move the meeting | cancel the meeting | plan meeting | thematic meeting | monthly meeting"
    " | mời họp | mời sinh hoạt | mời đi họp | ai chưa trả lời | ai đi được | ai dự được | ai đi họp | ai không đi được"
    " | ai ko đi được | ai chưa trả lời họp | who comes | who has not answered",
    Intent.MEETING_ANSWER: "đi được | dự được | họp được | đi họp được | tham gia được | dự họp được | không đi được"
    " | không dự được | không họp được | không đi họp được | không tham gia được | không dự họp được | ko đi được"
    " | ko dự được | ko họp được | k đi được | kg đi được | hông đi được | bận không đi được | bận ko đi được"
    " | sẽ đi họp | sẽ dự họp | coming | not coming | can come | cannot come | i can come | i cannot come",
    Intent.OVERDUE: "việc quá hạn | quá hạn | vc quá hạn | việc đến hạn | việc cần làm | việc trễ hạn | overdue"
    " | việc sắp đến hạn | sắp đến hạn | sắp tới hạn | việc sắp tới hạn | đến hạn | trễ hạn | việc tới hạn | nhắc hạn",
    Intent.BASIS: "căn cứ | căn cứ pháp lý | căn cứ vào đâu | căn cứ gì | căn cứ là gì | dựa vào đâu | cơ sở pháp lý"
    " | theo văn bản nào | theo quy định nào | quy định nào | văn bản nào | xem căn cứ | basis",
    Intent.FORECAST: "dự báo | dự báo kết nạp | dự báo cuối năm | dự báo năm nay | xem dự báo"
    " | dự báo chỉ tiêu | forecast",
    Intent.HELPERS: "phân công giúp đỡ | người giúp đỡ | đảng viên giúp đỡ | phân công đảng viên giúp đỡ | ai giúp đỡ"
    " | danh sách giúp đỡ | danh sách người giúp đỡ | helpers"
    " | nhận xét quý | nhận xét quý này | nhận xét quần chúng | quarterly remarks",
    Intent.MY_PATH: "hồ sơ của tôi | hồ sơ của em | hồ sơ của mình | hồ sơ tôi | tiến độ của tôi | quá trình của tôi"
    " | tiến độ hồ sơ của tôi | tôi đang ở bước nào | em đang ở bước nào | my path | my file",
    Intent.SHIFTS: "ca của tôi | ca của em | ca của mình | lịch ca | lịch ca của tôi | lịch ca của em | lịch làm việc"
    " | lịch làm việc của tôi | ca kíp | ca kíp của tôi | xem ca | xem lịch ca | ca làm việc | ca tôi | my shifts"
    " | my shift | shifts | ca của chi bộ | ca chi bộ | ca kíp chi bộ | ca kíp của chi bộ | lịch ca chi bộ"
    " | lịch ca của chi bộ | xem ca chi bộ | shifts of the cell",
    Intent.TARGETS: "chỉ tiêu | xem chỉ tiêu | tiến độ chỉ tiêu | targets | target",
    Intent.DIGEST: "tổng hợp | báo cáo tổng hợp | tổng hợp tuần | báo cáo tuần | digest | summary",
    Intent.WEEK: "tuần này | việc tuần này | week | this week",
    Intent.UNDO: "hoàn tác | bỏ lưu | undo",
    Intent.RESUME: "tiếp tục | tiếp | làm tiếp | resume | continue",
    Intent.CANCEL: "thôi | hủy | hủy bỏ | dừng | dừng lại | thôi không | thôi bỏ | bỏ qua | kết thúc | thoát"
    " | cancel | stop",
    Intent.INVITE: "mời | mã mời | tạo mã mời | cấp mã mời | lấy mã mời | gửi mã mời | invite",
    Intent.MY_DATA: "dữ liệu của tôi | dữ liệu của em | dữ liệu của mình | dữ liệu cá nhân | thông tin của tôi"
    " | rút đồng ý | xóa dữ liệu của tôi | my data",
    Intent.SECOND_CHAT: "kết nối | kết nối zalo | kết nối telegram | kết nối tele | kết nối máy khác | máy khác"
    " | thêm zalo | thêm telegram | thêm máy khác | dùng zalo | dùng telegram | nhắn qua zalo | nhắn qua telegram"
    " | ưu tiên zalo | ưu tiên telegram | ngắt kết nối | ngắt zalo | ngắt telegram | ngắt máy khác | connect"
    " | connect zalo | connect telegram | connect another phone | prefer zalo | prefer telegram"
    " | disconnect | disconnect zalo | disconnect telegram",
    Intent.SERVICE: "tình trạng | tình trạng dịch vụ | hạn mức | hạn mức tin nhắn | status",
    Intent.HELP: "giúp | trợ giúp | giúp tôi | giúp em | giúp đỡ | hướng dẫn | hướng dẫn sử dụng | cách dùng"
    " | help | help me",
    Intent.MENU: "menu | thực đơn | danh mục | chức năng | mở menu | bảng chọn",
    Intent.LANGUAGE: "ngôn ngữ | đổi ngôn ngữ | tiếng việt | tiếng anh | nói tiếng anh | nói tiếng việt | language"
    " | english | english please | in english | vietnamese | vietnamese please | language en | language vi",
    Intent.GREETING: "chào | xin chào | chào bạn | chào em | chào anh | chào chị | chào đồng chí | chào bot"
    " | em chào anh | em chào chị | bắt đầu | hello | hi | hey | alo | start",
    Intent.AFFIRM: "có | đồng ý | đúng | đúng rồi | ừ | uh | um | vâng | vâng ạ | dạ | dạ vâng | được | lưu"
    " | xác nhận | chính xác | chuẩn | đã đúng | nhất trí | đồng ý lưu | đã đồng ý | ok | oke | okay | okie"
    " | ok em | yes | y",
    Intent.DENY: "không | ko | k | kg | sai | sai rồi | chưa | không phải | không đúng | chưa đúng | không đồng ý"
    " | no | nope",
}
# A slip is forgiven in phrases of this many letters, a second one in longer phrases.
_ONE_SLIP, _TWO_SLIPS = 5, 12
_LONGEST = 8  # words
# One slip away from these lie other words that are said every day ("đã báo", "cần có", "hạng mục").
_NEVER_MISSPELT = frozenset(
    {"can cu", "du bao", "can cu gi", "han muc", "di duoc", "du duoc", "hop duoc", "doi hop"}
    | {"moi hop", "ai di hop", "ai di duoc", "ai du duoc"}
)
# What these say is said by nothing but them: "tình trạng hồ sơ của em" asks for something else.
_WHOLE_ONLY = frozenset({Intent.AFFIRM, Intent.DENY, Intent.SERVICE})
_SLASH = re.compile(r"^/\s*([\w-]+)(?:@\w+)?\s*(.*)$", re.DOTALL)
_POLITE_BEFORE = word_set("da oi cho toi em minh xin hay a alo voi giup muon can anh chi ad bot dong vui long")
_POLITE_AFTER = word_set("a nhe nha voi di nhi em oi anh chi ad bot please roi ah toi cai")
_ENGLISH = ("english", "tieng anh", "language en", "language english")


@dataclass(frozen=True, slots=True)
class Command:
    """A command, the phrase that was recognised, and the words after it."""

    intent: Intent
    phrase: str
    rest: str = ""


def slash_command(text: str) -> Command | None:
    """The command of "/bao_nguon@bot and more"; None when it is none or not known."""
    found = _SLASH.match(text)
    if found is None:
        return None
    name = "".join(token.folded for token in tokenize(found[1].replace("_", " ")) if token.shape is not Shape.MARK)
    rest = found[2].strip()
    whole = whole_command(f"{name} {rest}") if rest else None
    intent = whole.intent if whole else _run_together().get(name)
    return Command(intent, f"{name} {rest}".strip(), rest) if intent else None


def whole_command(text: str) -> Command | None:
    """The command that the whole of `text` is, polite words aside, misspelt or not.

    A single word is so short that a typed accent must be right (``đúng`` is not ``dừng``, ``vắng`` is not ``vâng``).
    """
    tokens = _words(text)
    if not tokens or len(tokens) > _LONGEST:
        return None
    exact = exact_command(text)
    if exact is not None:
        return exact
    for words in _less_and_less_polite(tokens):
        phrase = " ".join(word.folded for word in words)
        meant = _meant(phrase) if phrase.replace(" ", "").isalpha() else None
        if meant is not None:
            return Command(_phrases()[meant], meant)
    return None


def exact_command(text: str) -> Command | None:
    """The command that the whole of `text` is, polite words aside, without a slip."""
    for words in _less_and_less_polite(_words(text)):
        intent = _exactly(words)
        if intent is not None:
            return Command(intent, " ".join(word.folded for word in words))
    return None


def _exactly(words: list[Token]) -> Intent | None:
    """The command that `words` are without a slip."""
    if not words:
        return None
    if len(words) > 1:
        return _phrases().get(" ".join(word.folded for word in words))
    word = words[0]
    return _single(word) or (_run_together().get(word.folded) if len(word.folded) >= _ONE_SLIP else None)


def _single(word: Token) -> Intent | None:
    return next(
        (intent for written, intent in _singles().get(word.folded, ()) if accents_agree(word.text, written)), None
    )


def opening_command(text: str) -> Command | None:
    """The command of at least two words that opens `text`, with the words after it."""
    words = [word.folded for word in _words(text)]
    for skipped in range(min(3, len(words))):
        if skipped and words[skipped - 1] not in _POLITE_BEFORE:
            break
        for size in (5, 4, 3, 2):
            phrase = " ".join(words[skipped : skipped + size])
            intent = _phrases().get(phrase)
            if intent and len(phrase.split()) >= 2 and intent not in _WHOLE_ONLY:
                return Command(intent, phrase, " ".join(words[skipped + size :]))
    return None


def language_of(phrase: str) -> str | None:
    """The language that a language command asks for: "en", "vi", None when it names none."""
    if any(phrase.startswith(english) or phrase.endswith(english) for english in _ENGLISH):
        return "en"
    return "vi" if "viet" in phrase or phrase.endswith(" vi") else None


def _words(text: str) -> list[Token]:
    return [token for token in tokenize(text[:400]) if token.shape is not Shape.MARK]


def _less_and_less_polite(words: list[Token]) -> Iterator[list[Token]]:
    """`words` with one polite word less at a time, those at the end first."""
    yield words
    while len(words) > 1 and words[-1].folded in _POLITE_AFTER:
        words = words[:-1]
        yield words
    while len(words) > 1 and words[0].folded in _POLITE_BEFORE:
        words = words[1:]
        yield words


@lru_cache(maxsize=1024)
def _meant(phrase: str) -> str | None:
    """The one phrase that `phrase` misspells."""
    if len(phrase) < _ONE_SLIP:
        return None
    cutoff = 2 if len(phrase) >= _TWO_SLIPS else 1
    known = [name for name in _phrases() if len(name) >= _ONE_SLIP and name not in _NEVER_MISSPELT]
    found = process.extract(phrase, known, scorer=OSA.distance, score_cutoff=cutoff, limit=2)
    if not found or (
        len(found) > 1 and found[0][1] == found[1][1] and _phrases()[found[0][0]] != _phrases()[found[1][0]]
    ):
        return None
    return found[0][0]


@lru_cache(maxsize=1)
def _phrases() -> dict[str, Intent]:
    """The commands by folded phrase."""
    return {fold(phrase): intent for phrase, intent in _written()}


@lru_cache(maxsize=1)
def _singles() -> dict[str, list[tuple[str, Intent]]]:
    """The commands of one word, as written, by folded word; "dung" alone is rather "đúng" than "dừng"."""
    table: dict[str, list[tuple[str, Intent]]] = defaultdict(list)
    for phrase, intent in _written():
        if " " not in phrase:
            table[fold(phrase)].append((phrase, intent))
    for found in table.values():
        found.sort(key=lambda entry: entry[1] is not Intent.AFFIRM)
    return dict(table)


@lru_cache(maxsize=1)
def _run_together() -> dict[str, Intent]:
    return {phrase.replace(" ", ""): intent for phrase, intent in _phrases().items()}


def _written() -> list[tuple[str, Intent]]:
    return [(phrase.strip(), intent) for intent, phrases in COMMANDS.items() for phrase in phrases.split("|")]
