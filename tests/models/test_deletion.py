"""Deletion is beyond recovery: the whole file, its log and the whole dump are searched for what was held."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import LargeBinary, func, select, true, type_coerce
from sqlalchemy.orm import Session

from models import deletion, forgetting, invitations, overwriting, retention, rights
from models.audit import Actor, AuditRecord, UndoStep, Via, act_as
from models.candidates import Candidate, CandidateEvent, Stage, StageStep
from models.chats import Chat, Conversation, Platform
from models.check_in import CheckInTry
from models.classes import Enrolment, RollPhoto, Seat, SeatState, Wage
from models.consent import Consent, ConsentMeans, Purpose
from models.database import Base, Database, cipher_of
from models.helpers import HelperAssignment
from models.meetings import Attendance
from models.messages import IncomingMessage, IncomingState, OutgoingMessage, OutgoingState, Priority
from models.names import name_key
from models.notices import Notice, NoticeState
from models.people import Person
from models.published import Contents, PublishedFile, publish
from models.rights import DataRequest, Forgotten, RequestKind, Wish
from models.uploads import Upload
from tests.conftest import NOW
from tests.models.test_rights import office
from tests.support.classes import LAM, add_course, enrol, seat
from tests.support.meetings import local
from tests.support.organisation import candidate

NAME, PHONE, CHAT = "Lò Thị Khánh Quỳnh", "0987123654", "5550106789"
PLAIN = (NAME, "Khánh Quỳnh", PHONE, CHAT, "bí mật của Quỳnh")


@dataclass(frozen=True)
class Ids:
    person: int
    candidate: int
    other: int
    request: int


def _fill(database: Database) -> Ids:
    """Let everything be held of one person that can be, in every table, and in what others have to do with her."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        cipher = cipher_of(session.get_bind().dialect)
        trinh = session.scalars(select(Person).where(Person.code == "DV075")).one()
        other = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        quynh = Person(
            code="CN777",
            full_name=NAME,
            name_hash=cipher.digest("name", name_key(NAME)),
            birth_date="2001-05-12",
            birth_year=2001,
            phone=PHONE,
        )
        session.add(quynh)
        assert other.enterprise is not None
        row = candidate(session, "QC777", NAME, 2001, other.unit, other.enterprise, NOW)
        session.flush()
        row.person_id, row.note, row.helper_id = quynh.id, "bí mật của Quỳnh", trinh.id
        row.steps.append(
            StageStep(stage=Stage.MENTORED, reached_on=date(2026, 4, 1), recorded_at=NOW, reason="bí mật của Quỳnh")
        )
        other.helper_id = quynh.id
        chat = Chat(
            platform=Platform.ZALO,
            external_id=CHAT,
            person_id=quynh.id,
            first_seen_at=NOW,
            joined_at=NOW,
            offer=[{"label": NAME, "data": "x"}],
        )
        session.add(chat)
        session.flush()
        theirs = session.scalars(select(Chat).where(Chat.person_id == trinh.id)).one()
        theirs.offer = [{"label": f"QC777 · {NAME}", "data": "cand:QC777"}]
        for where in (chat, theirs):
            message = IncomingMessage(
                platform=Platform.ZALO,
                update_key=f"key-{where.id}",
                chat_id=where.id,
                received_at=NOW,
                state=IncomingState.FAILED,
                content={"text": f"số của {NAME} là 0987 123 654"},
            )
            session.add(message)
            session.add(
                OutgoingMessage(
                    chat_id=where.id,
                    priority=Priority.NOTICE,
                    content={"text": f"QC777 · {NAME}"},
                    state=OutgoingState.WAITING,
                    created_at=NOW,
                )
            )
            publish(session, cipher, where.id, Contents("a.json", "application/json", NAME.encode()), NOW)
        session.add(Conversation(person_id=quynh.id, form="report", token="t", answers={"a": NAME}, updated_at=NOW))
        session.add(Conversation(person_id=trinh.id, form="report", token="t", answers={"a": NAME}, updated_at=NOW))
        session.add(UndoStep(person_id=trinh.id, saved_at=NOW, kind="report", details={"before": {"full_name": NAME}}))
        session.add(Upload(person_id=trinh.id, content=f"packed {NAME}".encode(), created_at=NOW))
        session.add(CandidateEvent(candidate_id=row.id, event="dossier_made", happened_on=NOW.date(), recorded_at=NOW))
        session.add(HelperAssignment(candidate_id=row.id, helper_id=trinh.id, since=NOW.date()))
        for owner in ({"person_id": quynh.id}, {"candidate_id": row.id}):
            session.add(Consent(**owner, purpose=Purpose.USE_BOT, means=ConsentMeans.CHAT, given_at=NOW))
        invitations.issue(session, cipher, quynh, by=trinh, now=NOW, days=3)
        rights.file(session, Wish(RequestKind.CORRECT, quynh.id, words=f"tên là {NAME}"), office())
        request, _ = rights.file(session, Wish(RequestKind.DELETE, quynh.id), office())
        session.flush()
        ids = Ids(quynh.id, row.id, other.id, request.id)
    _fill_classes(database, ids)
    return ids


