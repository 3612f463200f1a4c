"""The make-up sittings to which those who were away are invited as soon as the roll is saved."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.classes import make_up, words
from handlers.turn import Turn
from models import class_fits
from models.classes import Seat, SeatState

_MOST_TIMES = 3


def told(turn: Turn, away: Sequence[Seat]) -> str:
    """Invite those of the seats `away` who have no other place in the half-day; return the line that says so."""
    lost = [seat for seat in away if not _sits_elsewhere(turn, seat)]
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


def _sits_elsewhere(turn: Turn, seat: Seat) -> bool:
    own = class_fits.seats(turn.session, seat.person_id)
    same = [one for one in own if (one.course_id, one.half_day) == (seat.course_id, seat.half_day)]
    return any(one.state is SeatState.BOOKED for one in same)
