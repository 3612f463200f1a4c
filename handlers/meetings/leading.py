"""Meetings for who leads a cell: what is called, what is still missing, and where words about a meeting lead."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, select

from handlers import day_words, forms, menu
from handlers.markup import bold
from handlers.meetings import draft, ending, form, proposing, reading, status, words
from handlers.meetings.reading import Asked, Wish
from handlers.turn import Choice, Reply, Turn, rows
from models import meeting_windows
from models.meeting_windows import Window
from models.meetings import Meeting, MeetingKind, MeetingState, in_period, period_of
from models.units import Unit

_MONTHS_OFFERED = 2
_MONTHS_LOOKED_AT = 4  # until there is one that can be planned
_FARTHEST = timedelta(days=120)  # “tháng 10” in November is rather the one that is over than that of next year


def show(turn: Turn, asked: Asked) -> Reply:
    """Answer words about the meetings of the cells that the writer leads."""
    if asked.is_impossible:
        return Reply(turn.t("There is no such day or time. For example: “CN 13/12 8:00”."), menu.show(turn).choices)
    if asked.wish is Wish.CALL:
        if turn.conversation is not None and turn.conversation.form == form.FORM.name:
            return forms.resume(turn, form.FORM)
    elif asked.wish is not Wish.SHOW:
        return _change(turn, asked)
    units = list(turn.session.scalars(select(Unit).where(Unit.id.in_(turn.access.led)).order_by(Unit.code)))
    if not asked.has_time and asked.kind is None:
        return overview(turn, units[0]) if len(units) == 1 else _which_cell(turn, units)
    if len(units) == 1:
        return _plan(turn, units[0], asked)
    choices = [Choice(unit.name, _plan_data(turn, unit, asked)) for unit in units]
    return Reply(turn.t("Which cell is meant?"), rows(choices))


def overview(turn: Turn, unit: Unit) -> Reply:
    """Show the meetings of a cell that are called, and the months and the quarter that have none yet."""
    called = _in_order(turn, _called(turn).where(Meeting.unit_id == unit.id))
    lines, choices = [], list[Choice]()
    for meeting in called:
        lines += status.lines(turn, meeting, is_alone=len(called) == 1)
        choices += status.choices(turn, meeting, is_alone=len(called) == 1)
    missing, plans = _missing(turn, unit)
    if not called:
        lines.append(bold(turn.t("{unit}: no meeting is called.", unit=unit.name)))
    choices = [*choices, *plans]
    if turn.access.oversees:
        choices.append(Choice(turn.t("All cells"), "meet:cells:0"))
    return Reply("\n".join([*lines, *missing]), rows(choices, 2))


def plan(turn: Turn, unit: Unit, kind: MeetingKind, asked: Window) -> Reply:
    """Propose times within what is left of the days that were asked for."""
    window = meeting_windows.clipped(turn.settings.meetings, asked, turn.today)
    if window is None or window.first > turn.today + _FARTHEST:
        return _not_now(turn, unit, kind, asked)
    periods = {period_of(kind, window.first), period_of(kind, window.last)}
    known = [in_period(turn.session, unit.id, kind, period) for period in sorted(periods)]
    taken = [meeting for meeting in known if meeting is not None]
    if len(taken) == len(periods):
        return status.taken(turn, taken[0])
    return proposing.propose(turn, unit, kind, window, asked=asked)


def move(turn: Turn, meeting: Meeting, asked: Asked) -> Reply:
    """Move a meeting to the time that was said; without one, propose times for it."""
    if draft.has_begun(turn, meeting):
        return Reply(turn.t("That meeting has begun already; it cannot be moved."), menu.show(turn).choices)
    if asked.has_time and (asked.is_day or asked.at):
        before = draft.times_of(turn, meeting)[0][0]
        day, at = asked.first or before.date(), asked.at or before.time()
        return form.begin_moving(turn, meeting, [reading.moment(turn, day, at).isoformat()], asked)
    days = Window(asked.first, asked.last) if asked.first and asked.last else None
    days = days or Window(meeting.period, meeting_windows.end_of(meeting.kind, meeting.period))
    window = meeting_windows.clipped(turn.settings.meetings, days, turn.today)
    if window is None:
        return form.begin_moving(turn, meeting, [])
    return proposing.propose(turn, meeting.unit, meeting.kind, window, meeting, asked=days)


def _plan(turn: Turn, unit: Unit, asked: Asked) -> Reply:
    kind = asked.kind or MeetingKind.MONTHLY
    if asked.at is not None and (asked.is_day or asked.first is None):
        return begin(turn, unit, kind, asked)
    if asked.first is None or asked.last is None:
        return plan(turn, unit, kind, _open_period(turn, unit, kind))
    return plan(turn, unit, kind, Window(asked.first, asked.last))


def begin(turn: Turn, unit: Unit, kind: MeetingKind, asked: Asked, near: str | None = None) -> Reply:
    """Begin calling a meeting with what has been said of its time; the rest is asked, on days from `near` on."""
    starts = [reading.moment(turn, asked.first, asked.at).isoformat()] if asked.first and asked.at else []
    return form.begin(turn, unit, kind, starts, asked, near=near)


def _plan_data(turn: Turn, unit: Unit, asked: Asked) -> str:
    kind = asked.kind or MeetingKind.MONTHLY
    if asked.at is not None and asked.first is not None and asked.is_day:
        return f"meet:pick:{unit.id}:{draft.letter(kind)}:{draft.written(reading.moment(turn, asked.first, asked.at))}"
    if asked.first is None or asked.last is None:
        return window_data(unit, kind, _open_period(turn, unit, kind))
    return window_data(unit, kind, Window(asked.first, asked.last))


def window_data(unit: Unit, kind: MeetingKind, days: Window) -> str:
    """Return the data of the choice to plan a meeting within `days`."""
    return f"meet:plan:{unit.id}:{draft.letter(kind)}:{days.first:%Y%m%d}-{days.last:%Y%m%d}"


def _open_period(turn: Turn, unit: Unit, kind: MeetingKind) -> Window:
    """The first month or quarter that has days left and no meeting."""
    period = period_of(kind, turn.today)
    while True:
        window = meeting_windows.of_period(turn.settings.meetings, kind, period, turn.today)
        if window is not None and in_period(turn.session, unit.id, kind, period) is None:
            return Window(period, meeting_windows.end_of(kind, period))
        period = meeting_windows.following(kind, period)


def _missing(turn: Turn, unit: Unit) -> tuple[list[str], list[Choice]]:
    """What the present month, the next one and the quarter lack, and the choices to plan it."""
    lines, choices = list[str](), list[Choice]()
    period = period_of(MeetingKind.MONTHLY, turn.today)
    for number in range(_MONTHS_LOOKED_AT):
        if number >= _MONTHS_OFFERED and choices:
            break
        if in_period(turn.session, unit.id, MeetingKind.MONTHLY, period) is None:
            window = meeting_windows.of_period(turn.settings.meetings, MeetingKind.MONTHLY, period, turn.today)
            month = f"{period.month}" if period.year == turn.today.year else f"{period.month}/{period.year}"
            if number < _MONTHS_OFFERED and (number == 0 or not lines):
                lines.append(turn.t("Month {month} has no meeting yet.", month=month))
            if window is not None:
                days = Window(period, meeting_windows.end_of(MeetingKind.MONTHLY, period))
                data = window_data(unit, MeetingKind.MONTHLY, days)
                choices.append(Choice(turn.t("Plan month {month}", month=month), data))
        period = meeting_windows.following(MeetingKind.MONTHLY, period)
    quarter = period_of(MeetingKind.THEMATIC, turn.today)
    if in_period(turn.session, unit.id, MeetingKind.THEMATIC, quarter) is None:
        number = words.quarter_of(quarter)
        lines.append(turn.t("Quarter {quarter} has no thematic meeting yet (at least one).", quarter=number))
        days = Window(quarter, meeting_windows.end_of(MeetingKind.THEMATIC, quarter))
        label = turn.t("Thematic meeting, quarter {quarter}", quarter=number)
        choices.append(Choice(label, window_data(unit, MeetingKind.THEMATIC, days)))
    return lines, choices


def _not_now(turn: Turn, unit: Unit, kind: MeetingKind, asked: Window) -> Reply:
    """Nothing is left of the days, or they are far away: why, and what comes next."""
    if asked.first > turn.today + _FARTHEST:
        told = turn.t(
            "{day} is too far away: shifts change. Meetings are planned {days} days ahead at most.",
            day=f"{day_words.day(asked.first)}/{asked.first.year}",
            days=_FARTHEST.days,
        )
    elif asked.last < turn.today:
        told = turn.t("{day} is over already.", day=f"{day_words.day(asked.last)}/{asked.last.year}")
    elif asked.last == turn.today:
        told = turn.t(
            "Members are called {notice} days ahead, so today is too late. An administrator can change that number.",
            notice=turn.settings.meetings.notice_days,
        )
    else:
        told = turn.t(
            "{day} is {left} days away; members are to know {notice} days before. An administrator can change that.",
            day=day_words.day(asked.last),
            left=(asked.last - turn.today).days,
            notice=turn.settings.meetings.notice_days,
        )
    days = _open_period(turn, unit, kind)
    name = words.title(turn.translator, kind, days.first, turn.today)
    choices = [
        Choice(turn.t("Plan: {meeting}", meeting=words.lowered(name)), window_data(unit, kind, days)),
        Choice(turn.t("Another time"), f"meet:when:{unit.id}:{draft.letter(kind)}:0"),
    ]
    return Reply(told, rows(choices))


def _change(turn: Turn, asked: Asked) -> Reply:
    query = _called(turn)
    if asked.kind is not None:
        query = query.where(Meeting.kind == asked.kind)
    found = [meeting for meeting in _in_order(turn, query) if not _is_over(turn, meeting)]
    if not found and asked.wish is Wish.WHO:
        return show(turn, Asked())
    if not found:
        return Reply(turn.t("No meeting is called that could be changed."), rows([status.back(turn)]))
    if asked.wish is Wish.WHO:
        return status.who(turn, found[0], 0)
    if len(found) > 1:
        return _which_meeting(turn, found, asked)
    return ending.begin(turn, found[0]) if asked.wish is Wish.END else move(turn, found[0], asked)


def _which_meeting(turn: Turn, found: list[Meeting], asked: Asked) -> Reply:
    choices = []
    for meeting in found:
        place = "end" if asked.wish is Wish.END else "move"
        data = f"meet:{place}:{meeting.id}"
        if place == "move" and asked.first is not None and asked.at is not None and asked.is_day:
            data = f"meet:to:{meeting.id}:{draft.written(reading.moment(turn, asked.first, asked.at))}"
        choices.append(Choice(status.named(turn, meeting), data))
    return Reply(turn.t("Which meeting is meant?"), rows(choices))


def _which_cell(turn: Turn, units: list[Unit]) -> Reply:
    choices = [Choice(unit.name, f"meet:cell:{unit.id}") for unit in units]
    if turn.access.oversees:
        choices.append(Choice(turn.t("All cells"), "meet:cells:0"))
    return Reply(turn.t("Which cell is meant?"), rows(choices))


def _called(turn: Turn) -> Select[Meeting]:
    return turn.access.meetings().where(Meeting.state == MeetingState.CALLED)


def _in_order(turn: Turn, query: Select[Meeting]) -> list[Meeting]:
    """The meetings in the order of their times."""
    return sorted(turn.session.scalars(query), key=lambda meeting: draft.times_of(turn, meeting)[0])


def _is_over(turn: Turn, meeting: Meeting) -> bool:
    return max(end for _, end in draft.times_of(turn, meeting)) <= turn.now
