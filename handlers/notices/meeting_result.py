"""To the committee members in charge: the result of a meeting, three numbers and one line, no names."""

from __future__ import annotations

from datetime import datetime

from handlers import day_words
from handlers.markup import bold
from handlers.meetings.reported import KIND, told
from handlers.meetings.words import title
from handlers.notices.kinds import Kind, Telling
from handlers.readers import in_charge_of
from handlers.turn import Choice, Reply, rows
from models.meetings import Meeting, MeetingState
from models.notices import Notice


def _say(telling: Telling, notice: Notice) -> Reply | None:
    meeting = telling.session.get(Meeting, notice.about["meeting"])
    if meeting is None or meeting.state is not MeetingState.HELD or not meeting.outcome:
        return None
    is_current = meeting.reported_at == datetime.fromisoformat(notice.about["at"])
    if not is_current or telling.person not in in_charge_of(telling.session, meeting.unit):
        return None
    name = title(telling.t, meeting.kind, meeting.period, telling.today)
    held_on = telling.local(min(sitting.starts_at for sitting in meeting.sittings))
    head = f"{meeting.unit.code} · {meeting.unit.name}: {name}, {day_words.day(held_on)}"
    lines = [bold(head), *told(telling.t, meeting, meeting.outcome)]
    return Reply("\n".join(lines), rows([Choice(telling.t("Seen"), f"roll:seen:{meeting.id}")]))


KINDS = (Kind(KIND, _say),)
