"""What is said and pressed about shifts, and who answers it."""

from __future__ import annotations

from collections.abc import Callable

from handlers import menu
from handlers.forms import Answers
from handlers.hearing import Heard
from handlers.shifts import cell, cell_form, change, change_reading, checking, crew, known, overview
from handlers.shifts.change_plan import Change
from handlers.turn import Reply, Turn
from handlers.understanding import ShiftNews, ShiftTopic
from models.names import fold
from models.shift_records import RecordKind


def said(turn: Turn, heard: Heard) -> Reply:
    """Answer what was said of shifts."""
    news = heard.understanding.shift_news
    if news is None:
        words = fold(heard.text)
        return cell.show(turn) if "chi bo" in words or "cell" in words else overview.show(turn)
    return told(turn, news)


def told(turn: Turn, news: ShiftNews) -> Reply:
    """Answer news of shifts."""
    return _ANSWERS[news.topic](turn, news)


def settled(turn: Turn, form: str, answers: Answers, action: str) -> Reply | None:
    """Do what a choice of the summary of a form does."""
    actions = {one.name: one.actions for one in (crew.FORM, change.FORM, cell_form.FORM)}[form]
    return actions[action](turn, answers) if action in actions else None


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice about shifts leads; rights are checked again there."""
    place, _, value = args.partition(":")
    if place in _PLACES and not value:
        return _PLACES[place](turn)
    if place == "check":
        return checking.pressed(turn, value)
    if place == "cell" and turn.access.led and value.isdecimal():
        return cell.show(turn, int(value))
    return cell_form.pick(turn, value) if place == "crewof" else menu.outdated(turn)


def _begun(turn: Turn, kind: RecordKind) -> Reply:
    system = known.own_system(turn, turn.known_person)
    if kind is RecordKind.SWAP and system is None:
        return crew.ask(turn)
    return change.start(turn, Change(kind, system=system.code if system else None))


def _swap(turn: Turn, news: ShiftNews) -> Reply:
    begun, _ = change_reading.read(turn, news)
    if begun.system is None and not begun.is_denied:
        return crew.ask(turn, turn.t("First it must be known in which shift system {you} work."))
    return change.begin(turn, news)


_ANSWERS: dict[ShiftTopic, Callable[[Turn, ShiftNews], Reply]] = {
    ShiftTopic.SHOW: lambda turn, _: overview.show(turn),
    ShiftTopic.SHOW_CELL: lambda turn, _: cell.show(turn),
    ShiftTopic.CREW_OF: cell_form.begin,
    ShiftTopic.CREW: crew.named,
    ShiftTopic.SHIFT: crew.stated,
    ShiftTopic.SWAP: _swap,
    ShiftTopic.LEAVE: change.begin,
    ShiftTopic.OVERTIME: change.begin,
    ShiftTopic.CLOSING: change.begin,
}
_PLACES: dict[str, Callable[[Turn], Reply]] = {
    "show": overview.show,
    "right": overview.right,
    "crew": crew.ask,
    "swap": lambda turn: _begun(turn, RecordKind.SWAP),
    "leave": lambda turn: _begun(turn, RecordKind.LEAVE),
    "overtime": lambda turn: _begun(turn, RecordKind.OVERTIME),
}
