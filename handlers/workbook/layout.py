"""The sheets of an organisation workbook: how they and their columns are called, and what each column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.workbook import vocabulary as words
from handlers.workbook.cells import CellType, Code, Day, DayOfBirth, PersonName, Reference, Text
from handlers.workbook.dates import When
from handlers.workbook.findings import Sentence
from handlers.workbook.special_cells import Amount, Choice, Crew, Cycle, Hours, Number, Phone
from models import names

CREWS = "ABCDEF"


class SheetKind(StrEnum):
    """What a sheet lists. Shift systems, enterprises and units come first because the others refer to them."""

    SHIFT_SYSTEMS = "shift_systems"
    ENTERPRISES = "enterprises"
    UNITS = "units"
    COURSES = "courses"
    MEMBERS = "members"
    WORKERS = "workers"
    CANDIDATES = "candidates"
    TARGETS = "targets"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its heading, and the kind of its cells."""

    field: str
    heading: str
    cells: CellType
    required: bool = False
    also: tuple[str, ...] = ()  # other headings, folded

    @property
    def headings(self) -> set[str]:
        """Return every heading under which the column is found, folded."""
        return {heading_key(self.heading), *self.also}


@dataclass(frozen=True, slots=True)
class Layout:
    """One sheet: its title, the other titles under which it is found (folded), and its columns."""

    title: str
    also: tuple[str, ...]
    columns: tuple[Column, ...]


def heading_key(text: str) -> str:
    """Return a heading as it is compared: folded, without what stands in brackets, letters and figures only."""
    return " ".join(re.findall(r"[a-z0-9%]+", re.sub(r"\(.*?\)", " ", names.fold(text))))


_YES_NO = Choice(*words.YES_NO)
_GENDER = Choice(words.GENDER)
_SHIFT_SYSTEM = Reference(Sentence("Expected the code of a shift system of the list."))
_ENTERPRISE = Reference(Sentence("Expected the code of an enterprise of the list."))
_UNIT = Reference(Sentence("Expected the code of a unit of the organisation."))
_MEMBER = Reference(Sentence("Expected the code of a member of the list."))
_COURSE = Reference(Sentence("Expected the code of a course of the list."))

_SHIFT_COLUMNS = (
    Column("shift_system", "Chế độ ca", _SHIFT_SYSTEM, also=("ca", "ca lam viec", "che do ca kip")),
    Column("crew", "Kíp", Crew(), also=("kip ca", "to kip")),
)
_NAME = Column("full_name", "Họ và tên", PersonName(), required=True, also=("ho ten", "ho va ten khai sinh"))
_GENDER_COLUMN = Column("gender", "Giới tính", _GENDER, also=("nam nu", "gioi"))
_MEMBER_CODE_HEADINGS = ("ma dang vien", "ma", "ma dv")
_ENTERPRISE_COLUMN = Column(
    "enterprise", "Mã DN", _ENTERPRISE, also=("ma doanh nghiep", "doanh nghiep", "cong ty", "don vi")
)

