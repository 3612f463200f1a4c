"""What an import changes in the database, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from handlers.workbook import GivenRole, SheetKind, apply, compare, known_to, read_workbook
from models.audit import Actor, AuditRecord, Via, act_as
from models.classes import ClassSitting, Course, Enrolment, SittingState
from models.database import Database
from models.people import Person, Role, RoleName
from models.targets import Target
from models.units import Unit
from tests.workbook.builder import Sheets, put, tidy_sheets, workbook
from tests.workbook.steps import NOW, TODAY, audit_count, bring_in, by_hand, read


def roles_of(database: Database) -> set[tuple[str, RoleName, str | None]]:
    with database.read() as session:
        query = select(Person.code, Role.name, Unit.code).join(Role, Role.person_id == Person.id)
        return {(p, n, u) for p, n, u in session.execute(query.outerjoin(Unit, Role.unit_id == Unit.id))}


def test_only_what_changed_is_changed_and_recorded(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    recorded = audit_count(database)
    put(sheets, "Đảng viên", "DV003", "Điện thoại", "0987654321")
    changes = bring_in(database, sheets)
    assert changes.kinds[SheetKind.MEMBERS].changed == {"DV003": ["phone"]}
    assert changes.kinds[SheetKind.MEMBERS].unchanged == 3
    assert audit_count(database) == recorded + 1
    with database.read() as session:
        record = session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc())).first()
        assert record is not None
        assert (record.via, record.key, record.changes) == (Via.IMPORT, "DV003", {"phone": [None, "…"]})


def test_an_empty_cell_erases_nothing(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    put(sheets, "Đảng viên", "DV001", "Điện thoại", None)
    assert bring_in(database, sheets).is_empty


def test_what_the_file_lacks_is_named_and_stays(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    del sheets["Đảng viên"][4]
    changes = bring_in(database, sheets)
    assert changes.kinds[SheetKind.MEMBERS].missing == ["DV004"]
    assert changes.is_empty
    with database.read() as session:
        assert session.scalars(select(Person).where(Person.code == "DV004")).one_or_none() is not None


def test_a_workbook_of_one_sheet_refers_to_the_database(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    alone: Sheets = {"Nguồn phát triển": sheets["Nguồn phát triển"]}
    assert len(read(alone).faults) > 0
    put(alone, "Nguồn phát triển", "QC001", "Ngày QĐ kết nạp", date(2026, 10, 1))
    changes = bring_in(database, alone)
    assert list(changes.kinds) == [SheetKind.CANDIDATES]
    assert changes.kinds[SheetKind.CANDIDATES].changed == {"QC001": ["steps", "stage"]}


def test_a_fault_keeps_everything_out(database: Database) -> None:
    sheets = tidy_sheets()
    put(sheets, "Chỉ tiêu", "DB", "Số lượng", "nhiều")
    organisation = read(sheets)
    with database.write() as session, pytest.raises(ValueError, match="faults"):
        apply(session, organisation, now=NOW)
    with database.read() as session, pytest.raises(ValueError, match="faults"):
        compare(session, organisation)
    assert audit_count(database) == 0


def test_an_import_that_breaks_halfway_leaves_nothing(database: Database) -> None:
    organisation = read(tidy_sheets())
    organisation.rows(SheetKind.TARGETS)[1].values["amount"] = object()
    with pytest.raises(Exception, match="object"), database.write() as session:
        apply(session, organisation, now=NOW)
    assert audit_count(database) == 0
    with database.read() as session:
        assert session.scalars(select(Person)).first() is None


def test_roles_come_from_positions_and_from_the_units_in_charge(database: Database) -> None:
    bring_in(database, tidy_sheets())
    assert roles_of(database) == {
        ("DV001", RoleName.SECRETARY, "CB01"),
        ("DV002", RoleName.COMMITTEE, "CB01"),
        ("DV002", RoleName.COMMITTEE, "CB02"),
        ("DV003", RoleName.SECRETARY, "CB02"),
        ("CN001", RoleName.WORKER, None),
        ("CN002", RoleName.WORKER, None),
    }


def test_a_changed_position_moves_the_role(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    put(sheets, "Đảng viên", "DV003", "Chức vụ", None)
    put(sheets, "Đảng viên", "DV004", "Chức vụ", "Phó bí thư")
    put(sheets, "Tổ chức", "CB02", "Đảng ủy viên phụ trách", None)
    changes = bring_in(database, sheets)
    assert changes.roles_given == [GivenRole("DV004", RoleName.DEPUTY, "CB02")]
    assert changes.roles_taken == [
        GivenRole("DV002", RoleName.COMMITTEE, "CB02"),
        GivenRole("DV003", RoleName.SECRETARY, "CB02"),
    ]
    assert ("DV003", RoleName.SECRETARY, "CB02") not in roles_of(database)
    assert bring_in(database, sheets).is_empty


def test_a_role_given_by_hand_is_not_the_sheets_to_take(database: Database) -> None:
    bring_in(database, tidy_sheets())
    with database.write() as session:
        by_hand(session)
        deputy = session.scalars(select(Person).where(Person.code == "DV004")).one()
        deputy.roles += [
            Role(name=RoleName.DEPUTY, unit_id=deputy.unit_id),
            Role(name=RoleName.ADMINISTRATOR),
        ]
    before = roles_of(database)
    assert bring_in(database, tidy_sheets()).is_empty
    assert roles_of(database) == before


def test_a_committee_member_in_charge_of_nothing_sees_the_own_unit(database: Database) -> None:
    sheets = tidy_sheets()
    put(sheets, "Tổ chức", "CB01", "Đảng ủy viên phụ trách", None)
    put(sheets, "Tổ chức", "CB02", "Đảng ủy viên phụ trách", None)
    bring_in(database, sheets)
    assert ("DV002", RoleName.COMMITTEE, "CB01") in roles_of(database)


def test_members_alone_do_not_take_the_units_in_charge(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    assert bring_in(database, {"Đảng viên": sheets["Đảng viên"]}).is_empty


def test_a_unit_moves_with_all_that_stands_below_it(database: Database) -> None:
    sheets = tidy_sheets()
    sheets["Tổ chức"].insert(1, ["CB03", "Chi bộ 3", "CB02", "Chi bộ doanh nghiệp", None, None])
    bring_in(database, sheets)
    put(sheets, "Tổ chức", "CB02", "Trực thuộc", "CB01")
    bring_in(database, sheets)
    with database.read() as session:
        units = {unit.code: unit for unit in session.scalars(select(Unit))}
        ids = [units[code].id for code in ("DB", "CB01", "CB02", "CB03")]
        assert units["CB03"].path == "/" + "".join(f"{unit_id}/" for unit_id in ids)


def test_a_worker_on_a_second_course_stays_on_the_first(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    sheets["Lớp học"].append(["L2", "Lớp 2", "Nhận thức", None, "Lịch sử", 1, None, None, None, None])
    put(sheets, "Công nhân đăng ký học", "CN001", "Lớp", "L2")
    changes = bring_in(database, sheets)
    assert changes.kinds[SheetKind.WORKERS].changed == {"CN001": ["courses"]}
    with database.read() as session:
        query = select(Course.code).join(Enrolment).join(Person).where(Person.code == "CN001")
        assert set(session.scalars(query)) == {"L1", "L2"}


def test_a_year_of_birth_does_not_replace_the_date(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    with database.write() as session:
        by_hand(session)
        session.scalars(select(Person).where(Person.code == "CN001")).one().birth_date = "2004-05-06"
    assert bring_in(database, sheets).is_empty
    put(sheets, "Công nhân đăng ký học", "CN001", "Năm sinh", 2003)
    assert bring_in(database, sheets).kinds[SheetKind.WORKERS].changed == {"CN001": ["birth"]}


def test_a_worker_may_not_take_the_code_of_a_member_of_the_database(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    alone: Sheets = {"Công nhân đăng ký học": sheets["Công nhân đăng ký học"]}
    put(alone, "Công nhân đăng ký học", "CN001", "Mã", "DV001")
    with database.read() as session:
        organisation = read_workbook(workbook(alone), today=TODAY, known=known_to(session))
    assert [fault.kind.value for fault in organisation.faults] == ["other_kind"]


def test_topics_that_the_file_dropped_go_and_those_with_sittings_stay(database: Database) -> None:
    sheets = tidy_sheets()
    both = sheets["Lớp học"]
    both.append([None, None, None, None, "Điều lệ", 1, "Hội trường", 60, date(2026, 12, 1), date(2026, 12, 27)])
    bring_in(database, sheets)
    with database.write() as session:
        by_hand(session)
        course = session.scalars(select(Course)).one()
        start = datetime(2026, 12, 5, 1, tzinfo=UTC)
        sitting = ClassSitting(
            topic=course.topics[1], half_day=2, starts_at=start, ends_at=start + timedelta(hours=4), room=None
        )
        sitting.course, sitting.state = course, SittingState.PLANNED
        session.add(sitting)
    shorter = {**sheets, "Lớp học": both[:2]}
    assert bring_in(database, shorter).kinds[SheetKind.COURSES].changed == {"L1": ["topics"]}
    with database.read() as session:
        titles = [topic.title for topic in session.scalars(select(Course)).one().topics]
    assert titles == ["Lịch sử", "Cương lĩnh"], "the second has a sitting, the third had none"
    assert bring_in(database, shorter).is_empty


def test_the_actor_of_the_caller_is_put_back(database: Database) -> None:
    caller = Actor(via=Via.CHAT, now=NOW)
    with database.write() as session:
        act_as(session, caller)
        apply(session, read(tidy_sheets()), now=NOW)
        assert session.info["actor"] is caller
    with database.read() as session:
        assert set(session.scalars(select(AuditRecord.via))) == {Via.IMPORT}


def test_progress_goes_up_to_the_end(database: Database) -> None:
    told: list[tuple[int, int]] = []
    organisation = read_workbook(
        workbook(tidy_sheets()), today=TODAY, progress=lambda done, total: told.append((done, total))
    )
    assert told[-1][0] == told[-1][1] > 0
    told.clear()
    with database.write() as session:
        apply(session, organisation, now=NOW, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_new_import_after_a_deletion_brings_a_target_back(database: Database) -> None:
    bring_in(database, tidy_sheets())
    with database.write() as session:
        by_hand(session)
        session.execute(delete(Target))
    assert len(bring_in(database, tidy_sheets()).kinds[SheetKind.TARGETS].new) == 2


def test_topics_that_changed_are_changed_and_one_that_the_file_dropped_goes(database: Database) -> None:
    sheets = tidy_sheets()
    bring_in(database, sheets)
    put(sheets, "Lớp học", "L1", "Sức chứa", 80)
    del sheets["Lớp học"][2]
    assert bring_in(database, sheets).kinds[SheetKind.COURSES].changed == {"L1": ["topics"]}
    with database.read() as session:
        course = session.scalars(select(Course)).one()
        assert [(topic.title, topic.capacity) for topic in course.topics] == [("Lịch sử", 80)]
