"""The words in which shifts are spoken of: patterns written with accents, found with or without them."""

from __future__ import annotations

from handlers.understanding.number_words import alternatives
from handlers.understanding.patterns import Pattern
from handlers.understanding.words import word_set

# Of two systems in one sentence the first of these rows counts, so the longer names stand first.
SYSTEMS: tuple[tuple[str, Pattern], ...] = (
    ("4K", Pattern(r"(?:làm |chế độ )?(?:(?:3|ba) ca (?:4|bốn) kíp|(?:4|bốn) kíp(?: (?:3|ba) ca)?)")),
    ("4-2", Pattern(r"(?:làm |chế độ )?(?:4|bốn) (?:ngày )?nghỉ (?:2|hai)(?: ngày)?")),
    ("12H", Pattern(r"(?:làm |chế độ )?(?:(?:2|hai) ca |ca )?12 ?(?:h|giờ|tiếng)")),
    ("3CA", Pattern(r"(?:làm |chế độ )?(?:3|ba) ca(?: đổi tuần)?(?! (?:\d|[a-d]\b))")),
    ("HC", Pattern(r"(?:làm )?(?:giờ |ca )?(?:hành chính|hc)|office hours")),
)
_NO_DAY = r"(?! (?:nay|mai|qua|mốt|hôm|kia|\d|mùng|mồng|thứ|chủ|cn|t\d))"
SHIFTS: tuple[Pattern, ...] = (
    Pattern(r"(?<!tăng )ca (?:số )?(?P<n>\d|một|hai|ba|bốn)(?! ?(?:(?:tiếng|giờ|h)(?![^\W_])|[/:-] ?\d))"),
    Pattern(rf"(?<!tăng )(?:ca|làm) (?P<n>sáng|chiều|tối|đêm|ngày){_NO_DAY}"),
    Pattern(r"shift (?:is )?(?:number )?(?P<n>\d)"),
    Pattern(r"c(?P<n>[1-4])(?! ?[/:-] ?\d)"),
    Pattern(r"(?:on )?(?:the )?(?P<n>night|day|morning|afternoon)s?(?: shifts?)"),
    Pattern(r"(?:work(?:ing)?|on|do(?:ing)?) (?P<n>nights|days|mornings|afternoons)"),
)
SHIFT_VALUES = {
    "mot": "1",
    "sang": "1",
    "morning": "1",
    "hai": "2",
    "chieu": "2",
    "afternoon": "2",
    "ba": "3",
    "bon": "4",
    "toi": "night",
    "dem": "night",
    "night": "night",
    "nights": "night",
    "ngay": "day",
    "day": "day",
    "days": "day",
    "mornings": "1",
    "afternoons": "2",
}
CREWS: tuple[Pattern, ...] = (
    Pattern(r"(?:ca )?(?:kíp|kip|crew) (?:là |số )?(?P<crew>[a-z]|\d)"),
    Pattern(r"ca (?P<crew>[b-d])"),
)
BIG_CREW = Pattern(r"ca (?P<crew>a)")  # "doi ca a" is rather "đổi ca ạ": only a capital counts
LEAVE = Pattern(
    r"nghỉ (?:phép(?: năm)?|ốm|đẻ|thai sản|bù|tết|lễ|việc riêng|ca|không lương|chế độ|cưới)"
    r"|(?<!xin )(?<!có )(?<!không )(?<!giấy )(?<!được )phép"
    r"|(?:take |have |on )?(?:annual |sick |a )?leave|(?:a )?day off"
)
DAY_OFF = Pattern(r"nghỉ(?: làm)?(?! (?:việc|học|họp|hưu|sinh hoạt|lớp|buổi|ngơi|trưa|giải lao|mát))|off")
OVERTIME = Pattern(r"(?:làm )?tăng (?:ca|giờ)|làm thêm(?: giờ)?|làm ngoài giờ|overtime|ot")
SWAP = Pattern(
    r"đổi(?: lại)?(?: ca)?(?: làm)?(?: sang| qua| thành)?|hoán(?: đổi)? ca|chuyển (?:sang|qua)|trực thay"
    r"|(?:làm|đi) thay|thay ca|(?:swap|switch)(?:ped|s)?(?: shifts?)?(?: to)?"
)
MAKE_UP = Pattern(r"(?:đi )?làm bù")
GO_TO_WORK = Pattern(r"(?:vẫn )?(?:phải )?đi làm")
DURATION = Pattern(rf"(?:trong )?(?P<n>\d{{1,2}}|{alternatives(1, 10)}) (?P<unit>ngày|tuần|days?|weeks?)(?: liền)?")
CLOSING = Pattern(
    r"(?:tạm )?(?:đóng cửa|ngừng (?:việc|sản xuất|hoạt động|làm)|dừng (?:việc|sản xuất|hoạt động|làm))|cho nghỉ"
    r"|nghỉ (?:sản xuất|làm)|hết (?:đơn hàng|việc)|mất điện|closed|closes"
)
STOPPED = Pattern(r"(?:ngừng|dừng) \w+|hết (?:đơn hàng|việc)|mất điện|sửa chữa|bảo dưỡng")
PLANT = Pattern(r"(?:toàn )?(?:xí nghiệp|nhà máy|công ty|cty|phân xưởng|xưởng|xn|doanh nghiệp|plant|factory|company)")
OWN_PLANT = Pattern(r"(?:của )?(?:mình|em|tôi|chúng tôi|ta|our)")
DENIED = Pattern(r"không|ko|hủy|huỷ|bỏ|thôi không|thôi|khỏi|cancel|not")
WITH = Pattern(r"với|cho|cùng|with")
ASKS = Pattern(r"ca (?:mấy|gì|nào|bao nhiêu)|kíp (?:mấy|gì|nào)|ca làm nào|what shift|which shift")
BECAUSE = Pattern(r"vì|do|để|bị|có việc|đi|về|đưa|chăm|lý do|lí do|nhà có|because|for|due")
CELL = Pattern(r"(?:của )?(?:chi bộ|cả chi bộ|mọi người|đảng viên)|(?:of )?(?:the )?cell")
OF_OTHERS = Pattern(r"gồm(?: có)?")

