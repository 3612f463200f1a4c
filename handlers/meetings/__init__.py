"""The meetings of a cell: proposing times, calling, answers, moving, calling off, and what each reader sees of them."""

from __future__ import annotations

from datetime import datetime

from handlers import menu
from handlers.hearing import Heard, id_in
from handlers.meetings import (
    answers,
    committee,
    draft,
    ending,
    form,
    leading,
    own,
    proposing,
    reading,
    status,
    typed,
)
from handlers.meetings.reading import Asked
from handlers.meetings.undoing import UNDO_KIND, take_back
from handlers.turn import Reply, Turn
from models import meeting_windows
from models.meeting_windows import Window
from models.meetings import Meeting, MeetingKind
from models.units import Unit

__all__ = ["FORMS", "UNDO_KIND", "answered", "at_proposals", "pressed", "show", "take_back"]

FORMS = (form.FORM, ending.FORM)
answered, at_proposals = answers.said, typed.at_proposals


def show(turn: Turn, heard: Heard) -> Reply:
    """Answer “lịch sinh hoạt” and everything that opens like it, as fits the reader."""
    if turn.access.led:
        return leading.show(turn, reading.read(turn, heard.text))
    if turn.access.oversees:
        return committee.show(turn)
    return own.show(turn) if turn.known_person.membership is not None else own.not_for(turn)


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice about meetings leads; what it opens is checked again."""
    place, _, rest = args.partition(":")
    match place:
        case "say" | "sit":
            return answers.pressed(turn, place, rest)
        case "ics":
            return own.calendar(turn, rest)
        case "one" | "who" | "move" | "end" | "to":
            return _about_meeting(turn, place, rest)
        case "cell" | "plan" | "pick" | "split" | "when":
            return _about_cell(turn, place, rest)
        case _:
            return _overview(turn, place, rest)


def _overview(turn: Turn, place: str, rest: str) -> Reply:
    if place == "mine" and turn.known_person.membership is not None:
        return own.show(turn)
    if place == "cells" and turn.access.oversees:
        return committee.show(turn, id_in(rest) or 0)
    return leading.show(turn, Asked()) if place == "led" and turn.access.led else menu.outdated(turn)


def _about_meeting(turn: Turn, place: str, rest: str) -> Reply:
    meeting_id, _, more = rest.partition(":")
    meeting = draft.led_meeting(turn, meeting_id)
    if meeting is None:
        return menu.outdated(turn)
    match place:
        case "one":
            return status.one(turn, meeting)
        case "who":
            return status.who(turn, meeting, id_in(more) or 0)
        case "end":
            return ending.begin(turn, meeting)
        case "to":
            return _move_to(turn, meeting, more)
        case _:
            return leading.move(turn, meeting, Asked())


def _move_to(turn: Turn, meeting: Meeting, starts: str) -> Reply:
    try:
        chosen = draft.starts_of(turn, starts)
    except ValueError:
        return menu.outdated(turn)
    if draft.has_begun(turn, meeting):
        return leading.move(turn, meeting, Asked())
    return form.begin_moving(turn, meeting, chosen)


def _about_cell(turn: Turn, place: str, rest: str) -> Reply:
    unit_id, _, more = rest.partition(":")
    unit = draft.led_unit(turn, unit_id)
    letter, _, what = more.partition(":")
    kind = draft.kind_of(letter)
    if unit is None or (kind is None and place != "cell"):
        return menu.outdated(turn)
    if kind is None:
        return leading.overview(turn, unit)
    try:
        return _planned(turn, place, unit, kind, what)
    except ValueError:
        return menu.outdated(turn)


def _planned(turn: Turn, place: str, unit: Unit, kind: MeetingKind, what: str) -> Reply:
    """Follow a choice of planning. Raises ``ValueError`` for data that no choice has ever carried."""
    if place == "pick":
        return form.begin(turn, unit, kind, draft.starts_of(turn, what))
    days, _, meeting_id = what.partition(":")
    if place == "when":
        moving, near = draft.led_meeting(turn, days), draft.day_of(meeting_id)
        return form.begin_moving(turn, moving, []) if moving else form.begin(turn, unit, kind, [], near=near)
    window = _window(days)
    if place == "plan":
        return leading.plan(turn, unit, kind, window)
    clipped = meeting_windows.clipped(turn.settings.meetings, window, turn.today)
    if clipped is None:
        return menu.outdated(turn)
    moving = draft.led_meeting(turn, meeting_id)
    return proposing.propose_split(turn, unit, kind, clipped, moving)


def _window(data: str) -> Window:
    first, last = (datetime.strptime(day, "%Y%m%d").date() for day in data.split("-"))  # noqa: DTZ007 - days only
    if last < first:
        raise ValueError("the last day comes before the first")
    return Window(first, last)
