"""Days off on weekdays by law, written down by hand: what the library's calendar is compared with.

Labour Code 2019: New Year, five days of Tết, the Hùng Kings' day (10/3 by the lunar calendar), 30/4, 1/5, 2/9 with the
day before or after (Điều 112), the next working day for one that falls on a weekend (Điều 111.3). Tết 2026 as announced
(16 to 20/2); Tết 2027, of the weekdays of 2024, as in that year; Tết 2028 as in 2025.
From 2026 on also 24/11, as decided by the Politburo (NQ 80-NQ/TW, January 2026) and kept by the library.
"""

from __future__ import annotations

from datetime import date

from models.working_days import Holidays, WorkingDays

LAW: dict[int, dict[date, str]] = {
    2025: {
        date(2025, 1, 1): "Tết Dương lịch",
        **{date(2025, 1, day): "Tết Nguyên Đán" for day in (27, 28, 29, 30, 31)},
        date(2025, 4, 7): "Giỗ Tổ Hùng Vương",
        date(2025, 4, 30): "Ngày Chiến thắng",
        date(2025, 5, 1): "Quốc tế Lao động",
        date(2025, 9, 1): "Quốc khánh",
        date(2025, 9, 2): "Quốc khánh",
    },
    2026: {
        date(2026, 1, 1): "Tết Dương lịch",
        **{date(2026, 2, day): "Tết Nguyên Đán" for day in (16, 17, 18, 19, 20)},
        date(2026, 4, 27): "Giỗ Tổ Hùng Vương (nghỉ bù)",
        date(2026, 4, 30): "Ngày Chiến thắng",
        date(2026, 5, 1): "Quốc tế Lao động",
        date(2026, 9, 1): "Quốc khánh",
        date(2026, 9, 2): "Quốc khánh",
        date(2026, 11, 24): "Ngày Văn hóa Việt Nam",
    },
    2027: {
        date(2027, 1, 1): "Tết Dương lịch",
        **{date(2027, 2, day): "Tết Nguyên Đán" for day in (4, 5, 8, 9, 10)},
        date(2027, 4, 16): "Giỗ Tổ Hùng Vương",
        date(2027, 4, 30): "Ngày Chiến thắng",
        date(2027, 5, 3): "Quốc tế Lao động (nghỉ bù)",
        date(2027, 9, 2): "Quốc khánh",
        date(2027, 9, 3): "Quốc khánh",
        date(2027, 11, 24): "Ngày Văn hóa Việt Nam",
    },
    2028: {
        date(2028, 1, 3): "Tết Dương lịch (nghỉ bù)",
        **{date(2028, 1, day): "Tết Nguyên Đán" for day in (24, 25, 26, 27, 28)},
        date(2028, 4, 4): "Giỗ Tổ Hùng Vương",
        date(2028, 5, 1): "Quốc tế Lao động",
        date(2028, 5, 2): "Ngày Chiến thắng (nghỉ bù)",
        date(2028, 9, 1): "Quốc khánh",
        date(2028, 9, 4): "Quốc khánh (nghỉ bù)",
        date(2028, 11, 24): "Ngày Văn hóa Việt Nam",
    },
}


def by_law(year: int) -> Holidays:
    """Return the holidays of a year; a table that ends with 2028."""
    return Holidays(LAW.get(year, {}), is_complete=year in LAW)


def calendar() -> WorkingDays:
    """Return the calendar of an organisation without days of its own."""
    return WorkingDays(by_law)