LAYOUTS: dict[SheetKind, Layout] = {
    SheetKind.SHIFT_SYSTEMS: Layout(
        "Chế độ ca",
        ("che do ca kip", "ca kip", "ca lam viec"),
        (
            Column("code", "Mã", Code(), required=True, also=("ma che do", "ma ca", "ma che do ca")),
            Column("name", "Tên", Text(120), required=True, also=("ten che do", "ten che do ca")),
            Column("hours", "Ca (giờ)", Hours(), required=True, also=("gio lam", "gio ca", "cac ca")),
            Column("cycle", "Chu kỳ (theo ngày, bắt đầu từ ngày mốc)", Cycle(), required=True, also=("vong ca",)),
            Column("anchor", "Ngày mốc", Day(When.ANY), required=True, also=("moc", "ngay bat dau")),
            *(Column(f"offset_{crew}", f"Lệch kíp {crew}", Number(0, 366)) for crew in CREWS),
        ),
    ),
    SheetKind.ENTERPRISES: Layout(
        "Doanh nghiệp",
        ("danh sach doanh nghiep", "cong ty", "danh sach cong ty"),
        (
            Column("code", "Mã DN", Code(), required=True, also=("ma doanh nghiep", "ma")),
            Column("name", "Tên doanh nghiệp", Text(), required=True, also=("ten", "ten dn", "ten cong ty")),
            Column("zone", "KCN", Text(80), also=("khu cong nghiep",)),
            Column("workers", "Số lao động", Number(0, 1_000_000), also=("lao dong", "so cong nhan", "tong lao dong")),
            Column(
                "has_trade_union", "Công đoàn (có/không)", _YES_NO, also=("cong doan co khong", "to chuc cong doan")
            ),
            Column("has_youth_union", "Đoàn TN (có/không)", _YES_NO, also=("doan thanh nien", "to chuc doan")),
            Column("has_party_organisation", "Có tổ chức đảng", _YES_NO, also=("to chuc dang",)),
            Column("owner_support", "Chủ DN tạo điều kiện", Choice(words.OWNER_SUPPORT), also=("chu doanh nghiep",)),
            _SHIFT_COLUMNS[0],
        ),
    ),
    SheetKind.UNITS: Layout(
        "Tổ chức",
        ("to chuc dang", "chi bo", "so do to chuc", "danh sach chi bo"),
        (
            Column("code", "Mã", Code(), required=True, also=("ma to chuc", "ma chi bo", "ma don vi")),
            Column("name", "Tên tổ chức", Text(), required=True, also=("ten", "ten chi bo", "ten don vi")),
            Column("parent", "Trực thuộc", _UNIT, also=("cap tren", "thuoc")),
            Column("kind", "Loại hình", Choice(words.UNIT_KIND), required=True, also=("loai",)),
            _ENTERPRISE_COLUMN,
            Column("in_charge", "Đảng ủy viên phụ trách", _MEMBER, also=("cap uy vien phu trach", "phu trach")),
        ),
    ),
    SheetKind.COURSES: Layout(
        "Lớp học",
        ("lop", "ke hoach lop hoc", "cac lop"),
        (
            Column("code", "Mã lớp", Code(), also=("ma",)),
            Column("name", "Tên lớp", Text(), also=("ten", "lop")),
            Column("kind", "Loại", Text(80), also=("loai lop",)),
            Column("organiser", "Đơn vị mở lớp", Text(), also=("don vi to chuc", "noi mo lop")),
            Column("title", "Chuyên đề", Text(), required=True, also=("bai", "noi dung", "ten chuyen de")),
            Column("half_days", "Số buổi", Number(1, 100), required=True, also=("buoi",)),
            Column("room", "Địa điểm", Text(), also=("noi hoc", "hoi truong", "phong hoc")),
            Column("capacity", "Sức chứa", Number(1, 100_000), also=("so cho", "so nguoi toi da")),
            Column("starts_on", "Từ ngày", Day(When.ANY), also=("ngay bat dau", "tu")),
            Column("ends_on", "Đến ngày", Day(When.ANY), also=("ngay ket thuc", "den")),
        ),
    ),
    SheetKind.MEMBERS: Layout(
        "Đảng viên",
        ("danh sach dang vien", "dv"),
        (
            Column("code", "Mã ĐV", Code(), required=True, also=_MEMBER_CODE_HEADINGS),
            _NAME,
            Column("birth", "Ngày sinh", DayOfBirth(), also=("ngay thang nam sinh", "nam sinh", "sinh ngay")),
            _GENDER_COLUMN,
            Column("unit", "Chi bộ", _UNIT, required=True, also=("ma chi bo", "chi bo sinh hoat", "to chuc")),
            Column("membership", "Loại", Choice(words.MEMBERSHIP), required=True, also=("loai dang vien", "dang vien")),
            Column("joined_party_on", "Ngày vào Đảng", Day(When.PAST), also=("ngay ket nap", "vao dang")),
            Column("position", "Chức vụ", Choice(words.POSITION), also=("chuc vu dang", "chuc danh")),
            *_SHIFT_COLUMNS,
            Column("phone", "Điện thoại", Phone(), also=("so dien thoai", "sdt", "dt", "di dong", "so dt")),
        ),
    ),
    SheetKind.WORKERS: Layout(
        "Công nhân đăng ký học",
        ("cong nhan", "dang ky hoc", "danh sach hoc vien", "hoc vien"),
        (
            Column("code", "Mã", Code(), required=True, also=("ma cn", "ma cong nhan", "ma hoc vien")),
            _NAME,
            Column("birth", "Năm sinh", DayOfBirth(), also=("ngay sinh", "ngay thang nam sinh", "sinh nam")),
            _GENDER_COLUMN,
            _ENTERPRISE_COLUMN,
            *_SHIFT_COLUMNS,
            Column("course", "Lớp", _COURSE, also=("ma lop", "lop hoc")),
            Column("phone", "Điện thoại", Phone(), also=("so dien thoai", "sdt", "dt", "di dong", "so dt")),
        ),
    ),
    SheetKind.CANDIDATES: Layout(
        "Nguồn phát triển",
        ("nguon", "quan chung uu tu", "danh sach nguon", "nguon phat trien dang", "danh sach quan chung uu tu"),
        (
            Column("code", "Mã", Code(), required=True, also=("ma qc", "ma nguon", "ma quan chung")),
            _NAME,
            Column("birth", "Ngày sinh", DayOfBirth(), also=("ngay thang nam sinh", "nam sinh", "sinh ngay")),
            _GENDER_COLUMN,
            _ENTERPRISE_COLUMN,
            Column("unit", "Chi bộ theo dõi", _UNIT, required=True, also=("chi bo", "ma chi bo")),
            Column(
                "introduced_by",
                "Đoàn thể giới thiệu",
                Choice(words.INTRODUCER),
                also=("gioi thieu", "nguoi gioi thieu"),
            ),
            *_SHIFT_COLUMNS,
            Column("helper", "Đảng viên giúp đỡ", _MEMBER, also=("nguoi giup do", "giup do", "dv giup do")),
            Column("introduced", "Ngày giới thiệu", Day(When.PAST), required=True, also=("gioi thieu ngay",)),
            Column(
                "class_completed",
                "Ngày cấp GCN lớp nhận thức",
                Day(When.PAST),
                also=("ngay cap gcn", "gcn lop nhan thuc", "ngay hoc xong lop nhan thuc"),
            ),
            Column("cell_resolved", "Ngày NQ chi bộ", Day(When.PAST), also=("ngay nghi quyet chi bo", "nq chi bo")),
            Column("decided", "Ngày QĐ kết nạp", Day(When.PAST), also=("ngay quyet dinh ket nap", "qd ket nap")),
            Column("admitted", "Ngày kết nạp", Day(When.PAST), also=("ket nap", "ngay le ket nap")),
            Column("consented_on", "Đồng ý xử lý dữ liệu (ngày)", Day(When.PAST), also=("dong y", "ngay dong y")),
            Column("note", "Ghi chú", Text(1_000), also=("chu thich",)),
        ),
    ),
    SheetKind.TARGETS: Layout(
        "Chỉ tiêu",
        ("cac chi tieu", "chi tieu nam"),
        (
            Column("unit", "Tổ chức", _UNIT, required=True, also=("ma to chuc", "chi bo", "ma", "don vi")),
            Column("metric", "Chỉ tiêu", Choice(words.METRIC), required=True, also=("ten chi tieu", "noi dung")),
            Column("amount", "Số lượng", Amount(), required=True, also=("so", "ke hoach", "muc")),
            Column("starts_on", "Từ ngày", Day(When.ANY), required=True, also=("ngay bat dau", "tu")),
            Column("ends_on", "Đến ngày", Day(When.ANY), required=True, also=("ngay ket thuc", "den")),
            Column("note", "Ghi chú", Text(), also=("chu thich",)),
        ),
    ),
}
