"""Somebody's way as a picture, from the top down: what is done, where they stand, what comes next. No name is in it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from handlers.attachments import wording
from handlers.attachments.painting.canvas import (
    INNER,
    MARGIN,
    SMALLEST,
    WIDTH,
    Align,
    Area,
    Box,
    Canvas,
    Mark,
    Ring,
    Sign,
    broken,
)
from handlers.attachments.painting.colours import ACCENT, INK, MUTED, PAPER, SCALE
from handlers.attachments.painting.painter import png
from handlers.attachments.painting.typeface import Weight, width
from handlers.attachments.way import steps
from handlers.attachments.way.steps import State, Step, Way
from handlers.locales import Translator

_TITLE, _WORDS, _NAME, _SMALL = 17.0, 12.0, 14.0, SMALLEST + 1
_DONE, _TINT, _QUIET = SCALE[4], "#E6EFF6", "#C3CAD3"
_DOT, _RAIL, _TICK = 22.0, 3.0, 14.0
_RAIL_X = MARGIN + 8 + _DOT / 2
_TEXT_X = _RAIL_X + _DOT / 2 + 11
_LINE, _UNDER, _PAD, _GAP = 18.0, 17.5, 9.0, 4.0
_ROUND = 10.0


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and PNG of the way of ``params["person_id"]``.

    ``params["today"]`` is an ISO 8601 day, ``params["timezone"]`` a zone; ``params["language"]`` is Vietnamese without
    it, ``params["is_member"]`` decides the address.
    """
    t = wording.translator(params, is_member=bool(params.get("is_member")))
    way = steps.load(session, params, t)
    return "chang-duong.png", "image/png", png(laid_out(way, t) if way else nobody(t))


def nobody(t: Translator) -> Canvas:
    """Return the picture of somebody who is on no way any more."""
    canvas = Canvas()
    canvas.write_lines(t("There is nothing to show here any more."), 34, _WORDS, colour=MUTED)
    return canvas


def laid_out(way: Way, t: Translator) -> Canvas:
    """Return the picture of a way."""
    canvas = Canvas()
    y = 30.0
    for number, line in enumerate(broken(way.title, INNER, _TITLE, Weight.BOLD)):
        y += number and _TITLE * 1.35
        canvas.write(line, MARGIN, y, size=_TITLE, weight=Weight.BOLD)
    y = canvas.write_lines(way.under, y + 18, _WORDS, colour=MUTED) + 12
    rows = []
    for number, step in enumerate(way.steps, 1):
        row = _Row(step, number, Area(MARGIN, y, INNER, _height(step, t)))
        rows.append(row)
        y = row.area.bottom + _GAP
    for row in rows:
        row.draw_ground(canvas)
    for one, other in pairwise(rows):
        _draw_rail(canvas, one, other)
    for row in rows:
        row.draw(canvas, t)
    return canvas


class _Row:
    """A step and where it is drawn."""

    def __init__(self, step: Step, number: int, area: Area) -> None:
        self.step = step
        self.area = area
        self.ground = _TINT if step.state is State.HERE else PAPER
        self._number = number
        self._dot = Area(_RAIL_X - _DOT / 2, area.y + _PAD - 1, _DOT, _DOT)

    @property
    def top(self) -> float:
        """Return where the rail from above ends."""
        return self._dot.y

    @property
    def bottom(self) -> float:
        """Return where the rail to the next step begins."""
        return self._dot.bottom

    @property
    def is_behind(self) -> bool:
        """Whether somebody has come beyond this step."""
        return self.step.state in (State.DONE, State.PASSED)

    def draw_ground(self, canvas: Canvas) -> None:
        """Draw the area that says: here."""
        if self.step.state is State.HERE:
            canvas.add(Box(self.area, _TINT, _ROUND))

    def draw(self, canvas: Canvas, t: Translator) -> None:
        """Draw the dot and the words."""
        self._draw_dot(canvas)
        self._draw_words(canvas, t)

    def _draw_dot(self, canvas: Canvas) -> None:
        dot, state = self._dot, self.step.state
        if state in (State.DONE, State.HERE):
            canvas.add(Box(dot, _DONE, _DOT / 2), Mark(dot.inset((_DOT - _TICK) / 2), Sign.CHECK, PAPER))
            return
        colour = {State.NEXT: ACCENT, State.PASSED: _DONE}.get(state, _QUIET)
        canvas.add(Ring(dot, colour, 2.5 if state is State.NEXT else 2, _DOT / 2))
        if state is not State.PASSED:
            words = ACCENT if state is State.NEXT else MUTED
            y = dot.y + _DOT / 2 + SMALLEST * 0.37
            canvas.write(str(self._number), dot.middle, y, weight=Weight.BOLD, colour=words, align=Align.CENTRE)

    def _draw_words(self, canvas: Canvas, t: Translator) -> None:
        step, y = self.step, self.area.y + _PAD + 14
        loud = step.state in (State.HERE, State.NEXT)
        colour = MUTED if step.state is State.LATER else INK
        for number, line in enumerate(_lines(step)):
            y += number and _LINE
            weight = Weight.BOLD if loud else Weight.MEDIUM
            canvas.write(line, _TEXT_X, y, size=_NAME, weight=weight, colour=colour, ground=self.ground)
        if step.day is not None:
            self._draw_day(canvas, _day(step))
        for line, ink in _under(step, t):
            y += _UNDER
            weight = Weight.BOLD if ink in (ACCENT, _DONE) else Weight.MEDIUM
            canvas.write(line, _TEXT_X, y, size=_SMALL, weight=weight, colour=ink, ground=self.ground)

    def _draw_day(self, canvas: Canvas, day: str) -> None:
        right = WIDTH - MARGIN - _PAD
        y = self.area.y + _PAD + 14
        canvas.write(day, right, y, size=_SMALL, colour=MUTED, ground=self.ground, align=Align.RIGHT)


def _draw_rail(canvas: Canvas, one: _Row, other: _Row) -> None:
    """The line between two dots: full up to where somebody stands."""
    x, top = _RAIL_X - _RAIL / 2, one.bottom + 1
    canvas.add(Box(Area(x, top, _RAIL, other.top - 1 - top), _DONE if one.is_behind else _QUIET))


def _height(step: Step, t: Translator) -> float:
    return 2 * _PAD + 20 + (len(_lines(step)) - 1) * _LINE + len(_under(step, t)) * _UNDER


def _lines(step: Step) -> list[str]:
    """The name in as many lines as fit beside the day."""
    day = width(_day(step), _SMALL, Weight.MEDIUM) + 8 if step.day is not None else 0
    return broken(step.name, WIDTH - MARGIN - _PAD - _TEXT_X - day, _NAME, Weight.BOLD) or [""]


def _under(step: Step, t: Translator) -> list[tuple[str, str]]:
    """The lines below a name with their colours."""
    room = WIDTH - MARGIN - _PAD - _TEXT_X
    marks = {State.HERE: (t("{You} are here"), _DONE), State.NEXT: (t("Comes next"), ACCENT)}
    told = [marks[step.state]] if step.state in marks else []
    if step.state is State.PASSED:
        told.append((t("day not recorded"), MUTED))
    told += [(line, MUTED) for line in broken(step.note, room, _SMALL)]
    return told


def _day(step: Step) -> str:
    return f"{step.day:%d/%m/%Y}" if step.day else ""
