"""The month of a cell as a heat map: how many could come at each hour, the best times ringed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from handlers import day_words
from handlers.attachments import wording
from handlers.attachments.heat.key import draw_key, draw_place
from handlers.attachments.heat.month import Month, month_of
from handlers.attachments.painting.canvas import (
    INNER,
    MARGIN,
    SMALLEST,
    Align,
    Area,
    Box,
    Canvas,
    Ring,
    broken,
    shortened,
)
from handlers.attachments.painting.colours import FAINT, INK, MUTED, ink_on, shade
from handlers.attachments.painting.painter import png
from handlers.attachments.painting.typeface import Weight, width
from handlers.locales import Translator
from models import cell_planning
from models.meeting_rules import MeetingRules
from models.rest import Habits
from models.units import Unit

_TITLE, _WORDS = 17.0, 12.0
_TITLE_LINE = 21.0
_ROW, _DENSE_ROW = 14.0, 11.0
_MANY_DAYS, _MOST_DAYS = 45, 100
_BETWEEN_WEEKS = 4.0
_AFTER_LABEL, _BETWEEN_CELLS = 6.0, 1.0
_SATURDAY = 5
_CLOCKS = ("earliest", "latest_end", "usual_start")


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and PNG of the month of the cell ``params["unit_id"]``.

    Its days are ``params["first"]`` to ``params["last"]``, ISO 8601, at most a hundred; the meeting lasts
    ``params["minutes"]``. Optional are ``params["language"]``, and of ``MeetingRules`` and ``Habits`` what differs from
    what they usually are: ``params["rules"]`` and ``params["habits"]`` (:mod:`handlers.attachments.pictures`).
    """
    t = wording.translator(params)
    month = loaded(session, params)
    return "meeting-times.png", "image/png", png(laid_out(month, t) if month else nothing(t))


def loaded(session: Session, params: dict[str, Any]) -> Month | None:
    """Return the month that `params` describe, `None` when the unit is gone, or nobody in it is called to meetings."""
    unit = session.get(Unit, params["unit_id"])
    first, last = date.fromisoformat(params["first"]), date.fromisoformat(params["last"])
    last = min(last, first + timedelta(days=_MOST_DAYS - 1))
    if unit is None or last < first:
        return None
    rules, habits = _rules(params), Habits(**params.get("habits", {}))
    cell = cell_planning.load(session, unit.id, first, last, habits)
    if not cell.members:
        return None
    request = cell_planning.request_for(cell, rules, params["minutes"])
    return month_of(request, rules, unit=unit.name, unknown=len(cell.unknown()))


def _rules(params: dict[str, Any]) -> MeetingRules:
    told: dict[str, Any] = params.get("rules", {})
    clocks = {name: time.fromisoformat(told[name]) for name in _CLOCKS if name in told}
    return replace(MeetingRules(), **(told | clocks))


def nothing(t: Translator) -> Canvas:
    """Return the picture of a cell without members, or of none."""
    canvas = Canvas()
    canvas.write_lines(t("There is nobody here to plan a meeting for."), 34, _WORDS, colour=MUTED)
    return canvas


def laid_out(month: Month, t: Translator) -> Canvas:
    """Return the picture of a month."""
    canvas = Canvas()
    titles = _title_lines(month.unit) or [t("Meeting times")]
    for number, line in enumerate(titles):
        canvas.write(line, MARGIN, 30 + number * _TITLE_LINE, size=_TITLE, weight=Weight.BOLD)
    y = canvas.write_lines(_what(t, month), 48 + (len(titles) - 1) * _TITLE_LINE, _WORDS, colour=MUTED)
    if not month.hours:
        canvas.write_lines(t("No meeting of this length fits into a day."), y + 24, _WORDS)
        return canvas
    grid = _Grid.of(month, t, y + 30)
    _draw_hours(canvas, grid, month, y + 26)
    _draw_days(canvas, grid, month, t)
    _draw_marks(canvas, grid, month)
    draw_key(canvas, month, t, grid.bottom + 14)
    return canvas


