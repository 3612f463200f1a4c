"""Requests: their numbers, their legal limits by worked dates, and that one wish is one request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import public_holidays, rights
from models.audit import Actor, AuditRecord, Via, act_as
from models.candidates import Candidate
from models.database import Database
from models.people import Person
from models.rights import Office, RequestKind, RequestOutcome, Wish
from models.rulebook import shipped
from models.working_days import WorkingDays
from tests.conftest import NOW

CALENDAR = WorkingDays(public_holidays.of_year)


def office(day: date | None = None) -> Office:
    """Return when and by which rules a wish arrives."""
    now = NOW if day is None else datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    return Office(now, now.date(), shipped(), CALENDAR)


@pytest.fixture
def session(organisation: Database) -> Iterator[Session]:
    """Give a writing session in which somebody acts."""
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        yield session


def _lam(session: Session) -> int:
    return session.scalars(select(Person.id).where(Person.code == "CN010")).one()


@pytest.mark.parametrize(
    ("kind", "day", "answer", "end"),
    [
        (RequestKind.DELETE, date(2026, 11, 24), date(2026, 11, 26), date(2026, 12, 14)),
        (RequestKind.CORRECT, date(2026, 11, 24), date(2026, 11, 26), date(2026, 12, 4)),
        (RequestKind.SEE, date(2026, 11, 24), date(2026, 11, 26), date(2026, 12, 4)),
        (RequestKind.RESTRICT, date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 12)),
        (RequestKind.OBJECT, date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 14)),
        (RequestKind.WITHDRAW, date(2026, 4, 29), date(2026, 5, 5), date(2026, 5, 14)),
    ],
)
def test_the_limits_by_worked_dates(session: Session, kind: RequestKind, day: date, answer: date, end: date) -> None:
    request, is_new = rights.file(session, Wish(kind, _lam(session)), office(day))
    assert is_new
    assert (request.answer_due, request.due) == (answer, end)


def test_tet_lengthens_the_time_to_answer_and_not_the_time_to_end(session: Session) -> None:
    request, _ = rights.file(session, Wish(RequestKind.DELETE, _lam(session)), office(date(2027, 2, 4)))
    assert request.answer_due > date(2027, 2, 8), "Tết 2027 is 6/2"
    assert request.due == date(2027, 2, 24)


def test_numbers_count_through_the_year_and_begin_anew(session: Session) -> None:
    person = _lam(session)
    filed = [
        rights.file(session, Wish(kind, person), office(day))[0].number
        for kind, day in (
            (RequestKind.SEE, date(2026, 11, 24)),
            (RequestKind.DELETE, date(2026, 12, 31)),
            (RequestKind.OBJECT, date(2027, 1, 1)),
        )
    ]
    assert filed == ["YC2026-001", "YC2026-002", "YC2027-001"]


def test_the_same_wish_while_one_is_open_is_the_same_request(session: Session) -> None:
    wish = Wish(RequestKind.CORRECT, _lam(session), words="năm sinh 1998")
    first, _ = rights.file(session, wish, office())
    again, is_new = rights.file(session, wish, office())
    assert again is first
    assert not is_new
    other, is_new = rights.file(session, Wish(RequestKind.CORRECT, _lam(session), words="kíp C"), office())
    assert is_new
    rights.end(first, RequestOutcome.DONE, NOW)
    session.flush()
    later, is_new = rights.file(session, wish, office())
    assert is_new
    assert len({first.number, other.number, later.number}) == 3


def test_taking_it_on_answers_and_ending_it_leaves_no_words(session: Session) -> None:
    request, _ = rights.file(session, Wish(RequestKind.CORRECT, _lam(session), words="năm sinh 1998"), office())
    rights.take_on(request, _lam(session), NOW)
    assert (request.answered_at, request.is_open) == (NOW, True)
    rights.end(request, RequestOutcome.REFUSED, NOW, "Điều lệ Đảng")
    assert (request.words, request.outcome, request.is_open) == ("Điều lệ Đảng", RequestOutcome.REFUSED, False)
    rights.end(request, RequestOutcome.DONE, NOW)
    assert request.words is None


def test_restricted_is_who_was_granted_it(session: Session) -> None:
    candidate = session.scalars(select(Candidate.id).where(Candidate.code == "QC012")).one()
    request, _ = rights.file(session, Wish(RequestKind.RESTRICT, candidate_id=candidate), office())
    assert not rights.is_restricted(session, candidate_id=candidate)
    rights.end(request, RequestOutcome.DONE, NOW)
    session.flush()
    assert rights.is_restricted(session, candidate_id=candidate)
    assert not rights.is_restricted(session, person_id=_lam(session))


def test_a_request_is_in_the_audit_without_its_words(session: Session) -> None:
    rights.file(session, Wish(RequestKind.CORRECT, _lam(session), words="tên là Lâm"), office())
    record = session.scalars(select(AuditRecord).where(AuditRecord.entity == "data_requests")).one()
    assert "Lâm" not in str(record.changes)


def test_late_is_what_is_past_either_limit(session: Session) -> None:
    request, _ = rights.file(session, Wish(RequestKind.DELETE, _lam(session)), office())
    session.flush()
    assert rights.requests_late(session, date(2026, 11, 26)) == 0
    assert rights.requests_late(session, date(2026, 11, 27)) == 1, "two working days to answer"
    rights.take_on(request, _lam(session), NOW)
    session.flush()
    assert rights.requests_late(session, date(2026, 12, 14)) == 0
    assert rights.requests_late(session, date(2026, 12, 15)) == 1
    rights.end(request, RequestOutcome.DONE, NOW)
    session.flush()
    assert rights.requests_late(session, date(2026, 12, 15)) == 0
