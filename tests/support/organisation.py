"""The cast's organisation: two cells under one committee. All of these people are invented.

Trinh is secretary of CB06, Nhung of CB07; Long is the committee member in charge of CB06, Mai of CB07; Quang
administers; Lâm works at the enterprise of CB06 and is on a class. Somebody without any role is the outsider.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from models.audit import Actor, Via, act_as
from models.candidates import Candidate, Introducer, Stage, StageStep
from models.chats import Chat, Platform
from models.consent import Consent, ConsentMeans, Purpose
from models.database import Database, cipher_of
from models.names import initials, name_key
from models.people import Gender, Membership, Person, Role, RoleName
from models.units import Enterprise, ShiftSystem, Unit, UnitKind, place

CHATS = {"trinh": "1001", "nhung": "1002", "long": "1003", "mai": "1004", "quang": "1005", "lam": "1006"}
CODES = {"trinh": "DV075", "nhung": "DV097", "long": "DV066", "mai": "DV003", "quang": "QT01", "lam": "CN010"}
OUTSIDER = "6666"
ENTERPRISES = (
    ("DN001", "Công ty CP Động cơ Minh Quang"),
    ("DN002", "Công ty CP Bao bì Thái Sơn"),
    ("DN009", "Công ty TNHH Thực phẩm Hoa Sen"),
    ("DN016", "Công ty CP Dệt may Hoa Sen"),
    ("DN022", "Công ty TNHH MTV Cơ khí chính xác Thái Sơn"),
    ("DN146", "Công ty TNHH Logistics Việt Hưng"),
)


def fill(database: Database, now: datetime) -> None:
    """Write the organisation and join the chats of everybody but the outsider."""
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, now))
        session.add(
            ShiftSystem(
                code="3CA",
                name="3 ca đổi tuần",
                hours={"1": ["06:00", "14:00"], "2": ["14:00", "22:00"], "3": ["22:00", "06:00"]},
                cycle=list("111111-222222-333333-"),
                anchor=date(2026, 11, 23),
                crew_offsets={"A": 0, "B": 7, "C": 14},
            )
        )
        enterprises = {code: Enterprise(code=code, name=name, workers=200) for code, name in ENTERPRISES}
        session.add_all(enterprises.values())
        root = Unit(code="DB", name="Đảng bộ Ban Quản lý các KCN", kind=UnitKind.COMMITTEE)
        cell6 = Unit(
            code="CB06", name="Chi bộ Minh Quang", kind=UnitKind.ENTERPRISE_CELL, enterprise=enterprises["DN001"]
        )
        cell7 = Unit(
            code="CB07", name="Chi bộ Thái Sơn", kind=UnitKind.ENTERPRISE_CELL, enterprise=enterprises["DN002"]
        )
        session.add_all([root, cell6, cell7])
        place(session, root, None)
        place(session, cell6, root)
        place(session, cell7, root)
        people = {
            "trinh": _member(
                session, "DV075", "Nguyễn Lan Trinh", cell6, Gender.FEMALE, Role(name=RoleName.SECRETARY, unit=cell6)
            ),
            "nhung": _member(
                session, "DV097", "Nguyễn Thị Nhung", cell7, Gender.FEMALE, Role(name=RoleName.SECRETARY, unit=cell7)
            ),
            "long": _member(
                session, "DV066", "Nguyễn Đình Long", root, Gender.MALE, Role(name=RoleName.COMMITTEE, unit=cell6)
            ),
            "mai": _member(
                session, "DV003", "Mai Công Hùng", root, Gender.MALE, Role(name=RoleName.COMMITTEE, unit=cell7)
            ),
            "quang": _person(session, "QT01", "Phạm Đăng Quang", roles=[Role(name=RoleName.ADMINISTRATOR)]),
            "lam": _person(
                session,
                "CN010",
                "Nguyễn Mạnh Lâm",
                enterprise=enterprises["DN001"],
                shift_system_code="3CA",
                crew="B",
                roles=[Role(name=RoleName.WORKER)],
            ),
        }
        _member(session, "DV076", "Nguyễn Minh Kiên", cell6, Gender.MALE)
        session.flush()
        for name, external_id in CHATS.items():
            join(session, people[name], external_id, now)
        candidate(session, "QC012", "Hoàng Mạnh Tùng", 1989, cell6, enterprises["DN001"], now)
        candidate(session, "QC007", "Nguyễn Phương Thảo", 1999, cell7, enterprises["DN002"], now)


def join(session: Session, person: Person, external_id: str, now: datetime) -> None:
    """Join a Telegram chat to a person who has agreed."""
    session.add(
        Chat(platform=Platform.TELEGRAM, external_id=external_id, person_id=person.id, first_seen_at=now, joined_at=now)
    )
    session.add(Consent(person_id=person.id, purpose=Purpose.USE_BOT, means=ConsentMeans.CHAT, given_at=now))


def candidate(
    session: Session, code: str, name: str, birth_year: int, unit: Unit, enterprise: Enterprise, now: datetime
) -> Candidate:
    """Write a candidate who was introduced and has agreed."""
    day = date(2026, 3, 1)
    row = Candidate(
        code=code,
        initials=initials(name),
        full_name=name,
        name_hash=_hash(session, name),
        birth_year=birth_year,
        unit_id=unit.id,
        enterprise_id=enterprise.id,
        stage=Stage.INTRODUCED,
        introduced_by=Introducer.TRADE_UNION,
        introduced_on=day,
        consented_on=day,
        created_at=now,
    )
    row.steps.append(StageStep(stage=Stage.INTRODUCED, reached_on=day, recorded_at=now))
    session.add(row)
    return row


def _member(session: Session, code: str, name: str, unit: Unit, gender: Gender, *roles: Role) -> Person:
    return _person(session, code, name, unit=unit, gender=gender, membership=Membership.OFFICIAL, roles=list(roles))


def _person(session: Session, code: str, name: str, **facts: object) -> Person:
    person = Person(code=code, full_name=name, name_hash=_hash(session, name), **facts)
    session.add(person)
    return person


def _hash(session: Session, name: str) -> bytes:
    return cipher_of(session.get_bind().dialect).digest("name", name_key(name))
