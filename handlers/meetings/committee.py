"""Meetings for who oversees several cells: which have met this month, which are called, which have nothing yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from handlers import day_words, menu
from handlers.markup import bold
from handlers.meetings import words
from handlers.paging import Page
from handlers.turn import Choice, Reply, Turn, rows
from models.meetings import Meeting, MeetingKind, MeetingState, Sitting, period_of
from models.units import Unit

_PAGE = 6
_Found = Mapping[int, tuple[MeetingState, date | None]]
_RANK = {None: 0, MeetingState.CALLED: 1, MeetingState.HELD: 2}  # what needs looking after comes first


def show(turn: Turn, page: int = 0) -> Reply:
    """Show the cells in sight with their meeting of this month; nobody is named."""
    cells = list(turn.session.scalars(turn.access.cells()))
    if not cells:
        return Reply(turn.t("There is no cell in {your} charge."), menu.show(turn).choices)
    month, quarter = (period_of(kind, turn.today) for kind in MeetingKind)
    monthly, thematic = _found(turn, MeetingKind.MONTHLY, month), _found(turn, MeetingKind.THEMATIC, quarter)
    cells.sort(key=lambda cell: (_RANK[monthly[cell.id][0] if cell.id in monthly else None], cell.code))
    at = Page.of(len(cells), _PAGE, page)
    lines = [bold(_head(turn, cells, monthly, month) + at.words(turn))]
    lines += [_line(turn, cell, monthly) for cell in at.cut(cells)]
    done = sum(1 for cell in cells if cell.id in thematic)
    told = turn.t(
        "Thematic meetings of quarter {quarter}: {done} of {all} cells.",
        quarter=words.quarter_of(quarter),
        done=done,
        all=len(cells),
    )
    return Reply("\n".join([*lines, told]), rows([*at.turning(turn, "meet:cells"), *_choices(turn)], 2))


def _head(turn: Turn, cells: list[Unit], monthly: _Found, month: date) -> str:
    states = [monthly[cell.id][0] for cell in cells if cell.id in monthly]
    held, called = states.count(MeetingState.HELD), states.count(MeetingState.CALLED)
    return turn.t(
        "Meetings of month {month}: {held} of {all} cells held, {called} called, {open} nothing yet",
        month=month.month,
        held=held,
        called=called,
        open=len(cells) - held - called,
        all=len(cells),
    )


def _line(turn: Turn, cell: Unit, monthly: _Found) -> str:
    who = f"{cell.code} · {cell.name}"
    if cell.id not in monthly:
        return "⚠️ " + turn.t("{unit}: nothing yet", unit=who)
    state, day = monthly[cell.id]
    when = day_words.day(day) if day else ""
    if state is MeetingState.HELD:
        return "✅ " + turn.t("{unit}: held {day}", unit=who, day=when)
    return "📅 " + turn.t("{unit}: called for {day}", unit=who, day=when)


def _found(turn: Turn, kind: MeetingKind, period: date) -> _Found:
    """The state and the day of each cell's meeting of a month or quarter, by the cell's id."""
    cells = turn.access.cells().with_only_columns(Unit.id).order_by(None)
    query = (
        select(Meeting.unit_id, Meeting.state, func.min(Sitting.starts_at))
        .outerjoin(Sitting, Sitting.meeting_id == Meeting.id)
        .where(
            Meeting.unit_id.in_(cells),
            Meeting.kind == kind,
            Meeting.period == period,
            Meeting.state != MeetingState.CANCELLED,
        )
        .group_by(Meeting.id, Meeting.unit_id, Meeting.state)
    )
    found = sorted(turn.session.execute(query), key=lambda row: _RANK[row[1]])  # of several the one that was held
    return {unit: (state, turn.local(start).date() if start else None) for unit, state, start in found}


def _choices(turn: Turn) -> list[Choice]:
    found = []
    if turn.known_person.membership is not None:
        found.append(Choice(turn.t("My meetings"), "meet:mine"))
    if turn.access.led:
        found.append(Choice(turn.t("{Your} own cell"), "meet:led"))
    return found
