"""The timetable of a class as a picture: weeks with a chip for each sitting, the darker the fuller. No names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from handlers import day_words
from handlers.attachments import wording
from handlers.attachments.class_weeks.shares import draw_shares
from handlers.attachments.class_weeks.weeks import Chip, Weeks
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
)
from handlers.attachments.painting.colours import ACCENT, FAINT, INK, MUTED, PAPER, SCALE, ink_on, shade
from handlers.attachments.painting.painter import png
from handlers.attachments.painting.typeface import Weight, width
from handlers.locales import N_, Translator
from handlers.meetings.words import clock
from models.class_rules import Part

_TITLE, _WORDS, _MARK = 17.0, 12.0, 13.0
_CHIP, _HEAD, _GAP, _BETWEEN_WEEKS = 32.0, 16.0, 2.0, 8.0
_ROUND, _DAYS = 5.0, 7
_AFTER_MARK, _LINE = 8.0, 18.0
_SATURDAY = 5
_FULLNESS = (*SCALE[:3], *SCALE[4:])  # on the one between neither ink nor paper can be read well
_PARTS = {Part.MORNING: N_("Morning"), Part.AFTERNOON: N_("Afternoon"), Part.EVENING: N_("Evening")}


def draw(_session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and PNG of the timetable that ``pictures.class_weeks`` has described."""
    return "lich-lop.png", "image/png", png(laid_out(Weeks.of(params), wording.translator(params)))


def laid_out(weeks: Weeks, t: Translator) -> Canvas:
    """Return the picture of a timetable."""
    canvas = Canvas()
    y = 30.0
    for number, line in enumerate(broken(_title(weeks, t), INNER, _TITLE, Weight.BOLD)):
        y += number and _TITLE * 1.35
        canvas.write(line, MARGIN, y, size=_TITLE, weight=Weight.BOLD)
    y = canvas.write_lines(_under(weeks, t), y + 18, _WORDS, colour=MUTED) + 10
    grid = _Grid(weeks, t)
    y = grid.draw_weekdays(canvas, y) if weeks.mondays else y
    for monday in weeks.mondays:
        y = grid.draw_week(canvas, monday, y) + _BETWEEN_WEEKS
    y = _draw_half_days(canvas, weeks, y + 4)
    draw_shares(canvas, weeks, t, y + 6)
    return canvas


def _title(weeks: Weeks, t: Translator) -> str:
    if weeks.served is None:
        return t("{code}: {all} people", code=weeks.code, all=weeks.everybody)
    return t("{code}: {served}/{all} attend everything", code=weeks.code, served=weeks.served, all=weeks.everybody)


def _under(weeks: Weeks, t: Translator) -> str:
    days = sorted(chip.start.date() for chip in weeks.held)
    told = t("A field: the topic, below it how many people; the darker, the fuller.")
    if not days:
        return told
    span = t(
        "{count} sittings, {first}–{last}.", count=len(days), first=day_words.day(days[0]), last=day_words.day(days[-1])
    )
    return f"{span} {told}"


