"""A sitting of a class as something of which a roll is taken, and what follows from its roll.

Who runs whole classes takes the roll of everybody; who leads a cell or is in charge of units takes that of their own
people, and nobody else's name is shown. The sitting was held once everybody is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from handlers.classes import absences, certifying, check_in_words, invited, seat_telling, words
from handlers.rolls.roll import CORRECTION_DAYS, Marks, Occasion, Roll, Row, Written, by_given_name, numbered
from handlers.turn import Choice, Reply, Turn, rows
from models import check_in, class_rolls, class_seats
from models.classes import ClassSitting, Seat, SeatState, SittingState
from models.meetings import Attendance

_MOST = 8
_MOST_NAMED = 3
_OLDEST = timedelta(days=60)  # a roll that was never taken is not asked for after so long


class SittingOccasion(Occasion):
    """A sitting in which somebody sits whose roll the writer takes."""

    letter = "s"

    def __init__(self, sitting: ClassSitting) -> None:
        self.sitting = sitting

    @classmethod
    def waiting(cls, turn: Turn) -> Sequence[Self]:
        unmarked = turn.access.seats().with_only_columns(Seat.sitting_id)
        unmarked = unmarked.where(Seat.state.in_(class_rolls.ON_ROLL), Seat.attendance.is_(None))
        begun = ClassSitting.starts_at.between(turn.now - _OLDEST, turn.now)
        planned = ClassSitting.state == SittingState.PLANNED
        return cls._newest(turn, planned, begun, ClassSitting.id.in_(unmarked))

    @classmethod
    def correctable(cls, turn: Turn) -> Sequence[Self]:
        since = turn.now - timedelta(days=CORRECTION_DAYS)
        marked = turn.access.seats().with_only_columns(Seat.sitting_id).where(Seat.attendance.is_not(None))
        fresh = or_(ClassSitting.held_at >= since, ClassSitting.held_at.is_(None))
        return cls._newest(turn, fresh, ClassSitting.id.in_(marked), ClassSitting.state != SittingState.CANCELLED)

    @classmethod
    def find(cls, turn: Turn, id_: int, *, lock: bool = False) -> Self | None:
        query = turn.access.rolled_sittings().where(
            ClassSitting.id == id_, ClassSitting.state != SittingState.CANCELLED
        )
        sitting = turn.session.scalar(query)
        if sitting is None or not lock:
            return cls(sitting) if sitting else None
        class_seats.lock(turn.session, sitting.course_id)
        sitting = turn.session.scalar(query.execution_options(populate_existing=True))
        return cls(sitting) if sitting else None

    @classmethod
    def _newest(cls, turn: Turn, *conditions: ColumnElement[bool]) -> list[Self]:
        query = turn.access.rolled_sittings().where(*conditions)
        newest = query.order_by(ClassSitting.starts_at.desc(), ClassSitting.id.desc()).limit(_MOST)
        return [cls(sitting) for sitting in turn.session.scalars(newest)]

    @property
    def id(self) -> int:
        return self.sitting.id

    @property
    def starts_at(self) -> datetime:
        return self.sitting.starts_at

    @property
    def held_at(self) -> datetime | None:
        return self.sitting.held_at

    def named(self, turn: Turn) -> str:
        return named(turn, self.sitting)

    def may_be_mended(self, turn: Turn) -> bool:
        """Whether the roll may still be saved: within the week, or when the writer has somebody without a mark.

        The week counts from the first part that was saved, and anew from the last.
        """
        if super().may_be_mended(turn):
            return True
        unmarked = turn.access.seats().where(class_rolls.is_on_roll(self.id), Seat.attendance.is_(None))
        is_planned = self.sitting.state is SittingState.PLANNED
        return is_planned and turn.session.scalar(unmarked.with_only_columns(Seat.id).limit(1)) is not None

    def roll(self, turn: Turn) -> Roll:
        """Return those of the sitting whose roll the writer takes, by given name.

        Where people have checked in by themselves, who has not is proposed as absent.
        """
        on_roll = turn.access.seats().where(class_rolls.is_on_roll(self.id)).options(joinedload(Seat.sitting))
        seats = turn.session.scalars(on_roll.execution_options(populate_existing=True)).all()
        in_order = sorted(seats, key=lambda seat: (*by_given_name(seat.person.full_name), seat.id))
        has_begun, by_code = self.starts_at <= turn.now, any(seat.checked_in_at for seat in seats)

        def facts(seat: Seat) -> tuple[Row, bool, Attendance | None, bool, bool]:
            proposal = _proposal(seat, by_code=by_code) if has_begun else None
            return seat, has_begun, proposal, seat.checked_in_at is not None, seat.state is SeatState.EXCUSED

        return Roll(self, numbered(facts(seat) for seat in in_order))

    def write(self, turn: Turn, roll: Roll, marks: Marks) -> Written:  # noqa: ARG002 - the marks stand in the seats
        """Bring the seats in line, hold the sitting once everybody is marked, and see to those who were away."""
        session, sitting, seats = turn.session, self.sitting, _seats_of(roll)
        moved_up = class_rolls.settle(session, seats, turn.now, turn.settings.habits)
        seat_telling.tell_moved_up(session, moved_up, turn.now)
        complete = class_rolls.is_complete(session, sitting.id)
        if sitting.held_at is None or (complete and sitting.state is SittingState.PLANNED):
            sitting.held_at = turn.now
        if complete:
            sitting.state, sitting.held_by_id = SittingState.HELD, turn.writer_id
        session.flush()
        away = [seat for seat in seats if seat.attendance in class_rolls.AWAY]
        absences.look(turn, sitting.course_id, [seat.person_id for seat in away])
        certifying.look(turn, sitting.course)
        board = check_in.board(session, sitting)
        lines = [invited.told(turn, away), *check_in_words.oddities(turn.translator, board)]
        if not complete:
            lines.append(turn.t("That is {your} part of the sitting; the roll of the others is still to be taken."))
        return Written(complete, tuple(lines))

    def snapshot(self, roll: Roll) -> dict[str, Any]:
        held_at = self.sitting.held_at
        return {
            "seats": class_rolls.snapshot(_seats_of(roll)),
            "held_at": held_at.isoformat() if held_at else None,
            "state": self.sitting.state,
        }

    def restore(self, turn: Turn, roll: Roll, before: dict[str, Any]) -> str | None:
        seats = _seats_of(roll)
        placed = class_rolls.placed_since(turn.session, seats, before["seats"])
        if placed:
            return turn.t(
                "{names} took a place in a make-up since; nothing was taken back. “Sửa điểm danh” mends single marks.",
                names=_names(turn, placed),
            )
        class_rolls.restore(turn.session, seats, before["seats"])
        held_at, sitting = before["held_at"], self.sitting
        is_marked = class_rolls.is_begun(turn.session, sitting.id)  # others may have saved their part since
        was_held = before.get("state", SittingState.HELD if held_at else None) == SittingState.HELD
        is_held = was_held or (is_marked and class_rolls.is_complete(turn.session, sitting.id))
        sitting.held_at = datetime.fromisoformat(held_at) if held_at else sitting.held_at
        sitting.held_at = sitting.held_at if is_marked else None
        sitting.state = SittingState.HELD if is_held else SittingState.PLANNED
        turn.session.flush()
        return None

    def afterwards(self, turn: Turn, text: str, *, complete: bool) -> Reply:  # noqa: ARG002 - both go on alike
        photo = Choice(turn.t("Attach a photo of the paper roll"), f"croll:photo:{self.id}")
        return Reply(text, rows([photo, Choice(turn.t("Undo"), "go:undo")]))


def named(turn: Turn, sitting: ClassSitting) -> str:
    """Return what a sitting is called: ``L2026-4 · Bài 2, T7 12/12 14:30``."""
    t = turn.translator
    half_day, start = words.held_in(t, sitting), words.short(t, turn.local(sitting.starts_at))
    return f"{sitting.course.code} · {half_day}, {start}"


def newest(turn: Turn, at_most: int = _MOST) -> list[ClassSitting]:
    """Return the sittings that take codes now or soonest, and whose codes the person may open."""
    query = (
        select(ClassSitting)
        .where(
            ClassSitting.id.in_(turn.access.rolled_sittings().with_only_columns(ClassSitting.id)),
            ClassSitting.state == SittingState.PLANNED,
            ClassSitting.ends_at >= turn.now,
        )
        .options(joinedload(ClassSitting.course))
        .order_by(ClassSitting.starts_at, ClassSitting.id)
    )
    return list(turn.session.scalars(query.limit(at_most)))


def _seats_of(roll: Roll) -> list[Seat]:
    return [entry.row for entry in roll.entries if isinstance(entry.row, Seat)]


def _names(turn: Turn, seats: Sequence[Seat]) -> str:
    names = ", ".join(seat.person.full_name for seat in seats[:_MOST_NAMED])
    return names + (turn.t(" and {count} more", count=len(seats) - _MOST_NAMED) if len(seats) > _MOST_NAMED else "")


def _proposal(seat: Seat, *, by_code: bool) -> Attendance:
    if seat.checked_in_at is not None:
        return Attendance.PRESENT
    if seat.state is SeatState.EXCUSED:
        return Attendance.EXCUSED
    return Attendance.ABSENT if by_code else Attendance.PRESENT
