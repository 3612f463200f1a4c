"""All that is held of one person: consents with who recorded them, requests, the own way as a candidate."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import check_in, rights
from models.audit import Actor, Via, act_as
from models.candidates import Candidate
from models.check_in import CheckInTry
from models.classes import ClassSitting
from models.consent import Consent, ConsentMeans, Purpose
from models.database import Database
from models.export import by_code, person_document, table_documents
from models.people import Person
from models.rights import RequestKind, Wish
from tests.conftest import NOW
from tests.models.test_rights import office
from tests.support.classes import add_course
from tests.support.meetings import local


@pytest.fixture
def session(organisation: Database) -> Iterator[Session]:
    """Give a session in which Lâm is also the candidate QC012, whose signed form Trinh recorded."""
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        people = {person.code: person for person in session.scalars(select(Person))}
        tung = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        tung.person_id = people["CN010"].id
        session.add(
            Consent(
                candidate_id=tung.id,
                purpose=Purpose.FOLLOW_CANDIDATE,
                means=ConsentMeans.PAPER,
                given_at=NOW,
                recorded_by_id=people["DV075"].id,
            )
        )
        rights.file(session, Wish(RequestKind.RESTRICT, people["CN010"].id), office())
        session.flush()
        yield session


def test_a_person_is_exported_with_consents_requests_and_the_own_way(session: Session) -> None:
    document = person_document(session, "CN010")
    assert document is not None
    assert document["person"]["full_name"] == "Nguyễn Mạnh Lâm"
    assert [request["number"] for request in document["requests"]] == ["YC2026-001"]
    [way] = document["candidates"]
    assert way["candidate"]["code"] == "QC012"
    assert [step["stage"] for step in way["stages"]] == ["introduced"]
    [consent] = way["consents"]
    assert (consent["means"], consent["recorded_by"], consent["withdrawn_at"]) == ("paper", "DV075", None)


def test_wrong_codes_at_a_check_in_belong_to_what_is_held_of_a_person(session: Session) -> None:
    lam = session.scalars(select(Person).where(Person.code == "CN010")).one()
    session.add(CheckInTry(person_id=lam.id, at=NOW))
    session.flush()
    document = person_document(session, "CN010")
    assert document is not None
    assert [one["at"] for one in document["check_in_tries"]] == [NOW.isoformat()]


def test_the_key_from_which_check_in_codes_follow_is_not_exported(organisation: Database) -> None:
    klass = add_course(organisation, {1: [local("2026-12-12", "08:00")]})
    key = check_in.new_key()
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        session.get_one(ClassSitting, klass.sittings[1][0]).check_in_key = key
        session.flush()
        documents = dict(table_documents(session))
    assert len(documents["class_sittings"]) == 1
    assert not any(key in line for lines in documents.values() for line in lines)


def test_a_candidate_is_exported_alone_when_the_person_has_another_code(session: Session) -> None:
    document = person_document(session, "QC012")
    assert document is not None
    assert document["candidate"]["full_name"] == "Hoàng Mạnh Tùng"
    assert "person" not in document


def test_nobody_has_an_unknown_code(session: Session) -> None:
    assert person_document(session, "QC999") is None


def test_codes_are_in_the_order_of_their_numbers() -> None:
    rows = [Candidate(code=code) for code in ("QC1000", "QC999", "QC002")]
    assert [row.code for row in by_code(rows)] == ["QC002", "QC999", "QC1000"]
