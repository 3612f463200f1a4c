"""The words of a report: what secretaries write, and which kind of thing each phrase says.

One row is a kind, the value that it stands for, and the ways to write it. Accents are given so that a typed accent can
tell ``đoàn`` from ``đoán``; typing none is always allowed (see :mod:`handlers.understanding.phrases`).
"""

from __future__ import annotations

from enum import StrEnum, auto


class Kind(StrEnum):
    """What a phrase does in a report."""

    REPORT = auto()  # opens a report
    INTRODUCER = auto()  # an organisation that introduces, sure by itself
    INTRODUCER_WITH_VERB = auto()  # could be a name: only together with "giới thiệu"
    MEMBER = auto()  # a Party member introduces, whose name may follow
    INTRODUCES = auto()  # "giới thiệu"
    BY = auto()  # stands before an introducer
    COMPANY = auto()  # an enterprise follows
    AT = auto()  # an enterprise may follow
    OWN_COMPANY = auto()
    ZONE = auto()  # an industrial zone follows
    BORN = auto()  # a year or date of birth follows
    AGE = auto()  # stands after an age
    SHIFT = auto()
    CREW = auto()  # a letter follows
    GENDER = auto()
    GENDER_LABEL = auto()
    ADDRESS = auto()  # stands before a name
    NAME_IS = auto()
    CONSENT = auto()
    IDENTITY = auto()  # an identity number follows
    PHONE = auto()
    FILLER = auto()  # says nothing, is never part of a name
    PARTICLE = auto()  # says nothing, but may be a syllable of a name
    EVERYBODY = auto()  # what follows holds for all of a list


def word_set(words: str) -> frozenset[str]:
    """The set of the words in `words`, which blanks part."""
    return frozenset(words.split())


