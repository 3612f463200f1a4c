"""What a roll does to the seats, who has been away in a row, who has met the attendance, and what is left of photos."""

from __future__ import annotations

import io
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import certificates, class_rolls, deletion, photographs, retention
from models.audit import Actor, Via, act_as
from models.candidates import Stage
from models.classes import ClassSitting, Course, RollPhoto, Seat, SeatState
from models.database import Database
from models.meetings import Attendance
from models.people import Person
from models.rest import Habits
from models.retention import Retention
from tests.conftest import NOW
from tests.support.classes import LAM, Klass, add_course, hold, seat, seats_of
from tests.support.meetings import local

AWAY = {LAM: Attendance.ABSENT}
DAYS = {1: [local("2026-11-07", "08:00"), local("2026-11-14", "08:00")], 2: [local("2026-11-08", "08:00")]}


@pytest.fixture
def klass(organisation: Database) -> Klass:
    """Give a course of two half-days of which Lâm has missed the first; it was held again a week later."""
    klass = add_course(organisation, DAYS, booked={LAM: [0, 0]}, topics=(("Bài 1", 1), ("Bài 2", 1)))
    hold(organisation, klass.sittings[1][0], AWAY)
    return klass


def _course(session: Session, klass: Klass) -> Course:
    return session.get_one(Course, klass.course_id)


def _share(database: Database, klass: Klass) -> Fraction:
    with database.read() as session:
        (standing,) = certificates.standings(session, _course(session, klass))
        return standing.share


def test_a_make_up_counts_once_and_once_only(organisation: Database, klass: Klass) -> None:
    assert _share(organisation, klass) == 0
    seat(organisation, klass.sittings[1][1], LAM, is_make_up=True, attendance=Attendance.PRESENT)
    assert _share(organisation, klass) == Fraction(1, 2)
    _correct(organisation, klass)
    assert _share(organisation, klass) == Fraction(1, 2), "being there twice is one half-day"
    hold(organisation, klass.sittings[2][0])
    assert _share(organisation, klass) == 1


def _correct(database: Database, klass: Klass) -> None:
    """Correct the first roll: Lâm was there."""
    with database.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        row = session.scalars(select(Seat).where(Seat.sitting_id == klass.sittings[1][0])).one()
        row.attendance = Attendance.PRESENT
        session.flush()
        class_rolls.settle(session, [row], NOW, Habits())


def test_a_correction_gives_the_seat_back(organisation: Database, klass: Klass) -> None:
    _correct(organisation, klass)
    assert seats_of(organisation, LAM)[1, "07/11 08:00"] == "booked"


@pytest.mark.parametrize(("share", "met"), [(Fraction(1, 2), True), (Fraction(51, 100), False)])
def test_the_share_that_is_asked_for_is_enough_and_a_hair_less_is_not(
    organisation: Database, klass: Klass, share: Fraction, met: bool
) -> None:
    hold(organisation, klass.sittings[2][0])
    with organisation.read() as session:
        assert bool(certificates.to_certify(session, _course(session, klass), share)) is met


def test_being_there_once_ends_a_row_of_absences(organisation: Database, klass: Klass) -> None:
    hold(organisation, klass.sittings[2][0], AWAY)
    assert _row(organisation, klass) == 2
    seat(organisation, klass.sittings[1][1], LAM, is_make_up=True, attendance=Attendance.PRESENT)
    assert _row(organisation, klass) == 0


def _row(database: Database, klass: Klass) -> int:
    with database.read() as session:
        lam = session.scalars(select(Person).where(Person.code == LAM)).one()
        return len(class_rolls.missed_in_a_row(session, klass.course_id, [lam.id]).get(lam.id, []))


def test_the_class_of_new_members_is_another_stage() -> None:
    assert certificates.stage_of(Course(kind="Nhận thức về Đảng", name="Khóa 4")) is Stage.CLASS_COMPLETED
    assert certificates.stage_of(Course(kind="Đảng viên mới", name="Lớp 1")) is Stage.NEW_MEMBER_CLASS_COMPLETED


@pytest.mark.parametrize(("days", "left"), [(89, 1), (90, 0)])
def test_a_photo_goes_after_ninety_days(organisation: Database, klass: Klass, days: int, left: int) -> None:
    _photo(organisation, klass)
    now = NOW + timedelta(days=days)
    with organisation.write() as session:
        assert retention.run(session, Retention(), now, now.date())["roll_photos"] == 1 - left
    assert _photos(organisation) == left


def test_a_photo_goes_with_anybody_who_was_in_that_sitting(organisation: Database, klass: Klass) -> None:
    _photo(organisation, klass)
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        lam = session.scalars(select(Person).where(Person.code == LAM)).one()
        deletion.delete_on_request(session, deletion.subject_of(session, person_id=lam.id), NOW)
    assert _photos(organisation) == 0


def _photo(database: Database, klass: Klass) -> None:
    with database.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        session.add(RollPhoto(sitting_id=klass.sittings[1][0], content=b"picture", added_at=NOW))


def _photos(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(RollPhoto.id)).all())


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_loses_its_notes_and_nothing_else(kind: str) -> None:
    picture, exif, file = Image.effect_noise((48, 32), 60).convert("RGB"), Image.Exif(), io.BytesIO()
    exif[0x010F] = "Secret Camera"
    picture.save(file, kind, exif=exif, quality=95)
    bare = photographs.without_notes(file.getvalue())
    assert b"Secret Camera" in file.getvalue()
    assert b"Secret Camera" not in bare
    with Image.open(io.BytesIO(bare)) as kept, Image.open(io.BytesIO(file.getvalue())) as sent:
        assert kept.tobytes() == sent.tobytes()
    assert photographs.media_type(bare) == f"image/{kind.lower()}"


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]))
def test_what_is_no_picture_is_refused_and_nothing_else_happens(content: bytes, start: bytes) -> None:
    try:
        photographs.without_notes(start + content)
    except ValueError:
        return
    assert start


def test_seats_are_marked_as_missed_only_where_somebody_sat(organisation: Database, klass: Klass) -> None:
    with organisation.write() as session:
        act_as(session, Actor(Via.SERVICE, NOW))
        row = session.scalars(select(Seat).where(Seat.sitting_id == klass.sittings[2][0])).one()
        row.state, row.attendance = SeatState.EXCUSED, Attendance.EXCUSED
        session.flush()
        class_rolls.settle(session, [row], NOW, Habits())
        assert row.state is SeatState.EXCUSED
        assert class_rolls.is_complete(session, session.get_one(ClassSitting, row.sitting_id).id)