def _title_lines(title: str) -> list[str]:
    """The title in at most two lines; none of a title without words."""
    lines = broken(title, INNER, _TITLE, Weight.BOLD)
    rest = " ".join(lines[1:])
    return [*lines[:1], *([shortened(rest, INNER, _TITLE, Weight.BOLD)] if rest else [])]


def _what(t: Translator, month: Month) -> str:
    first, last = day_words.day(month.first), day_words.day(month.days[-1])
    return t(
        "How many of {members} could come, by when a meeting of {minutes} minutes begins, {first} – {last}",
        members=month.members,
        minutes=month.minutes,
        first=first,
        last=last,
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells are: a row for each day, weeks set apart."""

    month: Month
    left: float
    top: float
    column: float
    row: float

    @classmethod
    def of(cls, month: Month, t: Translator, top: float) -> _Grid:
        left = MARGIN + max(width(_day_name(t, day), SMALLEST, Weight.BOLD) for day in month.days) + _AFTER_LABEL
        thirds = (MARGIN + INNER - left) * 3 // len(month.hours)  # whole pixels, so that all cells are alike
        row = _DENSE_ROW if len(month.able) > _MANY_DAYS else _ROW
        return cls(month, MARGIN + INNER - thirds / 3 * len(month.hours), top, thirds / 3, row)

    @property
    def bottom(self) -> float:
        return self.y(self.month.days[-1]) + self.row

    def y(self, day: date) -> float:
        """Return where the row of a day begins."""
        weeks = (day - self.month.first + timedelta(days=self.month.first.weekday())).days // 7
        return self.top + (day - self.month.first).days * self.row + weeks * _BETWEEN_WEEKS

    def x(self, hour: int) -> float:
        """Return where the column of an hour begins."""
        return self.left + (hour - self.month.hours.start) * self.column

    def cell(self, day: date, hour: int) -> Area:
        """Return the area of an hour of a day, without the line between the cells."""
        return Area(self.x(hour), self.y(day), self.column - _BETWEEN_CELLS, self.row - _BETWEEN_CELLS)


def _day_name(t: Translator, day: date) -> str:
    return day_words.short_weekday_and_day(t, day)


def _draw_hours(canvas: Canvas, grid: _Grid, month: Month, baseline: float) -> None:
    for hour in month.hours:
        if hour % 2 == 0:
            middle = grid.x(hour) + (grid.column - _BETWEEN_CELLS) / 2
            canvas.write(str(hour), middle, baseline, colour=MUTED, align=Align.CENTRE)


def _draw_days(canvas: Canvas, grid: _Grid, month: Month, t: Translator) -> None:
    every_day = grid.row == _ROW
    for day, able in zip(month.days, month.able, strict=True):
        is_weekend = day.weekday() >= _SATURDAY
        if every_day or day.weekday() == 0:
            weight, colour = (Weight.BOLD, INK) if is_weekend else (Weight.MEDIUM, MUTED)
            y, right = grid.y(day) + 10.5, grid.left - _AFTER_LABEL
            canvas.write(day_words.short_weekday(t, day.weekday()), MARGIN, y, weight=weight, colour=colour)
            canvas.write(day_words.day(day), right, y, weight=weight, colour=colour, align=Align.RIGHT)
        for hour, count in zip(month.hours, able, strict=True):
            fill = shade(count / month.members) if count else FAINT
            canvas.add(Box(grid.cell(day, hour), fill))


def _draw_marks(canvas: Canvas, grid: _Grid, month: Month) -> None:
    """The places of the best times, and a small circle in the usual ones."""
    best = {(start.day, start.hour): place for place, start in enumerate(month.best, 1)}
    for start in month.usual:
        if (start.day, start.hour) not in best:
            colour = ink_on(shade(start.able / month.members) if start.able else FAINT)
            cell = grid.cell(start.day, start.hour)
            side = cell.height - 6
            circle = Area(cell.middle - side / 2, cell.y + 3, side, side)
            canvas.add(Ring(circle, colour, 1.34, side / 2))
    for (day, hour), place in best.items():
        draw_place(canvas, grid.cell(day, hour), place)
