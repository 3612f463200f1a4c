"""What an import does with candidates: drafts, consents, stages."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.workbook import SheetKind
from models.candidates import Candidate, Introducer, Stage, StageStep
from models.consent import Consent, ConsentMeans, Purpose
from models.database import Database
from tests.workbook.builder import put, tidy_sheets
from tests.workbook.steps import NOW, bring_in, by_hand


def candidate_of(session: Session, code: str) -> Candidate:
    return session.scalars(select(Candidate).where(Candidate.code == code)).one()


def test_a_candidate_without_consent_is_a_code_and_initials(database: Database) -> None:
    changes = bring_in(database, tidy_sheets())
    assert changes.drafts == ["QC002"]
    with database.read() as session:
        draft = candidate_of(session, "QC002")
        assert (draft.initials, draft.stage, draft.introduced_on) == ("P.H.N.", Stage.INTRODUCED, date(2026, 4, 21))
        about_the_person = (
            draft.full_name, draft.name_hash, draft.birth_date, draft.birth_year, draft.gender, draft.enterprise_id,
            draft.shift_system_code, draft.crew, draft.introduced_by, draft.helper_id, draft.note, draft.consented_on,
        )  # fmt: skip
        assert set(about_the_person) == {None}
        assert session.scalars(select(Consent).where(Consent.candidate_id == draft.id)).all() == []


def test_a_candidate_with_consent_arrives_whole(database: Database) -> None:
    bring_in(database, tidy_sheets())
    with database.read() as session:
        whole = candidate_of(session, "QC001")
        assert (whole.full_name, whole.birth_date, whole.crew) == ("Phạm Quang Thành", "1994-03-28", "D")
        assert (whole.introduced_by, whole.stage) == (Introducer.TRADE_UNION, Stage.CELL_RESOLVED)
        assert whole.helper is not None
        assert whole.helper.code == "DV003"
        assert [(step.stage, step.reached_on) for step in whole.steps] == [
            (Stage.INTRODUCED, date(2025, 12, 13)),
            (Stage.MENTORED, date(2025, 12, 13)),
            (Stage.CLASS_COMPLETED, date(2026, 3, 15)),
            (Stage.CELL_RESOLVED, date(2026, 9, 4)),
        ]
        consent = session.scalars(select(Consent)).one()
        assert (consent.purpose, consent.means) == (Purpose.FOLLOW_CANDIDATE, ConsentMeans.IMPORTED)
        assert consent.given_at == datetime.fromisoformat("2025-12-13T00:00:00+07:00")


def test_a_later_consent_fills_in_the_rest(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    put(sheets, "Nguồn phát triển", "QC002", "Đồng ý xử lý dữ liệu (ngày)", date(2026, 11, 1))
    changes = bring_in(database, sheets)
    assert changes.drafts == []
    assert set(changes.kinds[SheetKind.CANDIDATES].changed) == {"QC002"}
    with database.read() as session:
        assert candidate_of(session, "QC002").full_name == "Phan Hồng Nga"
    assert bring_in(database, sheets).is_empty


def test_a_consent_that_was_withdrawn_is_not_brought_back_by_an_old_list(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    with database.write() as session:
        by_hand(session)
        candidate = candidate_of(session, "QC001")
        candidate.full_name = candidate.name_hash = candidate.consented_on = None
        session.scalars(select(Consent)).one().withdrawn_at = NOW
    changes = bring_in(database, sheets)
    assert changes.drafts == ["QC001", "QC002"]
    with database.read() as session:
        assert candidate_of(session, "QC001").full_name is None


def test_a_consent_given_in_a_chat_stands(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    with database.write() as session:
        by_hand(session)
        candidate = candidate_of(session, "QC002")
        candidate.consented_on = date(2026, 5, 1)
        session.add(
            Consent(candidate_id=candidate.id, purpose=Purpose.FOLLOW_CANDIDATE, means=ConsentMeans.CHAT, given_at=NOW)
        )
    put(sheets, "Nguồn phát triển", "QC002", "Đồng ý xử lý dữ liệu (ngày)", date(2026, 11, 1))
    bring_in(database, sheets)
    with database.read() as session:
        candidate = candidate_of(session, "QC002")
        assert (candidate.consented_on, candidate.full_name) == (date(2026, 5, 1), "Phan Hồng Nga")


def test_a_stage_that_was_reported_meanwhile_is_not_taken_back(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    with database.write() as session:
        by_hand(session)
        candidate = candidate_of(session, "QC001")
        candidate.stage = Stage.DECIDED
        candidate.steps.append(StageStep(stage=Stage.DECIDED, reached_on=date(2026, 11, 20), recorded_at=NOW))
    assert bring_in(database, sheets).is_empty


def test_a_path_that_was_ended_stays_ended(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    with database.write() as session:
        by_hand(session)
        candidate_of(session, "QC001").stage = Stage.WITHDRAWN
    put(sheets, "Nguồn phát triển", "QC001", "Ngày QĐ kết nạp", date(2026, 10, 1))
    bring_in(database, sheets)
    with database.read() as session:
        assert candidate_of(session, "QC001").stage is Stage.WITHDRAWN


def test_a_day_of_consent_can_be_corrected_by_the_list_it_came_from(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    put(sheets, "Nguồn phát triển", "QC001", "Đồng ý xử lý dữ liệu (ngày)", date(2025, 12, 20))
    bring_in(database, sheets)
    with database.read() as session:
        assert candidate_of(session, "QC001").consented_on == date(2025, 12, 20)
        given_at = session.scalars(select(Consent.given_at)).one()
        assert given_at == datetime.fromisoformat("2025-12-20T00:00:00+07:00")


def test_a_corrected_day_of_the_path_is_corrected_and_the_day_of_the_helper_follows(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    put(sheets, "Nguồn phát triển", "QC001", "Ngày giới thiệu", date(2025, 12, 1))
    bring_in(database, sheets)
    with database.read() as session:
        days = {step.stage: step.reached_on for step in candidate_of(session, "QC001").steps}
    assert days[Stage.INTRODUCED] == days[Stage.MENTORED] == date(2025, 12, 1)


def test_a_reported_day_of_the_helper_is_kept(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    with database.write() as session:
        by_hand(session)
        candidate_of(session, "QC001").steps[1].reached_on = date(2026, 1, 15)
    assert bring_in(database, sheets).is_empty
