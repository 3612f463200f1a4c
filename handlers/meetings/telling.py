"""Which notices follow when a meeting is called, moved or cancelled: everybody is told once of each.

Who has heard of an earlier round is told of the change; who has not only hears the newest. A notice of an earlier round
is dropped as soon as it is out of date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import notices
from models.meetings import Call, Meeting
from models.notices import Notice, NoticeState

CALL, CHANGE, CHASE = "meeting_call", "meeting_change", "meeting_chase"
SITTING, LOST = "meeting_sitting", "meeting_lost"
_OF_A_ROUND = (CALL, CHANGE, CHASE)
INVITES = (CALL, CHANGE, CHASE, SITTING)  # what asks somebody whether they come
_TELL_TIMES = (CALL, CHANGE)


def key_of(meeting: Meeting) -> str:
    """Return the key of the notices about the present sittings of a meeting."""
    return f"{meeting.id}:{meeting.round}"


def key_of_end(meeting: Meeting) -> str:
    """Return the key of the notices that a meeting is cancelled."""
    return f"{key_of(meeting)}:end"


def heard(session: Session, meeting: Meeting) -> set[int]:
    """Return the people who have been told of any round of a meeting."""
    return _said(session, _TELL_TIMES, [f"{meeting.id}:{number}" for number in range(1, meeting.round + 1)])


def heard_now(session: Session, meeting: Meeting) -> set[int]:
    """Return the people who have been told of the present round of a meeting."""
    return _said(session, _TELL_TIMES, [key_of(meeting)])


def heard_of_end(session: Session, meeting: Meeting) -> set[int]:
    """Return the people who have been told that a meeting is cancelled."""
    return _said(session, (CHANGE,), [key_of_end(meeting)])


def _said(session: Session, kinds: Collection[str], keys: Collection[str]) -> set[int]:
    said = select(Notice.person_id).where(
        Notice.kind.in_(kinds), Notice.key.in_(keys), Notice.state == NoticeState.SENT
    )
    return set(session.scalars(said))


def tell_times(session: Session, meeting: Meeting, now: datetime, but: Iterable[int] = ()) -> int:
    """Raise what tells everybody who is called, `but` these, the times of the present round; return how many."""
    told, out = heard(session, meeting), set(but)
    groups: dict[tuple[str, datetime], list[int]] = defaultdict(list)
    for call in meeting.calls:
        if call.person_id not in out and call.sitting is not None:
            kind = CHANGE if call.person_id in told else CALL
            groups[kind, call.sitting.starts_at].append(call.person_id)
    about = {"meeting": meeting.id, "round": meeting.round}
    return sum(
        notices.raise_for(session, people, kind=kind, key=key_of(meeting), about=about, now=now, until=until)
        for (kind, until), people in groups.items()
    )


def tell_called_off(session: Session, meeting: Meeting, people: Iterable[int], now: datetime, until: datetime) -> int:
    """Raise what tells those among `people` who have heard of the meeting that they need not come; return how many."""
    about = {"meeting": meeting.id, "round": meeting.round, "end": True}
    told = heard(session, meeting) & set(people)
    return notices.raise_for(
        session, sorted(told), kind=CHANGE, key=key_of_end(meeting), about=about, now=now, until=until
    )


def drop(session: Session, meeting: Meeting, now: datetime) -> None:
    """Drop what waits to be said of the present round."""
    for kind in _OF_A_ROUND:
        notices.drop(session, now, kind=kind, key=key_of(meeting))


def take_back(session: Session, keys: Iterable[str]) -> None:
    """Forget notices that nobody has heard, so that the same may be raised again."""
    session.execute(
        delete(Notice).where(
            Notice.kind.in_(_OF_A_ROUND), Notice.key.in_(list(keys)), Notice.state != NoticeState.SENT
        ),
        execution_options={"synchronize_session": "fetch"},
    )


def revive(session: Session, meeting: Meeting, dropped_at: datetime) -> None:
    """Let what was dropped at a moment because of a change wait again: the change was taken back."""
    session.execute(
        update(Notice)
        .where(
            Notice.kind.in_(_OF_A_ROUND),
            Notice.key == key_of(meeting),
            Notice.state == NoticeState.DROPPED,
            Notice.done_at == dropped_at,
        )
        .values(state=NoticeState.WAITING, done_at=None),
        execution_options={"synchronize_session": "fetch"},
    )


def tell_sitting(session: Session, call: Call, now: datetime) -> None:
    """Raise what tells a member that another sitting of the same meeting fits their new shifts."""
    assert call.sitting is not None
    notices.raise_for(
        session,
        [call.person_id],
        kind=SITTING,
        key=f"{call.id}:{call.meeting.round}:{call.sitting_id}:{now:%y%m%d%H%M}",
        about={"meeting": call.meeting_id, "round": call.meeting.round, "sitting": call.sitting_id},
        now=now,
        until=call.sitting.starts_at,
    )


def tell_lost(session: Session, call: Call, leaders: Iterable[int], now: datetime) -> None:
    """Raise what tells those who lead the cell that a member can no longer come."""
    assert call.sitting is not None
    notices.raise_for(
        session,
        leaders,
        kind=LOST,
        key=f"{key_of(call.meeting)}:{call.person_id}",
        about={"meeting": call.meeting_id, "round": call.meeting.round, "person": call.person_id},
        now=now,
        until=call.sitting.starts_at,
    )
