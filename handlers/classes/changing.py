"""Another sitting of a half-day: those that fit one's shifts first, a full one by its waiting list."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from handlers import menu
from handlers.classes import make_up, own_page, seat_telling, seat_undoing, seat_view, seat_words, words
from handlers.classes.finding_own import enrolment_of, seat_of, sitting_of
from handlers.classes.seat_view import Row, View
from handlers.markup import bold
from handlers.meetings.words import lowered
from handlers.turn import Choice, Reply, Turn, rows
from models import class_fits, class_seats
from models.class_fits import Option
from models.class_seats import Asked, Outcome
from models.classes import ClassSitting, Enrolment, Seat, SeatState

_MOST = 5  # sittings that are shown at once


def begin(turn: Turn, course_id: str) -> Reply:
    """Ask which half-day is to be changed; of a single one show its sittings at once."""
    enrolment = enrolment_of(turn, course_id)
    if enrolment is None:
        return menu.outdated(turn)
    view = seat_view.load(turn.session, turn.known_person, enrolment, turn.now, turn.settings)
    ahead = view.ahead
    if len(ahead) == 1:
        return _sittings(turn, view, ahead[0][0])
    if not ahead:
        return Reply(turn.t("{You} have no seat in a sitting to come that could be changed."), rows([_own(turn)]))
    choices = [
        Choice(
            f"{seat_words.title(turn.translator, row.half_day)}: {_short(turn, seat.sitting)}",
            f"seat:half:{enrolment.course_id}:{row.half_day.number}",
        )
        for row, seat in ahead
    ]
    return Reply(turn.t("Which one is to be changed?"), rows([*choices, _own(turn)]))


def half_day(turn: Turn, args: str) -> Reply:
    """Show the sittings of a half-day: ``<course id>:<half-day>``."""
    course_id, _, number = args.partition(":")
    enrolment = enrolment_of(turn, course_id)
    if enrolment is None:
        return menu.outdated(turn)
    view = seat_view.load(turn.session, turn.known_person, enrolment, turn.now, turn.settings)
    row = next((one for one in view.rows if str(one.half_day.number) == number), None)
    return _sittings(turn, view, row) if row else menu.outdated(turn)


def take(turn: Turn, args: str) -> Reply:
    """Take a sitting: ``<sitting id>:<round>``; of one that was moved since the present ones are shown."""
    sitting_id, _, round_ = args.partition(":")
    sitting = sitting_of(turn, sitting_id)
    if sitting is None:
        return menu.outdated(turn)
    enrolment = enrolment_of(turn, str(sitting.course_id))
    assert enrolment is not None
    if round_ != str(sitting.round):
        told = turn.t("That sitting has been moved since; nothing was changed.")
        return _again(turn, enrolment, sitting.half_day, told)
    before = _held(turn, sitting)
    asked = class_seats.ask(turn.session, sitting, turn.known_person, turn.now, turn.settings.habits)
    seat_telling.tell_moved_up(turn.session, asked.moved_up, turn.now)
    if before is not None and asked.outcome is Outcome.BOOKED:
        make_up.offer_freed(turn.session, [before.sitting], turn.now, turn.settings.habits)
    if asked.outcome in (Outcome.BOOKED, Outcome.WAITING):
        seat_undoing.remember(turn, sitting, asked.outcome, before)
    return _answer(turn, enrolment, sitting, asked, before)


def stop_waiting(turn: Turn, seat_id: str) -> Reply:
    """Take the person off a waiting list."""
    seat = seat_of(turn, seat_id)
    if seat is None or seat.state is not SeatState.WAITING:
        return menu.outdated(turn)
    class_seats.give_up(turn.session, seat, turn.now, turn.settings.habits)
    enrolment = enrolment_of(turn, str(seat.course_id))
    assert enrolment is not None
    told = turn.t("{You} no longer wait for a place on {when}.", when=_when(turn, seat.sitting))
    return _again(turn, enrolment, seat.half_day, told)


def _held(turn: Turn, sitting: ClassSitting) -> Seat | None:
    """The seat that the person has in the half-day of a sitting."""
    own = class_fits.seats(turn.session, turn.writer_id)
    same = (sitting.course_id, sitting.half_day)
    return next((one for one in own if (one.course_id, one.half_day) == same and one.state is SeatState.BOOKED), None)


def _sittings(turn: Turn, view: View, row: Row, before: str = "") -> Reply:
    t = turn.translator
    title = bold(seat_words.title(t, row.half_day) + ": " + words.topic(row.half_day))
    lines = [*([before] if before else []), title]
    if row.is_attended:
        return Reply("\n".join([*lines, turn.t("{You} have attended it.")]), rows([_own(turn)]))
    if row.booked is not None:
        why = seat_words.why(t, view, row.booked.sitting)
        lines.append(turn.t("{Your} sitting: {when} ({why})", when=_when(turn, row.booked.sitting), why=why))
    if row.booked is not None and not row.is_ahead:
        return Reply("\n".join([*lines, turn.t("It has begun; it can no longer be changed.")]), rows([_own(turn)]))
    choices = []
    if row.waiting is not None:
        lines.append(_waits(turn, row.waiting))
        choices.append(Choice(turn.t("No longer wait"), f"seat:unwait:{row.waiting.id}"))
    waits = row.waiting.sitting_id if row.waiting else None
    shown = [one for one in row.options if one.clash is None and one.sitting.id != waits][:_MOST]
    takes = [own_page.take(t, view, row, one) for one in shown]
    if shown:
        lines.append(turn.t("Others can be chosen:"))
        lines += [f"{at}) {seat_words.offered(t, view, one)}" for at, one in enumerate(shown, 1)]
    else:
        lines.append(turn.t("There is no other sitting to choose at present."))
    lines += _clashing(turn, row.options)
    return Reply("\n".join(lines), own_page.shaped(takes, [*takes, *choices, _own(turn)]))


def _clashing(turn: Turn, options: tuple[Option, ...]) -> list[str]:
    """Which sittings cannot be chosen because of the person's others, in one line."""
    found = [one for one in options if one.clash is not None]
    if not found:
        return []
    told = "; ".join(
        turn.t(
            "{when} (because of {half_day} on {other})",
            when=_short(turn, one.sitting),
            half_day=_name(turn, one.clash),
            other=_short(turn, one.clash),
        )
        for one in found
        if one.clash is not None
    )
    return [turn.t("Not possible: {sittings}", sittings=told)]