class _Grid:
    """Days as columns, parts of the day as rows."""

    def __init__(self, weeks: Weeks, t: Translator) -> None:
        self._weeks, self._t = weeks, t
        self._labels = {part: (t(_PARTS[part]), _clock(weeks, part)) for part in weeks.parts}
        widest = max(
            (width(line, SMALLEST, Weight.MEDIUM) for lines in self._labels.values() for line in lines), default=0
        )
        self._left = MARGIN + widest + 6
        self._column = (MARGIN + INNER + _GAP - self._left) / _DAYS

    def draw_weekdays(self, canvas: Canvas, top: float) -> float:
        """Name the columns, and return where that ends."""
        for day in range(_DAYS):
            weight, colour = _looks(day)
            name, middle = day_words.short_weekday(self._t, day), self._x(day) + (self._column - _GAP) / 2
            canvas.write(name, middle, top + 11.5, weight=weight, colour=colour, align=Align.CENTRE)
        return top + _HEAD

    def draw_week(self, canvas: Canvas, monday: date, top: float) -> float:
        """Draw a week from `top` down, and return where it ends."""
        chips = self._weeks.of_week(monday)
        days = [monday + timedelta(days=day) for day in range(_DAYS)]
        rows = {part: max(len(chips.get((day, part), ())) for day in days) or 1 for part in self._weeks.parts}
        bottom = top + _HEAD + sum(rows.values()) * (_CHIP + _GAP) - _GAP
        for at, day in enumerate(days):
            self._draw_day(canvas, day, Area(self._x(at), top, self._column - _GAP, bottom - top))
        y = top + _HEAD
        for part, lines in rows.items():
            self._draw_label(canvas, part, y)
            for at, day in enumerate(days):
                for place, chip in enumerate(chips.get((day, part), ())):
                    area = Area(self._x(at), y + place * (_CHIP + _GAP), self._column - _GAP, _CHIP)
                    self._draw_chip(canvas, area, chip)
            y += lines * (_CHIP + _GAP)
        return bottom

    def _x(self, day: int) -> float:
        return self._left + day * self._column

    def _draw_day(self, canvas: Canvas, day: date, area: Area) -> None:
        weight, colour = _looks(day.weekday())
        canvas.write(day_words.day(day), area.middle, area.y + 11.5, weight=weight, colour=colour, align=Align.CENTRE)
        canvas.add(Box(Area(area.x, area.y + _HEAD, area.width, area.height - _HEAD), FAINT, _ROUND))

    def _draw_label(self, canvas: Canvas, part: Part, y: float) -> None:
        name, at = self._labels[part]
        canvas.write(name, MARGIN, y + (13 if at else 20), colour=INK)
        if at:
            canvas.write(at, MARGIN, y + 27, colour=MUTED)

    def _draw_chip(self, canvas: Canvas, area: Area, chip: Chip) -> None:
        ground, colour = _ground(chip, self._weeks.capacity)
        canvas.add(Box(area, ground, _ROUND))
        if chip.more:
            canvas.add(Ring(area, ACCENT, 1.5, _ROUND))
        told = self._t("+{count}", count=chip.more) if chip.more else str(chip.seats)
        mark = self._weeks.half_days[chip.half_day].mark
        canvas.write(
            mark,
            area.middle,
            area.y + 14,
            size=_MARK,
            weight=Weight.BOLD,
            colour=colour,
            ground=ground,
            align=Align.CENTRE,
        )
        canvas.write(told, area.middle, area.y + 27, colour=colour, ground=ground, align=Align.CENTRE)


def _looks(weekday: int) -> tuple[Weight, str]:
    return (Weight.BOLD, INK) if weekday >= _SATURDAY else (Weight.MEDIUM, MUTED)


def _ground(chip: Chip, capacity: int | None) -> tuple[str, str]:
    """Return the colours of a chip and of the words on it."""
    if chip.more:
        return PAPER, ACCENT
    if not chip.seats or capacity == 0:
        return PAPER, INK
    ground = shade(min(1, chip.seats / capacity), _FULLNESS) if capacity else SCALE[1]
    return ground, ink_on(ground)


def _clock(weeks: Weeks, part: Part) -> str:
    start = weeks.starts(part)
    return clock(start) if start else ""


def _draw_half_days(canvas: Canvas, weeks: Weeks, top: float) -> float:
    """Name the topics by the marks of their half-days, and return where that ends."""
    y = top
    topics = [one for one in weeks.half_days if one.part == 1]
    badge = max((width(one.marks, _WORDS, Weight.BOLD) for one in topics), default=0) + _AFTER_MARK
    for one in topics:
        canvas.write(one.marks, MARGIN, y + 12, size=_WORDS, weight=Weight.BOLD)
        for number, line in enumerate(broken(one.title, INNER - badge, _WORDS) or [""]):
            y += number and _LINE - 2
            canvas.write(line, MARGIN + badge, y + 12, size=_WORDS)
        y += _LINE
    return y
