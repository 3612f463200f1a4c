"""To who runs classes, else to the administrators: a sitting's roll is still to be taken. Once, the next morning."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from handlers.access import Access
from handlers.classes import words
from handlers.notices.kinds import Kind, Telling
from handlers.readers import administrators, organisers
from handlers.settings import Settings
from handlers.turn import Choice, Reply, rows
from models import class_rolls, notices
from models.classes import ClassSitting, Seat, SittingState
from models.notices import Notice

KIND = "class_roll"
_AFTER = timedelta(hours=12)  # the end: whoever takes the roll in the evening is not reminded in the same evening
_WORTH_SAYING = timedelta(days=7)


def _raise(session: Session, now: datetime, _settings: Settings) -> int:
    seats = select(Seat.sitting_id).where(Seat.state.in_(class_rolls.ON_ROLL), Seat.attendance.is_(None))
    told = select(Notice.key).where(Notice.kind == KIND)
    found = session.scalars(
        select(ClassSitting).where(
            ClassSitting.state == SittingState.PLANNED,
            ClassSitting.ends_at.between(now - _WORTH_SAYING, now - _AFTER),
            ClassSitting.id.in_(seats),
            cast(ClassSitting.id, String).not_in(told),
        )
    ).all()
    people = [person.id for person in organisers(session) or administrators(session)] if found else []
    return sum(
        notices.raise_for(
            session,
            people,
            kind=KIND,
            key=str(sitting.id),
            about={"sitting": sitting.id},
            now=now,
            until=sitting.ends_at + _WORTH_SAYING,
        )
        for sitting in found
    )


def _say(telling: Telling, notice: Notice) -> Reply | None:
    sitting = telling.session.get(ClassSitting, notice.about["sitting"])
    if sitting is None or sitting.state is not SittingState.PLANNED or sitting.ends_at > telling.now:
        return None
    if not Access.of(telling.session, telling.person.id).runs_whole_classes:
        return None
    if class_rolls.is_complete(telling.session, sitting.id):
        return None
    t = telling.t
    told = t(
        "The roll of {course}, {half_day}, {start} is still to be taken.",
        course=sitting.course.code,
        half_day=words.held_in(t, sitting),
        start=words.short(t, telling.local(sitting.starts_at)),
    )
    hint = t("Until then nobody who was away is invited to a make-up.")
    return Reply(f"⚠️ {told}\n{hint}", rows([Choice(t("Take the roll"), f"croll:open:{sitting.id}")]))


KINDS = (Kind(KIND, _say, _raise),)