def _fill_classes(database: Database, ids: Ids) -> None:
    """Let her be on a course: leave with a reason, attendance, check-in, a wage, wrong codes, notices, a roll on paper.

    Lâm waits for the place that she has in a sitting to come.
    """
    starts = {1: [local("2026-11-20", "08:00")], 2: [local("2026-12-12", "08:00")], 3: [local("2026-12-19", "08:00")]}
    klass = add_course(database, starts, capacity=1)
    enrol(database, klass.course_id, "CN777")
    first, second, third = (klass.sittings[number][0] for number in (1, 2, 3))
    attended = seat(database, first, "CN777", attendance=Attendance.PRESENT)
    excused = seat(database, second, "CN777", SeatState.EXCUSED)
    seat(database, third, "CN777")
    seat(database, third, LAM, SeatState.WAITING)
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, NOW))
        was_there = session.get_one(Seat, attended)
        was_there.checked_in_at, was_there.wage, was_there.lost_minutes = NOW, Wage.UNPAID, 210
        was_there.sitting.held_by_id = ids.person
        session.get_one(Seat, excused).reason = "bí mật của Quỳnh"
        enrolments = select(Enrolment).where(Enrolment.person_id == ids.person)
        session.scalars(enrolments).one().completed_on = NOW.date()
        session.add(CheckInTry(person_id=ids.person, at=NOW))
        session.add(RollPhoto(sitting_id=first, content=NAME.encode(), added_at=NOW))
        trinh = session.scalars(select(Person.id).where(Person.code == "DV075")).one()
        for reader, kind, about in (
            (ids.person, "class_place", {"seat": attended}),
            (trinh, "class_absences", {"person": ids.person, "course": klass.course_id, "count": 2}),
        ):
            session.add(
                Notice(
                    person_id=reader,
                    kind=kind,
                    key=f"{attended}:{reader}",
                    about=about,
                    priority=Priority.NOTICE,
                    raised_at=NOW,
                    not_before=NOW,
                    until=NOW + timedelta(days=9),
                    state=NoticeState.WAITING,
                )
            )


def _ciphertexts(database: Database, ids: Ids) -> set[bytes]:
    """Return every encrypted or hashed value that stands in a row about the person, or beside one."""
    own = {Person.__tablename__: Person.id == ids.person, Candidate.__tablename__: Candidate.id == ids.candidate}
    found: set[bytes] = set()
    with database.engine.connect() as connection:
        for table in Base.metadata.tables.values():
            columns = [
                column for column in table.columns if isinstance(getattr(column.type, "impl", column.type), LargeBinary)
            ]
            for column in columns:
                query = select(type_coerce(column, LargeBinary)).where(own.get(table.name, true()))
                found |= {bytes(value) for value in connection.scalars(query) if value is not None}
    return found


def _everything(database: Database, path: Path) -> bytes:
    """Return the bytes of the file with its log, or the text of a whole dump."""
    if database.is_sqlite:
        return b"".join(file.read_bytes() for file in sorted(path.glob("taonguon.db*")))
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        parts = []
        for table in Base.metadata.tables:
            with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
                parts += [bytes(part) for part in copy]
        return b"".join(parts)


def _forms(value: bytes, *, is_sqlite: bool) -> bytes:
    return value if is_sqlite else value.hex().encode()


