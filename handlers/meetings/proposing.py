"""The best times for a meeting: how many can come at each, against the usual time and against two sittings."""

from __future__ import annotations

from datetime import date, timedelta

from handlers import day_words, menu
from handlers.attachments.pictures import cell_heat
from handlers.locales import N_
from handlers.markup import bold
from handlers.meetings import draft, words
from handlers.meetings.loosening import hindrances
from handlers.turn import Choice, Reply, Turn, rows
from models import cell_planning, meeting_windows
from models.cell_planning import Cell, Times
from models.meeting_windows import Window
from models.meetings import Meeting, MeetingKind, period_of
from models.planning import NoPossibleStartError, Plan, plan
from models.units import Unit

SPLIT_AT_ONCE = 120  # members up to which several sittings are planned with the best single ones
_SHOWN = 3
_SPLITS = {2: N_("Two sittings"), 3: N_("Three sittings")}


def propose(
    turn: Turn,
    unit: Unit,
    kind: MeetingKind,
    window: Window,
    moving: Meeting | None = None,
    *,
    asked: Window | None = None,
) -> Reply:
    """Propose times for a meeting within `window`, in the place of those of `moving`.

    `asked` are the days that were asked for: it is said when not all of them are looked at.
    """
    rules = turn.settings.meetings
    minutes = meeting_windows.minutes_of(rules, kind)
    cell = cell_planning.load(turn.session, unit.id, window.first, window.last, turn.settings.habits)
    title = _title(turn, unit, kind, window, moving)
    if not cell.members:
        told = turn.t("{unit} has no members on its list yet, so there is nobody to call.", unit=bold(unit.name))
        return Reply(told, menu.show(turn).choices)
    at_once = rules.most_sittings if len(cell.members) <= SPLIT_AT_ONCE else 1
    try:
        plans = plan(cell_planning.request_for(cell, rules, minutes, sittings=at_once)).plans
    except NoPossibleStartError:
        plans = ()
    if not plans or not plans[0].attending:
        lines = [title, *hindrances(turn, unit, cell, minutes, is_possible=bool(plans))]
        return Reply("\n".join(lines), rows([_other(turn, unit, kind, window, moving)]))
    singles = [plans[0], *plans[0].alternatives][:_SHOWN]
    best = plans[0].attending
    splits = [one for one in plans[1:] if one.attending > best][:1]
    head = turn.t("{title}: the {count} best times", title=title, count=len(singles))
    lines = [head, *(_line(turn, cell, one) for one in singles), *_usual(turn, cell, minutes, best)]
    lines += [*_quorum(turn, cell, singles[0]), *(_split_line(turn, cell, one) for one in splits)]
    lines += [*words.unknown(turn.translator, cell), *_left_out(turn, window, asked)]
    choices = [_choice(turn, unit, kind, moving, one) for one in (*singles, *splits)]
    if at_once < rules.most_sittings and best < len(cell.members):
        choices.append(_split_choice(turn, unit, kind, window, moving))
    choices.append(_other(turn, unit, kind, window, moving))
    return Reply("\n".join(lines), rows(choices), cell_heat(turn, unit.id, window.first, window.last, minutes))


def propose_split(turn: Turn, unit: Unit, kind: MeetingKind, window: Window, moving: Meeting | None = None) -> Reply:
    """Propose the best two sittings of a large cell, for which more time is taken."""
    rules = turn.settings.meetings
    minutes = meeting_windows.minutes_of(rules, kind)
    cell = cell_planning.load(turn.session, unit.id, window.first, window.last, turn.settings.habits)
    try:
        one, two = plan(cell_planning.request_for(cell, rules, minutes, sittings=2)).plans
    except NoPossibleStartError:
        return menu.outdated(turn)
    if two.attending <= one.attending:
        told = turn.t("Two sittings reach no more people than one: {reached}.", reached=_share(turn, cell, one))
        return Reply(told, rows([_choice(turn, unit, kind, moving, one)]))
    found = [two, *two.alternatives][:2]
    lines = [_title(turn, unit, kind, window, moving), *(_split_line(turn, cell, each) for each in found[:1])]
    lines += [turn.t("One sitting: {reached}", reached=_share(turn, cell, one)), *_quorum(turn, cell, two)]
    lines += words.unknown(turn.translator, cell)
    choices = [_choice(turn, unit, kind, moving, each) for each in (two, one)]
    return Reply("\n".join(lines), rows(choices))


def best_within(turn: Turn, unit_id: int, kind: MeetingKind, day: date) -> int:
    """Return how many could come at the best time of the month of `day`, from tomorrow on."""
    rules, minutes = turn.settings.meetings, meeting_windows.minutes_of(turn.settings.meetings, kind)
    month = Window(day.replace(day=1), meeting_windows.end_of(MeetingKind.MONTHLY, day.replace(day=1)))
    first = min(max(month.first, turn.today + timedelta(days=1)), day)
    cell = cell_planning.load(turn.session, unit_id, first, month.last, turn.settings.habits)
    try:
        return plan(cell_planning.request_for(cell, rules, minutes)).plans[0].attending
    except NoPossibleStartError:
        return 0


