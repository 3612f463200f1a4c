"""Each time limit with worked dates, and what is always true of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deadlines import Mark, NoDueDateError, Unit, add_months
from models.rulebook import shipped
from tests.support.holidays import calendar

RULES, LIMITS = shipped().rules, shipped().limits
DAYS = st.dates(date(2025, 1, 1), date(2028, 6, 30))


def _due(code: str, start: date) -> date:
    return RULES[code].due(start, calendar()).date


def test_every_rule_of_the_domain_is_there_with_its_mark() -> None:
    marks = {code: rule.mark.value for code, rule in RULES.items()}
    assert marks == {
        "source_list_review": "V",
        "helper_worked_together": "V",
        "certificate_valid": "V",
        "dossier_fresh": "V",
        "decision_due": "V",
        "ceremony_due": "V2",
        "member_record_due": "V2",
        "probation_ends": "V",
        "official_review_due": "V2",
        "official_decision_due": "V",
        "transfer_papers_due": "V",
        "transfer_due": "V",
        "meeting_monthly": "V2",
        "thematic_meeting": "V2",
        "meeting_papers": "V2",
        "meeting_report": "V2",
        "missed_meetings": "V2",
        "request_answer": "V2",
        "request_see": "V2",
        "request_withdraw": "V",
        "request_delete": "V2",
    }
    assert all(rule.verified == (rule.mark is Mark.SEEN) for rule in RULES.values())
    assert all(rule.basis for rule in RULES.values())


def test_the_other_limits_are_there_with_their_marks() -> None:
    figures = {code: (str(limit.value), limit.mark.value) for code, limit in LIMITS.items()}
    assert figures == {
        "minimum_age": ("18", "V"),
        "maximum_age": ("60", "V"),
        "vote_share": ("2/3", "V2"),
        "voting_members": ("3", "V2"),
        "class_attendance": ("80", "?"),
        "meeting_attendance": ("90", "V2"),
    }


@pytest.mark.parametrize(
    ("code", "start", "due"),
    [
        ("source_list_review", date(2026, 1, 31), date(2026, 2, 28)),
        ("helper_worked_together", date(2025, 11, 24), date(2026, 11, 24)),
        ("helper_worked_together", date(2024, 2, 29), date(2025, 2, 28)),
        ("certificate_valid", date(2026, 6, 9), date(2031, 6, 9)),
        ("certificate_valid", date(2024, 2, 29), date(2029, 2, 28)),
        ("dossier_fresh", date(2026, 3, 1), date(2027, 3, 1)),
        ("decision_due", date(2026, 11, 24), date(2027, 2, 24)),  # across the New Year and Tết 2027
        ("decision_due", date(2025, 12, 15), date(2026, 3, 17)),  # across the New Year and Tết 2026
        ("ceremony_due", date(2026, 1, 26), date(2026, 3, 16)),  # across Tết 2026
        ("ceremony_due", date(2027, 1, 18), date(2027, 3, 8)),  # across Tết 2027
        ("ceremony_due", date(2026, 4, 3), date(2026, 5, 20)),  # the Hùng Kings' day, 30/4 and 1/5
        ("member_record_due", date(2026, 8, 3), date(2026, 9, 16)),  # 1/9 and 2/9
        ("probation_ends", date(2026, 2, 3), date(2027, 2, 3)),
        ("probation_ends", date(2028, 2, 29), date(2029, 2, 28)),
        ("official_review_due", date(2027, 2, 3), date(2027, 3, 24)),
        ("official_decision_due", date(2027, 4, 1), date(2027, 5, 18)),  # 16/4, 30/4 and the Monday for 1/5
        ("transfer_papers_due", date(2026, 11, 24), date(2027, 1, 6)),
        ("transfer_due", date(2026, 11, 24), date(2027, 2, 24)),
        ("meeting_monthly", date(2026, 11, 3), date(2026, 11, 30)),
        ("meeting_monthly", date(2028, 2, 1), date(2028, 2, 29)),
        ("thematic_meeting", date(2026, 10, 1), date(2026, 12, 31)),
        ("thematic_meeting", date(2026, 6, 30), date(2026, 6, 30)),
        ("meeting_papers", date(2026, 12, 3), date(2026, 12, 2)),
        ("meeting_report", date(2026, 12, 31), date(2027, 1, 2)),
    ],
)
def test_a_rule_falls_due_on_the_right_day(code: str, start: date, due: date) -> None:
    assert _due(code, start) == due


def test_the_extension_counts_on_from_the_same_start() -> None:
    due = RULES["decision_due"].due(date(2026, 11, 24), calendar())
    assert due.extended == calendar().add(date(2026, 11, 24), 90)
    assert due.extended == date(2027, 4, 7)
    assert RULES["ceremony_due"].due(date(2026, 11, 24), calendar()).extended is None


def test_the_days_left_out_are_told() -> None:
    skipped = RULES["decision_due"].due(date(2026, 11, 24), calendar()).skipped
    assert [day.isoformat() for day, _ in skipped] == [
        "2027-01-01",
        *(f"2027-02-{day:02}" for day in (4, 5, 8, 9, 10)),
    ]


def test_a_rule_in_months_leaves_nothing_out() -> None:
    due = RULES["probation_ends"].due(date(2028, 12, 15), calendar())
    assert (due.skipped, due.uncertain_from) == ((), None)


def test_a_date_beyond_the_known_holidays_says_so() -> None:
    assert RULES["ceremony_due"].due(date(2028, 12, 15), calendar()).uncertain_from == date(2029, 1, 1)
    assert RULES["decision_due"].due(date(2028, 9, 15), calendar()).uncertain_from == date(2029, 1, 1), "extended only"


def test_from_a_count_no_date_follows() -> None:
    with pytest.raises(NoDueDateError):
        RULES["missed_meetings"].due(date(2026, 1, 1), calendar())


def test_a_document_is_cited_with_its_date_and_place() -> None:
    assert RULES["decision_due"].basis == "QĐ 232-QĐ/TW 20/1/2025, 4.3.1"
    assert RULES["source_list_review"].basis == "HD 09-HD/BTCTW 2017"
    assert RULES["probation_ends"].basis == "Điều lệ Đảng, Điều 5"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 3, 28)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
    ],
)
def test_months_are_calendar_months(start: date, months: int, end: date) -> None:
    assert add_months(start, months) == end


def test_months_end_with_the_calendar() -> None:
    with pytest.raises(OverflowError):
        add_months(date(9999, 6, 1), 12)


@given(DAYS, st.integers(0, 120), st.integers(0, 120))
def test_months_after_months_never_end_later_than_all_at_once(start: date, one: int, other: int) -> None:
    assert add_months(add_months(start, one), other) <= add_months(start, one + other)


@given(st.sampled_from(sorted(RULES)), DAYS, DAYS)
def test_an_event_that_comes_later_makes_nothing_due_earlier(code: str, one: date, other: date) -> None:
    if RULES[code].unit is Unit.MONTHS_A_YEAR:
        return
    early, late = sorted((one, other))
    assert _due(code, early) <= _due(code, late)