def _delete(database: Database, ids: Ids) -> None:
    with database.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        subject = deletion.subject_of(session, person_id=ids.person)
        assert [chat.external_id for chat in deletion.delete_on_request(session, subject, NOW)] == [CHAT]


def _sweep(database: Database) -> None:
    with database.write() as session:
        retention.forget_chats(session, NOW)
    with database.read() as session:
        assert overwriting.is_due(session, retention.LEAVING_PIECES)
    assert overwriting.overwrite(database, NOW)


def test_nothing_is_found_in_the_whole_database_any_more(organisation: Database, tmp_path: Path) -> None:
    ids = _fill(organisation)
    is_sqlite = organisation.is_sqlite
    values = _ciphertexts(organisation, ids)
    assert len(values) > 15
    before = _everything(organisation, tmp_path)
    assert CHAT.encode() in before, "the search finds what is there"
    assert all(_forms(value, is_sqlite=is_sqlite) in before for value in values if len(value) < 1000)
    _delete(organisation, ids)
    _sweep(organisation)
    kept = _ciphertexts(organisation, Ids(0, 0, 0, 0))
    after = _everything(organisation, tmp_path)
    for word in PLAIN:
        assert word.encode() not in after
    for value in values - kept:
        assert _forms(value, is_sqlite=is_sqlite) not in after


def test_no_row_of_any_table_speaks_of_the_person_any_more(organisation: Database) -> None:
    ids = _fill(organisation)
    assert _spoken_of(organisation, ids.person) >= {
        "class_seats.person_id",
        "class_sittings.held_by_id",
        "enrolments.person_id",
        "check_in_tries.person_id",
        "notices.person_id",
        "notices.about",
        "roll_photos",
    }
    _delete(organisation, ids)
    assert _spoken_of(organisation, ids.person) == set()


def _spoken_of(database: Database, person_id: int) -> set[str]:
    """Return the columns that point to a person, and what else is held of one in a class."""
    found: set[str] = set()
    with database.read() as session:
        for table in Base.metadata.tables.values():
            for column in table.columns:
                points = any(key.column.table.name == Person.__tablename__ for key in column.foreign_keys)
                if points and session.scalar(select(func.count()).select_from(table).where(column == person_id)):
                    found.add(f"{table.name}.{column.name}")
        if any(notice.about.get("person") == person_id for notice in session.scalars(select(Notice))):
            found.add("notices.about")
        if session.scalar(select(func.count()).select_from(RollPhoto)):
            found.add("roll_photos")
    return found


def _packed() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", f"<si><t>{NAME}</t></si>" * 20)
    return file.getvalue()


def test_published_workbooks_and_pictures_go_as_they_cannot_be_searched_and_other_texts_stay(
    organisation: Database,
) -> None:
    ids = _fill(organisation)
    kept, packed = b"of somebody else", _packed()
    assert NAME.encode() not in packed
    picture = io.BytesIO()
    Image.new("RGB", (4, 3), "white").save(picture, "JPEG")
    with organisation.write() as session:
        trinh = session.scalars(select(Chat).join(Person).where(Person.code == "DV075")).one()
        cipher = cipher_of(session.get_bind().dialect)
        for name, media_type, content in (
            ("L2026-4.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", packed),
            ("roll.jpg", "image/jpeg", picture.getvalue()),
            ("lich.ics", "text/calendar", kept),
        ):
            publish(session, cipher, trinh.id, Contents(name, media_type, content), NOW)
    _delete(organisation, ids)
    with organisation.read() as session:
        assert [row.content for row in session.scalars(select(PublishedFile))] == [kept]


def test_the_code_and_the_fact_stay_and_nothing_else(organisation: Database) -> None:
    ids = _fill(organisation)
    _delete(organisation, ids)
    with organisation.read() as session:
        records = session.scalars(select(AuditRecord).where(AuditRecord.key.in_(["CN777", "QC777"]))).all()
        assert {record.action for record in records} >= {"insert", "delete"}
        assert all(record.changes == {} for record in records)
        words = json.dumps([record.changes for record in session.scalars(select(AuditRecord))], ensure_ascii=False)
        assert "2001" not in words
        request = session.get_one(DataRequest, ids.request)
        assert (request.person_id, request.words) == (None, None)
        assert request.number
        assert request.ended_at == NOW


