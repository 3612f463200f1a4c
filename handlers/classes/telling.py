"""Which notices follow from a timetable and from its changes: everybody is told once of each.

Their words are those of the moment at which they are said, so whoever has not heard of a timetable yet only hears the
newest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import notices
from models.classes import ClassSitting
from models.notices import Notice, NoticeState

TIMETABLE, MOVED = "class_timetable", "class_moved"


def key_of_timetable(course_id: int, first_sitting: int) -> str:
    """Return the key of the notices about a timetable, which its first sitting tells from a later one."""
    return f"{course_id}:{first_sitting}"


def key_of_move(sitting_id: int, round_: int) -> str:
    """Return the key of the notices about the move of a sitting that made it this round."""
    return f"{sitting_id}:{round_}"


def tell_timetable(
    session: Session, course_id: int, sittings: Collection[ClassSitting], people: Iterable[int], now: datetime
) -> int:
    """Raise what tells each of these people their own sittings; return how many."""
    return notices.raise_for(
        session,
        people,
        kind=TIMETABLE,
        key=key_of_timetable(course_id, min(one.id for one in sittings)),
        about={"course": course_id},
        now=now,
        until=max(one.ends_at for one in sittings),
    )


def tell_change(
    session: Session,
    sitting: ClassSitting,
    people: Iterable[int],
    now: datetime,
    until: datetime,
    *,
    waited: bool = False,
) -> int:
    """Raise what tells those who have heard of the timetable that their sitting was moved or cancelled; how many.

    With `waited` it is the sitting for which they waited.
    """
    query = select(Notice.person_id).where(Notice.kind == TIMETABLE, Notice.state == NoticeState.WAITING)
    waiting = set(session.scalars(query.where(Notice.key.startswith(f"{sitting.course_id}:"))))
    about = {"course": sitting.course_id, "half_day": sitting.half_day, "sitting": sitting.id, "round": sitting.round}
    if waited:
        about["waited"] = True
    return notices.raise_for(
        session,
        [person for person in people if person not in waiting],
        kind=MOVED,
        key=key_of_move(sitting.id, sitting.round),
        about=about,
        now=now,
        until=until,
    )


def heard(session: Session, kind: str, key: str) -> int:
    """Return how many have been told of a matter."""
    said = select(Notice.id).where(Notice.kind == kind, Notice.key == key, Notice.state == NoticeState.SENT)
    return len(session.scalars(said).all())


def take_back(session: Session, kind: str, key: str) -> None:
    """Forget notices that nobody has heard, so that the same may be raised again."""
    session.execute(
        delete(Notice).where(Notice.kind == kind, Notice.key == key, Notice.state != NoticeState.SENT),
        execution_options={"synchronize_session": "fetch"},
    )
