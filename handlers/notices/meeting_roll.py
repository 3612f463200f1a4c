"""To who leads a cell: the roll or the result of a meeting is missing (rule meeting_report), the day after and on the
last day. It closes itself when both are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from handlers import day_words
from handlers.meetings.words import title
from handlers.notices.kinds import Kind, Telling
from handlers.readers import leaders_of
from handlers.rule_words import cited
from handlers.settings import Settings
from handlers.turn import Choice, Reply, rows
from models import notices
from models.meetings import Meeting, MeetingState, Sitting
from models.notices import Notice
from models.people import CELL_LEADERS, Role

KIND = "meeting_roll"
RULE = "meeting_report"
DAY_AFTER, LAST_DAY = "after", "last"
_OLDEST = timedelta(days=14)  # what has been missing for longer is seen in the overview, and no news any more
_A_DAY = timedelta(days=1)
_MISSING = or_(
    Meeting.state == MeetingState.CALLED,
    and_(Meeting.state == MeetingState.HELD, Meeting.reported_at.is_(None)),
)


@dataclass(frozen=True, slots=True)
class _Reminder:
    """A reminder whose day has come: about which meeting, which of the two, and until when it makes sense."""

    meeting: int
    unit: int
    which: str
    until: datetime

    @property
    def key(self) -> str:
        return f"{self.meeting}:{self.which}"


def _raise(session: Session, now: datetime, settings: Settings) -> int:
    reminders = list(_reminders(session, now, settings))
    if not reminders:
        return 0
    leads = session.execute(
        select(Role.unit_id, Role.person_id).where(
            Role.unit_id.in_({one.unit for one in reminders}),
            Role.name.in_(CELL_LEADERS),
        )
    ).all()
    return sum(
        notices.raise_for(
            session,
            [person for unit, person in leads if unit == one.unit],
            kind=KIND,
            key=one.key,
            about={"meeting": one.meeting, "which": one.which},
            now=now,
            until=one.until,
            revives=False,
        )
        for one in reminders
    )


def _reminders(session: Session, now: datetime, settings: Settings) -> Iterator[_Reminder]:
    """Yield what is missing of the meetings that were over by yesterday."""
    rule, today = settings.rules.rules[RULE], settings.day_of(now)
    recent = select(Sitting.meeting_id).where(Sitting.starts_at.between(now - _OLDEST, now))
    found = session.execute(
        select(Meeting.id, Meeting.unit_id, func.max(Sitting.starts_at))
        .join(Meeting.sittings)
        .where(Meeting.id.in_(recent), _MISSING)
        .group_by(Meeting.id, Meeting.unit_id)
    )
    for meeting, unit, last in found.all():
        held_on = settings.day_of(last)
        due = rule.due(held_on, settings.calendar).date
        if held_on < today < due:
            yield _Reminder(meeting, unit, DAY_AFTER, datetime.combine(due, time.min, settings.zone))
        elif today == due:
            yield _Reminder(meeting, unit, LAST_DAY, datetime.combine(due + 2 * _A_DAY, time.min, settings.zone))


def _say(telling: Telling, notice: Notice) -> Reply | None:
    meeting = telling.session.get(Meeting, notice.about["meeting"])
    if meeting is None or meeting.state is MeetingState.CANCELLED or meeting.reported_at is not None:
        return None
    if telling.person not in leaders_of(telling.session, meeting.unit):
        return None
    held_on = telling.local(max(sitting.starts_at for sitting in meeting.sittings)).date()
    if held_on >= telling.today:  # it was moved
        return None
    rule = telling.settings.rules.rules[RULE]
    due = rule.due(held_on, telling.settings.calendar).date
    name = title(telling.t, meeting.kind, meeting.period, telling.today)
    missing = (
        telling.t("the result is not reported yet")
        if meeting.state is MeetingState.HELD
        else telling.t("the roll is not taken yet")
    )
    told = f"⚠️ {name}, {day_words.day(held_on)}: {missing}. {_by_when(telling, due)}"
    choice = (
        Choice(telling.t("Report the result"), f"roll:result:{meeting.id}")
        if meeting.state is MeetingState.HELD
        else Choice(telling.t("Take the roll"), f"roll:open:{meeting.id}")
    )
    return Reply("\n".join([told, cited(telling.t, rule)]), rows([choice]))


def _by_when(telling: Telling, due: date) -> str:
    day = day_words.day(due)
    if due == telling.today:
        return telling.t("The result goes to the committee today at the latest ({day}).", day=day)
    if due < telling.today:
        return telling.t("The result was to go to the committee by {day}.", day=day)
    return telling.t("The result goes to the committee by {day}.", day=day)


KINDS = (Kind(KIND, _say, _raise),)