def _answer(turn: Turn, enrolment: Enrolment, sitting: ClassSitting, asked: Asked, before: Seat | None) -> Reply:
    match asked.outcome:
        case Outcome.BOOKED:
            return _booked(turn, sitting, before)
        case Outcome.WAITING:
            return _waiting(turn, sitting, asked, before)
        case Outcome.ALREADY:
            return _again(turn, enrolment, sitting.half_day, turn.t("That is how it stands already."))
        case Outcome.CLASH:
            assert asked.against is not None
            return _again(turn, enrolment, sitting.half_day, _refusal(turn, sitting, asked.against))
        case Outcome.ATTENDED:
            told = turn.t("{Your} sitting of it has begun or was attended; it can no longer be changed.")
            return Reply(told, rows([_own(turn)]))
        case _:
            told = turn.t("That sitting has begun or was cancelled; nothing was changed.")
            return _again(turn, enrolment, sitting.half_day, told)


def _booked(turn: Turn, sitting: ClassSitting, before: Seat | None) -> Reply:
    t = turn.translator
    place = f", {sitting.room}" if sitting.room else ""
    what = bold(f"{words.held_in(t, sitting)}: {seat_words.span(t, sitting, ZoneInfo(turn.settings.timezone))}")
    lines = [turn.t("✅ {Your} seat: {sitting}{place}.", sitting=what, place=place)]
    if before is not None and before.sitting_id != sitting.id:
        lines.append(turn.t("The place on {when} is given on.", when=_when(turn, before.sitting)))
    kept = class_fits.keeps(turn.session, [turn.known_person], [sitting], turn.settings.habits)[sitting.id]
    if turn.writer_id in kept:
        lines.append("⚠️ " + turn.t("By {your} shifts: {why}.", why=seat_words.kept(t, kept[turn.writer_id])))
    lines.append(menu.undo_hint(turn))
    calendar = Choice(turn.t("Add to the phone's calendar"), f"seat:ics:{sitting.course_id}")
    return Reply("\n".join(lines), rows([_own(turn), calendar, Choice(turn.t("Undo"), "go:undo")], 2))


def _waiting(turn: Turn, sitting: ClassSitting, asked: Asked, before: Seat | None) -> Reply:
    assert asked.seat is not None
    lines = [turn.t("That sitting is just full: {when}.", when=_when(turn, sitting)), _waits(turn, asked.seat)]
    lines.append(turn.t("When a place becomes free {you} get it and are told at once."))
    if before is not None:
        lines.append(turn.t("Until then {you} keep the place on {when}.", when=_when(turn, before.sitting)))
    choices = [
        Choice(turn.t("No longer wait"), f"seat:unwait:{asked.seat.id}"),
        Choice(turn.t("Another sitting"), f"seat:half:{sitting.course_id}:{sitting.half_day}"),
        _own(turn),
    ]
    return Reply("\n".join(lines), rows(choices, 2))


def _waits(turn: Turn, seat: Seat) -> str:
    listed = [one.id for one in class_seats.waiting(turn.session, seat.sitting_id)]
    number = listed.index(seat.id) + 1
    return turn.t(
        "{You} are number {number} on the waiting list of {when}.", number=number, when=_when(turn, seat.sitting)
    )


def _refusal(turn: Turn, sitting: ClassSitting, against: ClassSitting) -> str:
    """Why two sittings do not go together."""
    other = _name(turn, against)
    if sitting.course_id != against.course_id or _meet(sitting, against):
        return turn.t(
            "{when} is at the same time as {other}, in which {you} have a seat.",
            when=_upper(turn, sitting),
            other=other,
        )
    first, second = sorted((sitting, against), key=lambda one: one.half_day)
    return turn.t(
        "Nothing was changed: {first} comes before {second}, and {other} is on {when}.",
        first=_name(turn, first),
        second=_name(turn, second),
        other=other,
        when=_when(turn, against),
    )


def _again(turn: Turn, enrolment: Enrolment, number: int, before: str) -> Reply:
    """Show the sittings of a half-day again, after a sentence."""
    turn.session.flush()
    view = seat_view.load(turn.session, turn.known_person, enrolment, turn.now, turn.settings)
    row = view.row(number)
    return _sittings(turn, view, row, before) if row else Reply(before, rows([_own(turn)]))


def _meet(one: ClassSitting, other: ClassSitting) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _own(turn: Turn) -> Choice:
    return Choice(turn.t("My class"), "go:schedule")


def _when(turn: Turn, sitting: ClassSitting) -> str:
    return seat_words.when(turn.translator, turn.local(sitting.starts_at))


def _upper(turn: Turn, sitting: ClassSitting) -> str:
    told = _when(turn, sitting)
    return told[:1].upper() + told[1:]


def _short(turn: Turn, sitting: ClassSitting) -> str:
    return words.short(turn.translator, turn.local(sitting.starts_at))


def _name(turn: Turn, sitting: ClassSitting) -> str:
    return lowered(words.held_in(turn.translator, sitting))