# What the search for dates does not know, in Vietnamese words that are no longer, so that what follows keeps its place.
SAID_AS = tuple(
    (Pattern(said), meant)
    for said, meant in (
        (r"hết tuần(?! (?:này|nay|sau|tới|trước))", "tuần này"),
        (r"hết tháng(?! (?:này|nay|sau|tới|trước|\d))", "tháng này"),
        ("this week", "tuần này"),
        ("next week", "tuần sau"),
        ("tonight", "tối nay"),
        ("monday", "thứ 2"),
        ("tuesday", "thứ 3"),
        ("wednesday", "thứ 4"),
        ("thursday", "thứ 5"),
        ("friday", "thứ 6"),
        ("saturday", "thứ 7"),
        ("sunday", "vào cn"),
    )
)
ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
ENGLISH_DATES = (
    Pattern(rf"{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?"),
    Pattern(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}"),
)
ENGLISH_UNTIL = Pattern(rf"to(?= (?:{_MONTH}|\d{{1,2}} {_MONTH.replace('month', 'other')}))")  # "tổ 5/12" counts people
IN_TWO_DAYS = word_set("mốt")
COUNTED = word_set("ngay tuan thang hom gio tieng lan nguoi")
SELF = word_set("tôi em e mình tui tớ cháu my i i'm me")
FILLERS = word_set(
    "dạ ạ nhé nha à ơi thì là sẽ đi làm được xin báo vào ngày hôm của ở trong cả suốt từ đến hết có bắt đầu hiện đang"
    " lại sang chuyển rồi luôn thuộc tuần này nữa cho và ca kíp buổi cũng chỉ bot ad thông chào chế độ lịch is am on"
    " this the a will in at shift crew to qua cơ ngay work works working"
)
POLITE = word_set("dạ ạ nhé nha")
ADDRESSES = word_set("anh chị em bạn ông bà cô chú đồng chí đc dc bác")
