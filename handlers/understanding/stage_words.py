"""The ways to say each stage on the path of a candidate (DOMAIN.md §2), as patterns written with accents.

A group ``gap`` stands where names may be: "phân công *chị Lan* giúp đỡ". The rows marked as weak are too common to
say a stage by themselves; they count beside the code of a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.understanding.patterns import Pattern

PATH = (
    "introduced",
    "mentored",
    "class_completed",
    "applied",
    "verified",
    "cell_resolved",
    "decided",
    "admitted",
    "new_member_class_completed",
    "official_resolved",
    "official",
)
ENDINGS = ("paused", "withdrawn", "rejected", "transferred")
# What is said beside a stage and is none: "hồ sơ kết nạp"; and the words for going back to one.
NOTHING, BACK = "nothing", "back"

_GAP = r"(?P<gap>(?: [^\s,;.:?!]+){0,7}?)"
_MEMBER = r"(?:đảng viên|đv|ddv|đviên|đ viên|đảng viện)"
_DECISION = r"(?:quyết định|qđ|qđịnh|q đ)"
_RESOLUTION = r"(?:nghị quyết|nq|nquyết)"
_CELL = r"(?:chi bộ|cb|chi ủy|đảng bộ)"
_RECORD = r"(?:sơ yếu lý lịch|lý lịch|lí lịch|ll|syll)"
_FINISHED = (
    r"(?:hoàn thành|học xong|xong|qua|học hết|tốt nghiệp|kết thúc|dự xong|đã học|đã qua|đi học xong"
    r"|(?:có |được cấp |nhận |nộp )?(?:giấy )?(?:chứng nhận|chứng chỉ|gcn|cc)|học|dự|tham gia)"
)
_FIRST_CLASS = (
    r"(?:khóa |khoá |lớp |chương trình )?(?:học )?(?:bồi dưỡng |bd )?(?:(?:nhận thức|nthức|nt)(?: về)? đảng"
    r"|cảm tình(?: đảng)?|cảm tình đ|ctđ|đối tượng (?:kết nạp )?đảng)|(?:khóa |khoá "
    r"|lớp )(?:bồi dưỡng )?(?:nhận thức|nt)"
)
_NEW_MEMBER_CLASS = (
    rf"(?:(?:khóa |khoá |lớp |chương trình )(?:bồi dưỡng |bd |bồi dưỡng lý luận |lý luận )?(?:dành cho |cho )?"
    rf"(?:{_MEMBER} mới|đvm)|bồi dưỡng {_MEMBER} mới|đvm)"
)
_OFFICIAL = (
    rf"(?:(?:là |thành |lên )?{_MEMBER} (?:dự bị )?(?:thành |lên )?chính thức|(?:đảng |lên |là )?chính thức|đvct)"
)
_HELPS = r"(?:giúp đỡ|giúp|kèm cặp|kèm|dìu dắt|theo dõi|hướng dẫn)"
_PARTY = r"(?:đảng|hàng ngũ(?: của)? đảng)"

_ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "introduced",
        (
            r"(?:được )?(?:giới thiệu|công nhận|bình chọn|xét chọn|đưa vào)(?: là| diện)?(?: quần chúng ưu tú| qcut)",
            r"(?:được |đã )?(?:đưa )?vào (?:danh sách |diện |quy hoạch )?(?:tạo )?nguồn(?: phát triển đảng| kết nạp)?",
            r"được (?:công đoàn|đoàn thanh niên|đoàn tn|chi đoàn|hội phụ nữ|đoàn)(?: công ty)? giới thiệu",
            r"(?:được|đã được|đã) giới thiệu(?: vào đảng| cho đảng)?",
        ),
    ),
    (
        "mentored",
        (
            rf"(?:được )?(?:phân công|p công|pc|giao|cử|chỉ định|bố trí){_GAP} (?:trực tiếp |theo dõi,? )?{_HELPS}",
            rf"(?:được )?phân công(?: {_MEMBER}| người)(?: chính thức)? (?:giúp đỡ|kèm cặp)",
            rf"(?:phân công|giao|cử) {_MEMBER}{_GAP} (?:phụ trách|cho)",
            rf"(?:đã |có |đã có |đã được phân công |được phân công )?(?:{_MEMBER}|người)(?: chính thức)? (?:giúp đỡ"
            rf"|kèm cặp)",
            r"giúp đỡ|kèm cặp|dìu dắt|nhận giúp",
        ),
    ),
    (
        "class_completed",
        (
            rf"(?:đã |vừa |mới )*{_FINISHED}{_GAP} (?:{_FIRST_CLASS})(?: (?:xong|rồi))*",
            rf"(?:{_FIRST_CLASS})(?: (?:đã )?(?:xong|hoàn thành|kết thúc))?",
        ),
    ),
    (
        "applied",
        (
            rf"(?:đã |vừa |mới )*(?:(?:nộp|gửi|viết|làm|ký|trình){_GAP}|có|nhận|nhận được|đưa) đơn(?! (?:vị|hàng|giản))"
            rf"(?: xin)?(?: được)?(?: gia nhập| vào| kết nạp(?: vào)?)?(?: {_PARTY})?(?: (?:xong|rồi))*",
            rf"(?:xin (?:được )?(?:gia nhập|vào)) {_PARTY}|đơn (?:xin )?(?:gia nhập|vào) {_PARTY}(?: đã (?:nộp|có))?",
            rf"(?:kê khai|khai|viết|làm|nộp|gửi|hoàn thiện){_GAP} (?:{_RECORD})(?: (?:xong|rồi))*",
            r"(?:nộp|gửi|làm xong|hoàn thiện)(?: xong)? hồ sơ(?: (?:xin )?(?:vào đảng|kết nạp))?|đơn đã nộp|nộp đon"
            r"|nop dơn",
        ),
    ),
    (
        "verified",
        (
            rf"(?:đã |vừa |mới )*(?:hoàn thành |có kết quả |kết luận |xong )?(?:thẩm tra|thẩm định|xác minh|ttra){_GAP}"
            rf" (?:{_RECORD}|hồ sơ(?: kết nạp)?)(?: (?:đã )?(?:xong|đạt|rõ ràng|đạt yêu cầu|rồi))*",
            rf"(?:{_RECORD}) (?:đã |được )*(?:thẩm tra|xác minh|thẩm định)(?: (?:xong|rồi|đạt))*",
            r"(?:đã |vừa |mới )*(?:hoàn thành |có kết quả |kết luận |xong )?thẩm tra(?: (?:xong|rồi|đạt))*"
            r"|ttll(?: xong)?",
            rf"(?:{_RECORD}) (?:đạt|rõ ràng)|(?:xác minh|thẩm định) (?:xong|đạt)",
        ),
    ),
    (
        "cell_resolved",
        (
            rf"(?:{_CELL} )(?:đã |vừa |mới |cũng )*(?:họp |sinh hoạt )?(?:và |để )?(?:thống nhất |nhất trí |đồng ý )?"
            rf"(?:thông qua|biểu quyết|bỏ phiếu|xét|nhất trí|thống nhất|tán thành|đề nghị|xem xét)(?: (?:thông qua"
            rf"|đề nghị"
            rf"|việc|xét|{_RESOLUTION}))*(?: kết nạp)?(?: vào đảng)?",
            rf"(?:{_CELL} )?(?:đã |vừa |mới )*(?:họp )?(?:có |ra |thông qua |ban hành )?{_RESOLUTION}"
            rf"(?: (?:của )?{_CELL})?(?: đề nghị)?(?: kết nạp)?(?: vào đảng)?",
            rf"{_CELL}(?: [^\s,;.:?!]+){{0,5}}? họp (?:và )?(?:để )?(?:thông qua|biểu quyết|bỏ phiếu|xét"
            rf"|đề nghị)(?: (?:đề nghị|{_RESOLUTION}))*(?: kết nạp)?",
            r"(?:họp )?(?:thông qua|biểu quyết|bỏ phiếu|đề nghị|xét|thống nhất|nhất trí)(?: (?:đề nghị|việc"
            r"|cho))* kết nạp",
        ),
    ),
    (
        "decided",
        (
            rf"(?:đã |vừa |mới |được )*(?:có |ra |ký |nhận |ban hành |cấp |được |nhận được )?{_DECISION}{_GAP} kết nạp"
            rf"(?: {_MEMBER})?(?: vào đảng)?",
            rf"(?:đã |vừa |mới |được )*(?:có|ra|ký|nhận|ban hành|nhận được) {_DECISION}",
            r"chuẩn y(?: kết nạp)?|qđkn|phê duyệt kết nạp",
        ),
    ),
    (
        "admitted",
        (
            rf"(?:tổ chức |làm |dự |có )?(?:buổi |lễ |lể )?(?:kết nạp"
            rf"|knđ)(?: xong)?(?: {_MEMBER}(?: mới)?)?(?: vào đảng)?"
            r"(?: (?:cho|đối với))?",
            rf"(?:lễ )?(?:trao|công bố){_GAP} {_DECISION}{_GAP.replace('gap', 'gap2')} kết nạp",
            rf"(?:đã |được |vừa |chính thức )+(?:vào|gia nhập|đứng vào) {_PARTY}|đứng vào {_PARTY}"
            rf"|tuyên thệ(?: vào đảng)?",
            rf"(?:đã |được |là |thành |trở thành )*(?:{_MEMBER} dự bị|đvdb|đv mới|{_MEMBER} mới)",
        ),
    ),
    (
        "new_member_class_completed",
        (
            rf"(?:đã |vừa |mới )*{_FINISHED}{_GAP} {_NEW_MEMBER_CLASS}(?: (?:xong|rồi))*",
            rf"{_NEW_MEMBER_CLASS}(?: (?:đã )?(?:xong|hoàn thành|kết thúc))?",
            rf"(?:chứng nhận|gcn|chứng chỉ) {_MEMBER} mới",
        ),
    ),
    (
        "official_resolved",
        (
            rf"(?:{_CELL} )?(?:đã |vừa |mới )*(?:họp )?(?:xét |thông qua |ra |có |nhất trí |biểu quyết )?"
            rf"(?:{_RESOLUTION} )?(?:của {_CELL} )?(?:đề nghị|xét|thông qua|biểu quyết|{_RESOLUTION})"
            rf"(?: (?:công nhận|chuyển|cho|việc))*{_GAP} {_OFFICIAL}",
            rf"{_CELL} (?:đã |họp |vừa )*(?:công nhận|xét|nhất trí){_GAP} {_OFFICIAL}",
        ),
    ),
    (
        "official",
        (
            rf"(?:đã |được |vừa )*(?:có |ra |nhận )?(?:{_DECISION} )?(?:công nhận|chuyển|xét chuyển){_GAP} {_OFFICIAL}",
            rf"(?:đã |được |có |ra |nhận )*{_DECISION} {_OFFICIAL}|(?:đã |được |trở )*{_OFFICIAL}"
            r"(?! (?:kết nạp|được kết nạp|nộp|vào|gia nhập|có|ra|tổ chức|giúp))",
        ),
    ),
    (
        "paused",
        (
            r"(?:xin |được |đã |cho )*(?:tạm (?:thời )?(?:dừng|ngừng|ngưng|hoãn|gác|đình chỉ|nghỉ)|hoãn|bảo lưu"
            r"|gác lại)(?: lại)?"
            r"(?: (?:việc|xét|hồ sơ|theo dõi))*(?: kết nạp)?",
            rf"(?:cho )?(?:dừng|ngừng|ngưng) (?:lại|theo dõi|xét|hồ sơ|kết nạp){_GAP}?",
        ),
    ),
    (
        "withdrawn",
        (
            r"(?:làm đơn |nộp đơn |viết đơn |đã |có đơn |gửi đơn )*(?:xin (?:thôi|rút|dừng|nghỉ|ra khỏi nguồn)"
            r"|rút (?:đơn|lui|khỏi(?: danh sách)?(?: nguồn)?|tên|hồ sơ))(?: (?:đơn|tên|hồ sơ|việc|không))*"
            r"(?: (?:xin )?(?:vào|gia nhập) đảng| phấn đấu| khỏi(?: danh sách)? nguồn)?",
            r"(?:đã |xin )*(?:nghỉ việc|thôi việc|nghỉ làm)(?: (?:công ty|cty))?",
            r"(?:không|ko|k|kg) (?:muốn |còn |tham gia |có nguyện vọng |tiếp tục |phấn đấu )+(?:vào đảng "
            r"|tham gia )?(?:nữa)?"
            r"|(?:không|ko) vào đảng nữa|thôi (?:không )?(?:phấn đấu|theo|tham gia)(?: nữa)?|bỏ cuộc",
        ),
    ),
    (
        "rejected",
        (
            r"(?:thẩm tra |lý lịch |xét |bị )*(?:không|ko|k|kg) (?:đạt|được thông qua|thông qua|đủ (?:điều kiện"
            r"|tiêu chuẩn|đk|tc)"
            r"|được chi bộ (?:thông qua|đồng ý|tán thành)|đồng ý (?:kết nạp|thông qua)|tán thành)(?: yêu cầu"
            r"| tiêu chuẩn)?",
            rf"{_CELL} (?:đã |họp )*(?:không|ko) (?:thông qua|đồng ý|tán thành|nhất trí)(?: (?:cho"
            rf"|việc))*(?: kết nạp)?",
            r"bị (?:loại|bác|từ chối|trả hồ sơ|gạch tên)(?: khỏi(?: danh sách)?(?: nguồn)?)?"
            r"|(?:loại|đưa|xóa|gạch)(?: tên)?(?P<gap> [^\s,;]+(?: [^\s,;]+)?)? (?:ra )?khỏi (?:danh sách )?nguồn",
        ),
    ),
    (
        "transferred",
        (
            rf"(?:đã |được |xin |vừa |có )*(?:{_DECISION} )?(?:chuyển|chuyễn|luân chuyển|điều động"
            rf"|đổi){_GAP} (?:hẳn |sinh hoạt"
            r" (?:đảng )?|công tác |hồ sơ |việc |làm |chỗ |nơi )*(?:(?:sang|đến|tới|về|qua|đi|ra)(?: (?:làm|làm ở"
            r"|làm tại|ở|tại|bên"
            r"|cho|sinh hoạt(?: đảng)?(?: tại| ở)?|công tác(?: tại| ở)?))?)(?: (?:nơi|chỗ|đơn vị|công ty|cty|chi bộ"
            r"|tỉnh) khác)?",
            r"(?:đã |được |xin |vừa )*(?:chuyển|chuyễn|đổi) (?:(?:công ty|cty|ct|đơn vị|chi bộ|nơi|chỗ)(?: (?:khác"
            r"|làm|làm khác|ở))+"
            r"|sinh hoạt(?: đảng)?|công tác|việc|công ty|cty|chi bộ)",
            r"(?:đã |mới )?(?:sang|qua) (?:làm|công tác) (?:bên|ở|tại|cho)|nhảy việc(?: sang)?",
        ),
    ),
    (
        BACK,
        (
            r"(?:cho |xin |phải )*(?:quay|trở|lùi|hạ|lui) (?:lại|về|trở lại|xuống)(?: về)?"
            r"(?: (?:bước|giai đoạn|khâu|mức|phần))?(?: (?:thứ |số )?(?P<number>\d{1,2})(?! ?[/.-] ?\d))?",
            rf"(?:đưa|chuyển|trả|kéo|cho){_GAP} (?:về|lại|về lại|quay lại) (?:bước|giai đoạn|khâu|mức)"
            r"(?: (?:thứ |số )?(?P<number>\d{1,2})(?! ?[/.-] ?\d))?",
            r"làm lại(?: từ)?(?: (?:bước|giai đoạn|khâu))?(?: (?:thứ |số )?(?P<number>\d{1,2})(?! ?[/.-] ?\d))?",
        ),
    ),
    (
        NOTHING,
        (
            r"(?:hồ sơ|điều kiện|thủ tục|quy trình|hướng dẫn|mẫu|tiêu chuẩn|tuổi|danh sách) (?:xin )?(?:kết nạp"
            r"|vào đảng)",
            rf"{_MEMBER} (?:mới )?giới thiệu",
        ),
    ),
)
_WEAK_ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("introduced", (r"(?:được |do )?(?:công đoàn |đoàn thanh niên |đoàn tn |đoàn |hội phụ nữ )?giới thiệu",)),
    ("class_completed", (r"(?:có |được cấp |nhận )?(?:giấy )?(?:chứng nhận|gcn|chứng chỉ)",)),
    ("cell_resolved", (rf"thông qua|{_RESOLUTION}|biểu quyết|xét kết nạp|(?:đã )?họp xét|đề nghị",)),
    ("decided", (_DECISION,)),
    ("applied", (r"đơn|lý lịch",)),
    ("admitted", (rf"vào {_PARTY}",)),
    ("transferred", (r"chuyển",)),
)


@dataclass(frozen=True, slots=True)
class StageWords:
    """One way to say a stage; `weak`: only beside a code."""

    stage: str
    pattern: Pattern
    weak: bool


def _compiled(rows: tuple[tuple[str, tuple[str, ...]], ...], *, weak: bool) -> list[StageWords]:
    return [StageWords(stage, Pattern(source), weak) for stage, sources in rows for source in sources]


STAGE_WORDS: tuple[StageWords, ...] = (*_compiled(_ROWS, weak=False), *_compiled(_WEAK_ROWS, weak=True))
