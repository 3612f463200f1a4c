"""The words that stand in the sheets, with what they mean; the proper way of writing each comes first."""

from __future__ import annotations

from handlers.workbook.findings import MendingKind
from models.candidates import Introducer
from models.people import Gender, Membership, RoleName
from models.targets import Metric
from models.units import OwnerSupport, UnitKind

YES_NO: tuple[dict[str, object], MendingKind] = (
    {
        "có": True,
        "không": False,
        "rồi": True,
        "đã có": True,
        "x": True,
        "true": True,
        "1": True,
        "chưa": False,
        "chưa có": False,
        "k": False,
        "ko": False,
        "false": False,
        "0": False,
    },
    MendingKind.YES_NO,
)

GENDER: dict[str, object] = {
    "Nam": Gender.MALE,
    "Nữ": Gender.FEMALE,
    "Ông": Gender.MALE,
    "Bà": Gender.FEMALE,
    "male": Gender.MALE,
    "female": Gender.FEMALE,
}

OWNER_SUPPORT: dict[str, object] = {
    "tốt": OwnerSupport.GOOD,
    "bình thường": OwnerSupport.ORDINARY,
    "chưa": OwnerSupport.NOT_YET,
    "khá": OwnerSupport.GOOD,
    "trung bình": OwnerSupport.ORDINARY,
    "chưa tạo điều kiện": OwnerSupport.NOT_YET,
    "không": OwnerSupport.NOT_YET,
}

UNIT_KIND: dict[str, object] = {
    "Đảng bộ": UnitKind.COMMITTEE,
    "Chi bộ hành chính, sự nghiệp": UnitKind.ADMINISTRATIVE_CELL,
    "Chi bộ doanh nghiệp": UnitKind.ENTERPRISE_CELL,
    "Đảng ủy": UnitKind.COMMITTEE,
    "Đảng bộ cơ sở": UnitKind.COMMITTEE,
    "Đảng bộ bộ phận": UnitKind.COMMITTEE,
    "Chi bộ hành chính": UnitKind.ADMINISTRATIVE_CELL,
    "Chi bộ sự nghiệp": UnitKind.ADMINISTRATIVE_CELL,
    "Chi bộ HCSN": UnitKind.ADMINISTRATIVE_CELL,
    "Chi bộ DN": UnitKind.ENTERPRISE_CELL,
}

MEMBERSHIP: dict[str, object] = {
    "chính thức": Membership.OFFICIAL,
    "dự bị": Membership.PROBATIONARY,
    "CT": Membership.OFFICIAL,
    "DB": Membership.PROBATIONARY,
    "đảng viên chính thức": Membership.OFFICIAL,
    "đảng viên dự bị": Membership.PROBATIONARY,
}

# "Đảng viên" and "Chi ủy viên" hold no right of their own here.
POSITION: dict[str, object] = {
    "Bí thư": RoleName.SECRETARY,
    "Phó bí thư": RoleName.DEPUTY,
    "Đảng ủy viên": RoleName.COMMITTEE,
    "Đảng viên": None,
    "Bí thư chi bộ": RoleName.SECRETARY,
    "BT": RoleName.SECRETARY,
    "Phó bí thư chi bộ": RoleName.DEPUTY,
    "Phó BT": RoleName.DEPUTY,
    "PBT": RoleName.DEPUTY,
    "Cấp ủy viên": RoleName.COMMITTEE,
    "ĐUV": RoleName.COMMITTEE,
    "Chi ủy viên": None,
    "Không": None,
}

INTRODUCER: dict[str, object] = {
    "Công đoàn": Introducer.TRADE_UNION,
    "Đoàn thanh niên": Introducer.YOUTH_UNION,
    "Hội phụ nữ": Introducer.WOMENS_UNION,
    "Đảng viên": Introducer.MEMBER,
    "CĐ": Introducer.TRADE_UNION,
    "CĐ cơ sở": Introducer.TRADE_UNION,
    "CĐCS": Introducer.TRADE_UNION,
    "Công đoàn cơ sở": Introducer.TRADE_UNION,
    "Đoàn": Introducer.YOUTH_UNION,
    "Đoàn TN": Introducer.YOUTH_UNION,
    "ĐTN": Introducer.YOUTH_UNION,
    "Đoàn TNCS": Introducer.YOUTH_UNION,
    "Đoàn TNCS Hồ Chí Minh": Introducer.YOUTH_UNION,
    "Hội LHPN": Introducer.WOMENS_UNION,
    "Phụ nữ": Introducer.WOMENS_UNION,
    "Ban nữ công": Introducer.WOMENS_UNION,
    "Nữ công": Introducer.WOMENS_UNION,
    "một đảng viên": Introducer.MEMBER,
}

METRIC: dict[str, object] = {
    "Kết nạp đảng viên": Metric.ADMISSIONS,
    "Quần chúng ưu tú được giới thiệu": Metric.INTRODUCED,
    "Hoàn thành lớp nhận thức về Đảng": Metric.CLASS_GRADUATES,
    "Công nhận đảng viên chính thức": Metric.OFFICIAL_RECOGNITIONS,
    "Tỷ lệ dự sinh hoạt chi bộ (%)": Metric.MEETING_ATTENDANCE_PERCENT,
    "Doanh nghiệp có tổ chức đảng (%)": Metric.ENTERPRISES_WITH_PARTY_PERCENT,
    "Chi bộ mới": Metric.NEW_CELLS,
    "Kết nạp": Metric.ADMISSIONS,
    "Kết nạp đảng viên mới": Metric.ADMISSIONS,
    "Giới thiệu quần chúng ưu tú": Metric.INTRODUCED,
    "Quần chúng ưu tú": Metric.INTRODUCED,
    "Nguồn": Metric.INTRODUCED,
    "Học lớp nhận thức về Đảng": Metric.CLASS_GRADUATES,
    "Chuyển đảng chính thức": Metric.OFFICIAL_RECOGNITIONS,
    "Tỷ lệ dự sinh hoạt": Metric.MEETING_ATTENDANCE_PERCENT,
    "Doanh nghiệp có tổ chức đảng": Metric.ENTERPRISES_WITH_PARTY_PERCENT,
    "Thành lập chi bộ": Metric.NEW_CELLS,
    "Thành lập chi bộ mới": Metric.NEW_CELLS,
}