def test_others_keep_what_is_theirs(organisation: Database) -> None:
    ids = _fill(organisation)
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        trinh = session.scalars(select(Chat).join(Person).where(Person.code == "DV075")).one()
        trinh_chat = trinh.id
        session.add(
            OutgoingMessage(
                chat_id=trinh.id,
                priority=Priority.NOTICE,
                content={"text": "QC012"},
                state=OutgoingState.WAITING,
                created_at=NOW,
            )
        )
    _delete(organisation, ids)
    with organisation.read() as session:
        other = session.get_one(Candidate, ids.other)
        assert (other.full_name, other.helper_id) == ("Hoàng Mạnh Tùng", None)
        texts = [row.content for row in session.scalars(select(OutgoingMessage)) if row.chat_id == trinh_chat]
        assert texts == [{"text": "QC012"}]
        assert session.scalar(select(func.count()).select_from(Person).where(Person.code == "DV075")) == 1


def test_an_old_list_is_recognised_by_name_with_and_without_the_year(organisation: Database) -> None:
    _delete(organisation, _fill(organisation))
    with organisation.read() as session:
        memory = forgetting.Memory(session)
        assert memory.since("CN001", "LÒ  THỊ KHÁNH QUỲNH", 2001) == NOW.date()
        assert memory.since("CN001", NAME, None) == NOW.date()
        assert memory.since("CN001", NAME, 1990) is None, "another person of that name"
        assert memory.since("CN001", "Hoàng Mạnh Tùng", 1989) is None
        assert all(len(row.who_hash) == 32 for row in session.scalars(select(Forgotten)))


def test_a_draft_is_remembered_by_its_code(organisation: Database) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        other = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
        session.add(
            Candidate(
                code="QC800",
                initials="L.A.",
                unit_id=other.unit_id,
                stage=Stage.INTRODUCED,
                introduced_on=NOW.date(),
                created_at=NOW,
            )
        )
        session.flush()
        row = session.scalars(select(Candidate).where(Candidate.code == "QC800")).one()
        deletion.delete_on_request(session, deletion.subject_of(session, candidate_id=row.id), NOW)
        session.flush()
        assert forgetting.Memory(session).since("QC800", "Lê An", 1999) == NOW.date()


def test_a_chat_stays_until_the_last_word_was_sent(organisation: Database) -> None:
    _delete(organisation, _fill(organisation))
    with organisation.write() as session:
        chat = session.scalars(select(Chat).where(Chat.external_id == CHAT)).one()
        last = OutgoingMessage(
            chat_id=chat.id,
            priority=Priority.URGENT,
            content={"text": "Đã xóa."},
            state=OutgoingState.WAITING,
            created_at=NOW,
        )
        session.add(last)
        session.flush()
        assert retention.forget_chats(session, NOW) == 0
        last.state, last.content = OutgoingState.SENT, None
        session.flush()
        assert retention.forget_chats(session, NOW) == 1
        assert session.scalar(select(Chat).where(Chat.external_id == CHAT)) is None


def test_a_strangers_chat_stays_while_anything_of_it_is_kept(organisation: Database) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        chat = Chat(platform=Platform.ZALO, external_id="9", first_seen_at=NOW)
        session.add(chat)
        session.flush()
        session.add(
            IncomingMessage(
                platform=Platform.ZALO, update_key="k", chat_id=chat.id, received_at=NOW, state=IncomingState.HANDLED
            )
        )
        session.flush()
        assert retention.forget_chats(session, NOW + timedelta(hours=1)) == 0


@pytest.fixture
def session(organisation: Database) -> Iterator[Session]:
    """Give a writing session in which the service acts."""
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        yield session


def test_a_request_about_a_candidate_takes_the_person_made_for_the_chat_and_no_other(session: Session) -> None:
    tung = session.scalars(select(Candidate).where(Candidate.code == "QC012")).one()
    lam = session.scalars(select(Person).where(Person.code == "CN010")).one()
    tung.person_id = lam.id
    session.flush()
    assert deletion.subject_of(session, candidate_id=tung.id).person is None
    made = Person(code="QC012", full_name="H.M.T.", name_hash=b"\0" * 32)
    session.add(made)
    session.flush()
    tung.person_id = made.id
    session.flush()
    assert deletion.subject_of(session, candidate_id=tung.id).person is made