LEXICON: tuple[tuple[Kind, str, str], ...] = (
    (
        Kind.REPORT,
        "",
        "báo nguồn | báo nguồn mới | báo cáo nguồn mới | báo một nguồn | báo 1 nguồn | báo thêm nguồn"
        " | báo thêm 1 nguồn | báo quần chúng | báo quần chúng ưu tú | báo qc | báo qcut | giới thiệu nguồn"
        " | giới thiệu nguồn mới | giới thiệu quần chúng | giới thiệu quần chúng ưu tú | thêm nguồn"
        " | thêm nguồn mới | bổ sung nguồn | có nguồn mới | nguồn mới | gửi nguồn | gửi nguồn mới | báo các nguồn"
        " | báo danh sách nguồn mới | report candidate | new candidate",
    ),
    (
        Kind.INTRODUCER,
        "trade_union",
        "công đoàn | công đoàn cơ sở | công đoàn công ty | công đoàn cty | cđ | cđcs | cđ cs | cđ cty"
        " | bch công đoàn | bch cđ | ban chấp hành công đoàn | chủ tịch công đoàn | ct công đoàn | tổ công đoàn"
        " | trade union",
    ),
    (
        Kind.INTRODUCER,
        "youth_union",
        "đoàn thanh niên | đoàn tn | đtn | đoàn thanh niên công ty | đoàn thanh niên cty | đoàn tncs | đtncs"
        " | đoàn thanh niên cộng sản | đoàn thanh niên cộng sản hồ chí minh | bch đoàn | bch đoàn thanh niên"
        " | bch đoàn tn | bí thư đoàn | bí thư chi đoàn | bí thư đoàn thanh niên | bí thư đoàn tn | bt đoàn"
        " | đoàn cơ sở | youth union",
    ),
    (
        Kind.INTRODUCER,
        "womens_union",
        "hội phụ nữ | hội pn | hpn | hội lhpn | hlhpn | hội liên hiệp phụ nữ | chi hội phụ nữ | ban nữ công | nữ công"
        " | women union | womens union",
    ),
    (Kind.INTRODUCER_WITH_VERB, "youth_union", "đoàn | đoàn công ty | đoàn cty | chi đoàn | thanh niên | tn"),
    (Kind.INTRODUCER_WITH_VERB, "womens_union", "hội | phụ nữ | bnc | pn"),
    (Kind.MEMBER, "sure", "đảng viên | đv | đảng viên chính thức | đvct | party member"),
    (Kind.MEMBER, "with_verb", "đồng chí | đc | đ c"),
    (
        Kind.INTRODUCES,
        "",
        "giới thiệu | gt | gthiệu | gth | giới thiệu lên | đứng ra giới thiệu | đề xuất | đề cử | tiến cử"
        " | introduces | introduced",
    ),
    (
        Kind.BY,
        "",
        "do | được | bởi | bên | người giới thiệu | đơn vị giới thiệu | đoàn thể giới thiệu | tổ chức giới thiệu"
        " | nơi giới thiệu | introduced by | by",
    ),
    (
        Kind.COMPANY,
        "",
        "công ty | công ti | cty | ct | cti | c ty | xí nghiệp | xn | nhà máy | doanh nghiệp | đơn vị | đơn vị công tác"
        " | nơi làm việc | tên công ty | company",
    ),
    (
        Kind.AT,
        "",
        "bên | ở | tại | làm | làm ở | làm bên | làm tại | làm cho | làm việc ở | làm việc tại | đang làm"
        " | đang làm ở | công tác tại | thuộc | của | cn | công nhân | at",
    ),
    (
        Kind.OWN_COMPANY,
        "",
        "cty mình | công ty mình | cty em | công ty em | cty tôi | công ty tôi | cty ta | công ty ta | cty nhà"
        " | công ty nhà | cty chúng tôi | công ty chúng tôi | cty bọn em",
    ),
    (Kind.ZONE, "", "kcn | khu công nghiệp | khu cn"),
    (
        Kind.BORN,
        "",
        "sinh | sinh năm | sn | ns | năm sinh | sinh ngày | ngày sinh | ngày tháng năm sinh | năm | nsinh | born | s n",
    ),
    (Kind.AGE, "", "tuổi | t | years old"),
    (Kind.SHIFT, "day", "ca ngày | làm ngày | day shift"),
    (Kind.SHIFT, "night", "ca đêm | làm đêm | night shift"),
    (Kind.SHIFT, "1", "ca sáng | ca một | ca i"),
    (Kind.SHIFT, "2", "ca chiều | ca hai | ca ii"),
    (Kind.SHIFT, "3", "ca ba | ca iii"),
    (Kind.SHIFT, "HC", "hành chính | hc | giờ hành chính | ca hành chính | ca hc | làm hành chính | giờ hc"),
    (Kind.SHIFT, "12H", "12 h | 12 giờ | 12 tiếng | ca 12 h | ca 12 giờ | ca 12 tiếng | 2 ca 12 h | 2 ca 12 giờ"),
    (Kind.SHIFT, "3CA", "3 ca | ba ca | 3 ca đổi tuần"),
    (Kind.SHIFT, "4K", "3 ca 4 kíp | ba ca bốn kíp | 4 kíp | 4 kíp 3 ca"),
    (Kind.SHIFT, "4-2", "4 nghỉ 2 | làm 4 nghỉ 2 | 4 - 2 | 4 / 2"),
    (Kind.CREW, "", "kíp | ca kíp"),
    (Kind.GENDER, "male", "nam | nam giới | male"),
    (Kind.GENDER, "female", "nữ | nữ giới | female"),
    (Kind.GENDER_LABEL, "", "giới tính | phái | giới | gt"),
    (Kind.ADDRESS, "male", "anh | ông | chú"),
    (Kind.ADDRESS, "female", "chị | bà | cô"),
    (
        Kind.ADDRESS,
        "",
        "em | bạn | đồng chí | đc | đ c | quần chúng | quần chúng ưu tú | qc | công nhân | cn | 1 bạn | một bạn",
    ),
    (Kind.NAME_IS, "", "tên | tên là | họ tên | họ và tên | họ tên là | tên đầy đủ | ht | name"),
    (
        Kind.CONSENT,
        "yes",
        "đồng ý | đã đồng ý | đồng ý rồi | đã đồng ý rồi | có đồng ý | đã xin ý kiến | đã có đồng ý"
        " | đã có ý kiến đồng ý | đã hỏi và đồng ý | bạn ấy đồng ý | đã hỏi rồi",
    ),
    (
        Kind.CONSENT,
        "no",
        "chưa đồng ý | chưa hỏi | chưa hỏi ý kiến | chưa xin ý kiến | không đồng ý | ko đồng ý | chưa có đồng ý"
        " | chưa được đồng ý",
    ),
    (
        Kind.IDENTITY,
        "",
        "cccd | cmnd | cmt | cmtnd | căn cước | căn cước công dân | chứng minh nhân dân | chứng minh thư"
        " | số định danh | mã định danh | số căn cước | hộ chiếu",
    ),
    (Kind.PHONE, "", "sđt | số điện thoại | điện thoại | đt | số đt | phone | zalo | liên hệ"),
    (
        Kind.FILLER,
        "",
        "ưu tú | xin chào | em chào | chào anh | chào chị | chào em | chào các anh | dạ | nhé | nha | ạ | nhá"
        " | giúp em | giúp tôi | giúp mình | cho em | cho tôi | với ạ | xin | em xin | tôi xin | kính gửi"
        " | ban chấp hành | chi bộ em | hiện | hiện đang | hiện nay | hôm nay | hiện tại | đi ca | làm ca"
        " | giới tính | gồm | gồm có | như sau | sau đây | danh sách | cụ thể | người | thông tin | please"
        " | cảm ơn | trân trọng | vào đảng | kết nạp đảng | nhận thức",
    ),
    (
        Kind.PARTICLE,
        "",
        "là | thì | và | có | đã | đang | của | này | ấy | rồi | luôn | thêm | mới | cho | với | nữa | a | ah"
        " | em | tôi | mình | được | bởi | bên | ở | tại | làm | cũng | đi | nhe | bạn | các | những | vào"
        " | giúp | dc",
    ),
    (Kind.EVERYBODY, "", "tất cả | cả hai | cả 2 | cả ba | cả 3 | đều | chung | cùng | all"),
)

# Words that some people break with a point or a stroke: "c.ty", "s/n", "g.thiệu".
DOTTED = word_set("cty ct gthieu gt sn ns dv dc cd cdcs dtn hpn kcn tnhh mtv cp xn sdt dt hc bch qc cn nsinh")

# After "nguồn" these speak of electricity and money, not of people.
OTHER_SOURCES = word_set("dien nuoc von hang luc nhan tin goc cung cap sang song thu")