def _title(turn: Turn, unit: Unit, kind: MeetingKind, window: Window, moving: Meeting | None) -> str:
    period = moving.period if moving else period_of(kind, window.last)
    name = words.title(turn.translator, kind, period, turn.today)
    if moving is None and period_of(kind, window.first) != period:
        name = turn.t("Meeting")  # the days say of when: they are of no one month
    where = f" · {unit.name}" if len(set(turn.access.led)) > 1 else ""
    year = f"/{window.last.year}" if window.last.year != turn.today.year else ""
    days = f"{day_words.day(window.first)}–{day_words.day(window.last)}{year}"
    return bold(f"{name}{where} ({days})")


def _line(turn: Turn, cell: Cell, one: Plan) -> str:
    times = _times(one)
    return f"{words.when(turn.translator, times[0][0])}: {words.reached(turn.translator, cell, times)}"


def _times(one: Plan) -> list[Times]:
    return [(sitting.start, sitting.end) for sitting in one.sittings]


def _share(turn: Turn, cell: Cell, one: Plan) -> str:
    return turn.t("{able}/{all} people", able=one.attending, all=len(cell.members))


def _split_label(turn: Turn, one: Plan) -> str:
    return turn.t(_SPLITS.get(len(one.sittings), _SPLITS[3]))


def _split_line(turn: Turn, cell: Cell, one: Plan) -> str:
    sittings = turn.t(" and ").join(words.lowered(words.when(turn.translator, start)) for start, _ in _times(one))
    return f"{_split_label(turn, one)}: {words.reached(turn.translator, cell, _times(one))} ({sittings})"


def _usual(turn: Turn, cell: Cell, minutes: int, best: int) -> list[str]:
    """The usual time beside them, by the same reckoning: the best of its days in the window."""
    rules = turn.settings.meetings
    usual = max((len(cell.able(times)) for times in cell_planning.usual_times(cell, rules, minutes)), default=None)
    if usual is None:
        return []
    name = f"{words.lowered(day_words.weekday(turn.translator, rules.usual_weekday))} {words.clock(rules.usual_start)}"
    sentence = N_("The usual time ({usual}) reaches only {able}/{all}.")
    if usual >= best:
        sentence = N_("The usual time ({usual}) reaches as many: {able}/{all}.")
    return [turn.t(sentence, usual=name, able=usual, all=len(cell.members))]


def _left_out(turn: Turn, window: Window, asked: Window | None) -> list[str]:
    """That the days asked for are too many for one plan."""
    if asked is None or asked.last <= window.last:
        return []
    told = turn.t(
        "Only the first {days} days are looked at, until {day}.",
        days=window.days,
        day=day_words.day(window.last),
    )
    return [told]


def _quorum(turn: Turn, cell: Cell, best: Plan) -> list[str]:
    """That the best single time is too little for a vote."""
    voters = cell.official
    needed = cell_planning.voters_needed(len(voters), turn.settings.meetings)
    able = len(voters & cell.able(*_times(best)))
    if able >= needed:
        return []
    told = turn.t("⚠️ Too few for a vote: {able} of {voters} official members.", able=able, voters=len(voters))
    return [f"{told} {need(turn, needed)}"]


def need(turn: Turn, needed: int) -> str:
    """Return how many voters are needed, marked as unverified while it is."""
    told = turn.t("{needed} are needed", needed=needed)
    mark = "" if turn.settings.meetings.quorum_is_verified else turn.t(" (not yet compared with the original document)")
    return f"{told}{mark}."


def _choice(turn: Turn, unit: Unit, kind: MeetingKind, moving: Meeting | None, one: Plan) -> Choice:
    starts = [start for start, _ in _times(one)]
    label = words.when(turn.translator, starts[0]) if len(starts) == 1 else _split_label(turn, one)
    place = f"to:{moving.id}" if moving else f"pick:{unit.id}:{draft.letter(kind)}"
    return Choice(label, f"meet:{place}:{draft.written(*starts)}")


def _split_choice(turn: Turn, unit: Unit, kind: MeetingKind, window: Window, moving: Meeting | None) -> Choice:
    days = f"{window.first:%Y%m%d}-{window.last:%Y%m%d}"
    data = f"meet:split:{unit.id}:{draft.letter(kind)}:{days}:{moving.id if moving else 0}"
    return Choice(turn.t("Two sittings instead?"), data)


def _other(turn: Turn, unit: Unit, kind: MeetingKind, window: Window, moving: Meeting | None) -> Choice:
    data = f"meet:when:{unit.id}:{draft.letter(kind)}:{moving.id if moving else 0}:{window.first:%Y%m%d}"
    return Choice(turn.t("Another time"), data)
