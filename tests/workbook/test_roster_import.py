"""A roster compared with what is known, written and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.access import Access
from handlers.workbook import rosters
from handlers.workbook.rosters import Missing, RosterPlan, Unmatched
from models.audit import Actor, AuditRecord, Via, act_as
from models.database import Database
from models.people import Person
from models.person_rotas import rota_of
from models.shift_exceptions import Closing, Leave, OwnException, Swap
from models.shift_patterns import Shift
from models.shift_records import RecordKind, RecordSource, ShiftRecord
from models.units import Enterprise
from tests.conftest import NOW
from tests.support.organisation import CODES, fill
from tests.workbook.roster_builder import MONDAY, Marks, Who, days_from, roster
from tests.workbook.steps import TODAY

LAM: Who = ("CN010", "Nguyễn Mạnh Lâm")  # 3CA, crew B: this week on shift 2
KIEN: Who = ("DV076", "Nguyễn Minh Kiên")  # nothing is known of his shifts
WEEK = days_from(MONDAY, 7)
LAMS_WEEK = ["2", "2", "2", "2", "2", "2", "-"]
FIRST_SHIFT, SECOND_SHIFT = Shift.of("1", "06:00", "14:00"), Shift.of("2", "14:00", "22:00")


@pytest.fixture
def organisation(database: Database) -> Database:
    fill(database, NOW)
    return database


def compared(
    session: Session, rows: Sequence[tuple[Who, Marks]], days: Sequence[object] = WEEK, who: str = "quang"
) -> tuple[RosterPlan, list[Unmatched]]:
    sender = session.scalars(select(Person).where(Person.code == CODES[who])).one()
    scope = Access.of(session, sender.id).on_rosters()
    read = rosters.read_roster(roster(rows, days), today=TODAY)
    assert read is not None
    matched, unmatched = rosters.match(session, scope, read)
    kept = rosters.from_bytes(rosters.to_bytes(rosters.kept_rows(matched)))
    assert kept is not None
    return rosters.plan(session, scope, kept), unmatched


def save(database: Database, rows: Sequence[tuple[Who, Marks]], days: Sequence[object] = WEEK) -> dict[str, object]:
    with database.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        plan, _ = compared(session, rows, days)
        return rosters.apply(session, plan, by=None, now=NOW, today=TODAY)


def look(database: Database, *rows: tuple[Who, Marks], days: Sequence[object] = WEEK, who: str = "quang") -> RosterPlan:
    with database.read() as session:
        return compared(session, rows, days, who)[0]


def person(session: Session, code: str) -> Person:
    return session.scalars(select(Person).where(Person.code == code)).one()


def records(database: Database) -> list[tuple[RecordKind, date, date, str | None, RecordSource]]:
    with database.read() as session:
        return sorted(
            (one.kind, one.first_on, one.last_on, one.shift, one.source) for one in session.scalars(select(ShiftRecord))
        )


def say(database: Database, code: str, exception: OwnException | Closing) -> None:
    kinds = {Leave: RecordKind.LEAVE, Swap: RecordKind.SWAP, Closing: RecordKind.CLOSING}
    with database.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        whose = person(session, code)
        first, last = (
            (exception.first, exception.last)
            if isinstance(exception, Leave | Closing)
            else (exception.day, exception.day)
        )
        shift = exception.shift if isinstance(exception, Swap) else None
        is_closing = isinstance(exception, Closing)
        session.add(
            ShiftRecord(
                person_id=None if is_closing else whose.id,
                enterprise_id=whose.enterprise_id if is_closing else None,
                kind=kinds[type(exception)],
                first_on=first,
                last_on=last,
                shift=shift.code if shift else None,
                starts=f"{shift.start // 60:02}:00" if shift else None,
                ends=f"{shift.end // 60:02}:00" if shift else None,
                source=RecordSource.SAID,
                recorded_at=NOW,
            )
        )


def test_days_of_the_cycle_are_not_kept_and_others_are(organisation: Database) -> None:
    marks = ["2", "2", "1", "P", "P", "-", "-"]
    plan = look(organisation, (LAM, marks))
    assert (len(plan.people), plan.told, plan.differing, plan.fresh) == (1, 7, 4, 0)
    save(organisation, [(LAM, marks)])
    assert records(organisation) == [
        (RecordKind.LEAVE, WEEK[3], WEEK[4], None, RecordSource.ROSTER),
        (RecordKind.SWAP, WEEK[2], WEEK[2], "1", RecordSource.ROSTER),
        (RecordKind.SWAP, WEEK[5], WEEK[5], None, RecordSource.ROSTER),
    ]
    with organisation.read() as session:
        lam = person(session, "CN010")
        assert lam.shifts_said_on == TODAY
        rota = rota_of(session, lam, WEEK[0], WEEK[-1])
        assert [rota.shift_on(day) for day in WEEK[:4]] == [SECOND_SHIFT, SECOND_SHIFT, FIRST_SHIFT, None]


def test_a_roster_as_the_cycle_has_it_changes_nothing_but_the_day_of_the_last_word(organisation: Database) -> None:
    plan = look(organisation, (LAM, LAMS_WEEK))
    assert not plan.changes
    save(organisation, [(LAM, LAMS_WEEK)])
    assert records(organisation) == []
    with organisation.read() as session:
        assert person(session, "CN010").shifts_said_on == TODAY


def test_every_day_is_kept_of_people_of_whom_nothing_is_known(organisation: Database) -> None:
    marks = ["1", "2", "1", "-", "3", "2", "-"]
    plan = look(organisation, (KIEN, marks))
    assert (plan.fresh, plan.differing, plan.placed) == (7, 0, [])
    save(organisation, [(KIEN, marks)])
    assert len(records(organisation)) == 7
    with organisation.read() as session:
        kien = person(session, "DV076")
        assert (kien.shift_system_code, kien.crew) == (None, None)
        assert rota_of(session, kien, WEEK[0], WEEK[-1]).shift_on(WEEK[0]) == FIRST_SHIFT


def test_a_crew_that_was_not_known_is_set_where_the_whole_row_fits_only_one(organisation: Database) -> None:
    plan = look(organisation, (KIEN, ["3", "3", "P", "3", "3", "3", "OFF", "1"]), days=days_from(MONDAY, 8))
    assert [(one.person.code, one.place) for one in plan.placed] == [("DV076", ("3CA", "C"))]
    save(organisation, [(KIEN, ["3", "3", "P", "3", "3", "3", "OFF", "1"])], days_from(MONDAY, 8))
    with organisation.read() as session:
        kien = person(session, "DV076")
        assert (kien.shift_system_code, kien.crew) == ("3CA", "C")
    assert records(organisation) == [(RecordKind.LEAVE, WEEK[2], WEEK[2], None, RecordSource.ROSTER)]


def test_a_known_crew_is_never_changed_and_days_of_another_are_remarked(organisation: Database) -> None:
    plan = look(organisation, (LAM, ["1"] * 6 + ["-"]))
    assert plan.placed == []
    assert [(one.place, one.before) for one in plan.elsewhere] == [(("3CA", "A"), ("3CA", "B"))]
    assert plan.differing == 6


def test_the_system_of_the_enterprise_gives_meaning_to_the_cells(organisation: Database) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        enterprise = session.scalars(select(Enterprise).where(Enterprise.code == "DN001")).one()
        enterprise.shift_system_code = "3CA"
    plan = look(organisation, (KIEN, ["đêm"] * 6 + ["-"]))
    assert [one.place for one in plan.placed] == [("3CA", "C")]


def test_what_somebody_said_is_kept_and_listed(organisation: Database) -> None:
    say(organisation, "CN010", Leave(WEEK[2], WEEK[3]))
    say(organisation, "CN010", Swap(WEEK[0], FIRST_SHIFT))
    marks = ["2", "1", "2", "-", "2", "2", "-"]
    plan = look(organisation, (LAM, marks))
    assert [one.spot.day for one in plan.contradicted] == [WEEK[0], WEEK[2]]
    before = records(organisation)
    save(organisation, [(LAM, marks)])
    assert records(organisation) == sorted(
        [
            *before,
            (RecordKind.SWAP, WEEK[1], WEEK[1], "1", RecordSource.ROSTER),
            (RecordKind.SWAP, WEEK[3], WEEK[3], None, RecordSource.ROSTER),
        ],
        key=str,
    )


def test_who_works_in_a_closed_plant_is_kept(organisation: Database) -> None:
    say(organisation, "CN010", Closing(WEEK[0], WEEK[1]))
    save(organisation, [(LAM, ["2", "-", *LAMS_WEEK[2:]])])
    assert (RecordKind.SWAP, WEEK[0], WEEK[0], "2", RecordSource.ROSTER) in records(organisation)
    assert len(records(organisation)) == 2


def test_reading_again_replaces_the_days_of_the_roster_and_no_others(organisation: Database) -> None:
    long = days_from(MONDAY, 14)
    save(organisation, [(LAM, ["P"] * 10 + ["1"] * 4)], long)
    save(organisation, [(LAM, LAMS_WEEK)])
    assert records(organisation) == [
        (RecordKind.LEAVE, long[7], long[9], None, RecordSource.ROSTER),
        *((RecordKind.SWAP, day, day, "1", RecordSource.ROSTER) for day in long[10:]),
    ]


def test_the_same_roster_again_writes_nothing(organisation: Database) -> None:
    marks = ["1", "2", "1", "P", "P", "2", "1"]
    save(organisation, [(LAM, marks), (KIEN, marks)])
    before = records(organisation)
    assert not look(organisation, (LAM, marks), (KIEN, marks)).changes
    save(organisation, [(LAM, marks), (KIEN, marks)])
    assert records(organisation) == before


def test_empty_and_unknown_cells_leave_the_day_as_it_is(organisation: Database) -> None:
    save(organisation, [(LAM, ["1"] * 7)])
    plan = look(organisation, (LAM, [None, "ca X", " ", "#N/A", None, None, None]))
    assert [(one.spot.column, one.spot.row, one.unread.system) for one in plan.misread] == [
        ("E", 2, "3CA"),
        ("G", 2, "3CA"),
    ]
    assert not plan.changes


def test_rows_belong_to_people_by_code_or_by_name_with_or_without_accents(organisation: Database) -> None:
    for who in (("CN010", None), ("cn 010", "nguyen manh lam"), (None, "NGUYỄN MẠNH LÂM"), (None, "nguyen manh lam"),
                ("12345", "Nguyễn Mạnh Lâm"), (None, "Nguyễn Mạnh Lâm (tổ trưởng)")):  # fmt: skip
        assert [one.code for one in look(organisation, (who, LAMS_WEEK)).people] == ["CN010"], who


def unmatched(database: Database, *rows: tuple[Who, Marks], who: str = "quang") -> list[Missing]:
    with database.read() as session:
        return [one.why for one in compared(session, rows, who=who)[1]]


def test_rows_of_nobody_are_told_apart(organisation: Database) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        lam = person(session, "CN010")
        session.add(Person(code="CN011", full_name=lam.full_name, name_hash=lam.name_hash))
    assert unmatched(
        organisation,
        (("DV999", None), LAMS_WEEK),
        ((None, "Nguyễn Mạnh Lâm"), LAMS_WEEK),
        (("DV076", "Trần Văn Ba"), LAMS_WEEK),
        (("DV075", None), LAMS_WEEK),
        (("DV075", "Nguyễn Lan Trinh"), LAMS_WEEK),
    ) == [Missing.NOT_FOUND, Missing.AMBIGUOUS, Missing.OTHER_NAME, Missing.DOUBLED, Missing.DOUBLED]


def test_a_secretary_reaches_the_own_cell_and_the_workers_of_its_enterprise_only(organisation: Database) -> None:
    nhung: Who = ("DV097", "Nguyễn Thị Nhung")
    stranger: Who = ("DV999", "Trần Thị Không Có")
    rows = [(KIEN, LAMS_WEEK), (LAM, LAMS_WEEK), (nhung, LAMS_WEEK), (stranger, LAMS_WEEK)]
    assert [one.code for one in look(organisation, *rows, who="trinh").people] == ["DV076", "CN010"]
    assert unmatched(organisation, *rows, who="trinh") == [Missing.NOT_FOUND, Missing.NOT_FOUND]
    assert [one.code for one in look(organisation, *rows, who="nhung").people] == ["DV097"]
    for outsider in ("long", "lam"):
        assert look(organisation, *rows, who=outsider).people == []


def test_it_is_taken_back_as_if_nothing_had_been(organisation: Database) -> None:
    save(organisation, [(LAM, ["P", "P", "P", "1", "1", "1", "1"])])
    before = records(organisation)
    details = save(organisation, [(LAM, ["2", "P", "1", "-", "P", "1", "1"]), (KIEN, ["3"] * 6 + ["-"])])
    assert records(organisation) != before
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        back, left = rosters.take_back(session, details)
        assert ([one.code for one in back], left) == (["CN010", "DV076"], [])
    assert records(organisation) == before
    with organisation.read() as session:
        kien, lam = person(session, "DV076"), person(session, "CN010")
        assert (kien.crew, kien.shift_system_code, kien.shifts_said_on) == (None, None, None)
        assert lam.shifts_said_on == TODAY, "the first roster still counts"


def test_rosters_are_taken_back_one_after_another(organisation: Database) -> None:
    steps = [save(organisation, [(LAM, [shift] * 7)]) for shift in "13"]
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        for details in reversed(steps):
            assert rosters.take_back(session, details)[1] == []
    assert records(organisation) == []


def test_people_of_whom_a_newer_roster_was_read_stay_as_they_are(organisation: Database) -> None:
    details = save(organisation, [(LAM, ["1"] * 7), (KIEN, ["1", "2"] * 3 + ["-"])])
    save(organisation, [(LAM, ["3"] * 7)])
    with organisation.write() as session:
        act_as(session, Actor(Via.CHAT, NOW))
        back, left = rosters.take_back(session, details)
        assert ([one.code for one in back], [one.code for one in left]) == (["DV076"], ["CN010"])
    assert {(shift, first) for _, first, _, shift, _ in records(organisation)} == {("3", day) for day in WEEK}


def test_the_audit_keeps_every_day_in_one_record_a_person(organisation: Database) -> None:
    save(organisation, [(LAM, ["1", "P", "P", *LAMS_WEEK[3:]])])
    with organisation.read() as session:
        (record,) = session.scalars(select(AuditRecord).where(AuditRecord.entity == "shift_records"))
        assert record.key == "CN010"
        assert record.changes == {"2026-11-23": [None, "1 06:00-14:00"], "2026-11-24/2026-11-25": [None, "P"]}


def test_the_digest_tells_whether_the_same_would_be_written(organisation: Database) -> None:
    marks = ["1", *LAMS_WEEK[1:]]
    digest = look(organisation, (LAM, marks)).digest
    assert look(organisation, (LAM, marks)).digest == digest
    say(organisation, "CN010", Leave(WEEK[0], WEEK[0] + timedelta(days=1)))
    assert look(organisation, (LAM, marks)).digest != digest
