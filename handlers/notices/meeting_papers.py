"""The papers of a meeting, a full day before it; and, to who leads the cell, that there are none yet.

The rule is meeting_papers.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session, joinedload

from handlers.markup import bold
from handlers.meetings.words import lowered, title, when
from handlers.notices.kinds import Kind, Telling
from handlers.readers import leaders_of
from handlers.rule_words import cited
from handlers.settings import Settings
from handlers.turn import Choice, Reply, rows
from models import notices
from models.meetings import Call, Meeting, MeetingState, Sitting
from models.notices import Notice
from models.people import CELL_LEADERS, Role

PAPERS, MISSING = "meeting_papers", "meeting_papers_missing"
RULE = "meeting_papers"
# HD 42 wants the papers out a day before. From the morning before that day on everybody has a good hour that leaves a
# full day for reading, whatever their shift.
MORNING = time(7)


def _raise_papers(session: Session, now: datetime, settings: Settings) -> int:
    """Raise the papers of the meetings whose time has come, for everybody who is called and was not told of them."""
    local = settings.local(now)
    days = settings.rules.rules[RULE].value + 1 - (local.time() < MORNING)
    key = cast(Meeting.id, String) + ":" + cast(Meeting.papers_round, String)
    found = session.execute(
        select(Meeting.id, Meeting.papers_round, Call.person_id, Sitting.starts_at)
        .join(Call, Call.meeting_id == Meeting.id)
        .join(Sitting, Sitting.id == Call.sitting_id)
        .where(
            Meeting.state == MeetingState.CALLED,
            Meeting.papers.is_not(None),
            Sitting.starts_at > now,
            Sitting.starts_at < _day_after(local.date() + timedelta(days=days), settings),
            notices.untold(PAPERS, Call.person_id, key),
        )
    )
    groups: dict[tuple[int, int, datetime], list[int]] = defaultdict(list)
    for meeting, papers_round, person, start in found:
        groups[meeting, papers_round, start].append(person)
    return sum(
        notices.raise_for(
            session,
            people,
            kind=PAPERS,
            key=f"{meeting}:{papers_round}",
            about={"meeting": meeting, "round": papers_round},
            now=now,
            until=start,
        )
        for (meeting, papers_round, start), people in groups.items()
    )


def _say_papers(telling: Telling, notice: Notice) -> Reply | None:
    call = telling.session.scalar(
        select(Call)
        .where(Call.meeting_id == notice.about["meeting"], Call.person_id == telling.person.id)
        .options(joinedload(Call.meeting), joinedload(Call.sitting))
    )
    if call is None or call.sitting is None or call.sitting.starts_at <= telling.now:
        return None
    meeting = call.meeting
    is_current = meeting.state is MeetingState.CALLED and meeting.papers_round == notice.about["round"]
    if not is_current or not meeting.papers:
        return None
    told = telling.t(
        "Papers: {meeting}, {start}",
        meeting=title(telling.t, meeting.kind, meeting.period, telling.today),
        start=lowered(when(telling.t, telling.local(call.sitting.starts_at))),
    )
    return Reply(f"📅 {bold(told)}\n{meeting.papers}")


def _raise_missing(session: Session, now: datetime, settings: Settings) -> int:
    """Raise, a day before the papers are due, that a meeting has none, for who leads the cell."""
    days = settings.rules.rules[RULE].value + 1
    key = cast(Meeting.id, String)
    found = session.execute(
        select(Meeting.id, Role.person_id, func.min(Sitting.starts_at))
        .join(Sitting, Sitting.meeting_id == Meeting.id)
        .join(Role, Role.unit_id == Meeting.unit_id)
        .where(
            Meeting.state == MeetingState.CALLED,
            Meeting.papers.is_(None),
            Role.name.in_(CELL_LEADERS),
            Sitting.starts_at > now,
            Sitting.starts_at < _day_after(settings.day_of(now) + timedelta(days=days), settings),
            notices.untold(MISSING, Role.person_id, key),
        )
        .group_by(Meeting.id, Role.person_id)
    )
    return sum(
        notices.raise_for(
            session, [person], kind=MISSING, key=f"{meeting}", about={"meeting": meeting}, now=now, until=start
        )
        for meeting, person, start in found.all()
    )


def _say_missing(telling: Telling, notice: Notice) -> Reply | None:
    meeting = telling.session.get(Meeting, notice.about["meeting"])
    if meeting is None or meeting.state is not MeetingState.CALLED or meeting.papers is not None:
        return None
    coming = [sitting.starts_at for sitting in meeting.sittings if sitting.starts_at > telling.now]
    if not coming or telling.person not in leaders_of(telling.session, meeting.unit):
        return None
    told = telling.t(
        "There are no papers yet: {meeting}, {start}.",
        meeting=title(telling.t, meeting.kind, meeting.period, telling.today),
        start=lowered(when(telling.t, telling.local(min(coming)))),
    )
    due = telling.t("They are to be out {days} day(s) before.", days=telling.settings.rules.rules[RULE].value)
    basis = cited(telling.t, telling.settings.rules.rules[RULE])
    choice = Choice(telling.t("Give the papers"), f"papers:{meeting.id}")
    return Reply("\n".join([f"⚠️ {told} {due}", basis]), rows([choice]))


def _day_after(day: date, settings: Settings) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, settings.zone)


KINDS = (Kind(PAPERS, _say_papers, _raise_papers), Kind(MISSING, _say_missing, _raise_missing))
