"""The make-up sittings to which those who were away are invited as soon as the roll is saved."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from handlers.classes import make_up, words
from handlers.turn import Turn
from models.classes import Seat, SeatState

_MOST_TIMES = 3


def told(turn: Turn, away: Sequence[Seat]) -> str:
    """Invite those of the seats `away` who have no other place in the half-day; return the line that says so."""
    placed = _placed(turn, away)
    lost = [seat for seat in away if (seat.course_id, seat.half_day, seat.person_id) not in placed]
    offered = [make_up.offer(turn.session, seat, turn.now, turn.settings.habits) for seat in lost]
    starts = [sitting.starts_at for sitting in offered if sitting is not None]
    if not lost:
        return ""
    if not starts:
        return turn.t("No make-up sitting fits those who were away yet; they are told as soon as one does.")
    earliest = sorted(set(starts))[:_MOST_TIMES]
    times = "; ".join(words.short(turn.translator, turn.local(start)) for start in earliest)
    words_of = {"count": len(starts), "all": len(lost), "times": times}
    if len(starts) == len(lost):
        return turn.t("The {count} who were away are invited to a make-up that fits: {times}.", **words_of)
    return turn.t("{count} of the {all} who were away are invited to a make-up that fits: {times}.", **words_of)


def _placed(turn: Turn, away: Sequence[Seat]) -> set[tuple[int, int, int]]:
    """Return who has a place in which half-day (course, half-day, person), of those half-days."""
    query = select(Seat.course_id, Seat.half_day, Seat.person_id).where(
        Seat.course_id.in_({seat.course_id for seat in away}),
        Seat.half_day.in_({seat.half_day for seat in away}),
        Seat.state == SeatState.BOOKED,
    )
    return {(course, day, person) for course, day, person in turn.session.execute(query)} if away else set()
