"""Where a called meeting stands, for who leads the cell: who comes, who does not, who has not answered."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from handlers import day_words
from handlers.locales import N_
from handlers.markup import bold
from handlers.meetings import draft, words
from handlers.meetings.proposing import need
from handlers.paging import Page
from handlers.turn import Choice, Reply, Turn, rows
from models.cell_planning import voters_needed
from models.meetings import Answer, Call, Meeting, MeetingState
from models.people import Membership

_PAGE = 8
_ANSWERS = {Answer.COMING: N_("comes"), Answer.NOT_COMING: N_("cannot come"), None: N_("has not answered")}
_ORDER = (None, Answer.COMING, Answer.NOT_COMING)  # who has not answered comes first


def name(turn: Turn, meeting: Meeting) -> str:
    """Return what a meeting is called, with its cell where the writer leads several."""
    title = words.title(turn.translator, meeting.kind, meeting.period, turn.today)
    return f"{title} · {meeting.unit.name}" if len(set(turn.access.led)) > 1 else title


def named(turn: Turn, meeting: Meeting) -> str:
    """Return the name of a meeting with its day: a month may have two."""
    return f"{name(turn, meeting)}, {day_words.day(draft.times_of(turn, meeting)[0][0])}"


def lines(turn: Turn, meeting: Meeting, *, is_alone: bool = True) -> list[str]:
    """Return when a meeting is, how many come, and whether they are enough to vote; of several only the first two."""
    calls = _calls(turn, meeting)
    place = f", {meeting.place}" if meeting.place else ""
    found = [bold(f"{name(turn, meeting)}: {words.spans(turn.translator, draft.times_of(turn, meeting))}{place}")]
    counts = _counts(turn, calls)
    found.append(counts[:1].upper() + counts[1:])
    if not is_alone:
        return found
    if meeting.topic:
        found.append(turn.t("Topic: {topic}", topic=meeting.topic))
    if len(meeting.sittings) > 1:
        found += [_of_sitting(turn, meeting, calls, place) for place in range(len(meeting.sittings))]
    return [*found, _vote(turn, calls)]


def choices(turn: Turn, meeting: Meeting, *, is_alone: bool) -> list[Choice]:
    """Return what may be done about a called meeting; of several each has its own page."""
    if not is_alone:
        return [Choice(named(turn, meeting), f"meet:one:{meeting.id}")]
    found = [Choice(turn.t("Who comes?"), f"meet:who:{meeting.id}:0")]
    if not draft.has_begun(turn, meeting):
        found += [
            Choice(turn.t("Move"), f"meet:move:{meeting.id}"),
            Choice(turn.t("Call it off"), f"meet:end:{meeting.id}"),
        ]
        own = next((call for call in meeting.calls if call.person_id == turn.writer_id), None)
        if own is not None:
            found.append(Choice(turn.t("My own answer"), "meet:mine"))
    else:
        found.append(Choice(turn.t("Take attendance"), "go:attendance"))
    return found


def one(turn: Turn, meeting: Meeting) -> Reply:
    """Show one meeting with what may be done."""
    return Reply("\n".join(lines(turn, meeting)), rows([*choices(turn, meeting, is_alone=True), back(turn)], 2))


def taken(turn: Turn, meeting: Meeting) -> Reply:
    """Say that a month or quarter has its meeting already."""
    if meeting.state is MeetingState.HELD:
        told = turn.t("{meeting} has been held already.", meeting=bold(name(turn, meeting)))
        return Reply(told, rows([back(turn)]))
    told = turn.t("{meeting} has been called already.", meeting=name(turn, meeting))
    shown = one(turn, meeting)
    return Reply(f"{told}\n{shown.text}", shown.choices)


def who(turn: Turn, meeting: Meeting, page: int) -> Reply:
    """Show who comes, page by page: those who have not answered first."""
    calls = sorted(_calls(turn, meeting), key=lambda call: (_ORDER.index(call.answer), call.person.code))
    at = Page.of(len(calls), _PAGE, page)
    head = f"{name(turn, meeting)}: {_counts(turn, calls)}"
    shown = [_line(turn, call) for call in at.cut(calls)]
    turns = at.turning(turn, f"meet:who:{meeting.id}")
    return Reply("\n".join([bold(head + at.words(turn)), *shown]), rows([*turns, back(turn)], 2))


def back(turn: Turn) -> Choice:
    """Return the choice that leads to the overview."""
    return Choice(turn.t("Cell meetings"), "go:meetings")


def _calls(turn: Turn, meeting: Meeting) -> list[Call]:
    query = select(Call).where(Call.meeting_id == meeting.id).options(joinedload(Call.person))
    return list(turn.session.scalars(query.order_by(Call.id)))


def _counts(turn: Turn, calls: list[Call]) -> str:
    counted = Counter(call.answer for call in calls)
    return turn.t(
        "{coming} come, {not_coming} cannot, {open} have not answered",
        coming=counted[Answer.COMING],
        not_coming=counted[Answer.NOT_COMING],
        open=counted[None],
    )


def _of_sitting(turn: Turn, meeting: Meeting, calls: list[Call], place: int) -> str:
    sitting = meeting.sittings[place]
    mine = [call for call in calls if call.sitting_id == sitting.id]
    return f"{words.when(turn.translator, turn.local(sitting.starts_at))}: {_counts(turn, mine)}"


def _vote(turn: Turn, calls: list[Call]) -> str:
    voters = [call for call in calls if call.person.membership is Membership.OFFICIAL]
    coming = sum(call.answer is Answer.COMING for call in voters)
    needed = voters_needed(len(voters), turn.settings.meetings)
    words_of = N_("✅ Enough for a vote: {coming} of {voters} official members come.")
    if coming < needed:
        words_of = N_("Not yet enough for a vote: {coming} of {voters} official members come.")
    return f"{turn.t(words_of, coming=coming, voters=len(voters))} {need(turn, needed)}"


def _line(turn: Turn, call: Call) -> str:
    told = f"{call.person.code} · {call.person.full_name}: {turn.t(_ANSWERS[call.answer])}"
    return told if call.fits else turn.t("{who} (works then, by the shifts known)", who=told)
