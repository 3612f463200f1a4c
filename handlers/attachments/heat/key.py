"""The key of the heat map: its scale, the best times, the usual time."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import day_words
from handlers.attachments.heat.month import Month, Start
from handlers.attachments.painting.canvas import INNER, MARGIN, SMALLEST, Align, Area, Box, Canvas, Ring
from handlers.attachments.painting.colours import ACCENT, FAINT, INK, MUTED, PAPER, SCALE, step
from handlers.attachments.painting.typeface import Weight, width
from handlers.locales import Translator

_LINE, _SIDE, _GAP = 22.0, 16.0, 2.0


def draw_key(canvas: Canvas, month: Month, t: Translator, top: float) -> None:
    """Draw the scale with its numbers, the best times, the usual time, and what is not known, from `top` down."""
    y = _draw_scale(canvas, month, top) + 8
    for place, start in enumerate(month.best, 1):
        draw_place(canvas, Area(MARGIN + 2, y + 1, _SIDE - 4, _SIDE - 2), place)
        canvas.write(_start(t, month, start), MARGIN + _SIDE + 6, y + 12.5, size=13, weight=Weight.BOLD)
        y += _LINE
    if month.usual:
        best = max(month.usual, key=lambda start: start.able)
        canvas.add(Ring(Area(MARGIN + 4, y + 4, 8, 8), INK, 1.34, 4))
        canvas.write(_usual(t, month, best), MARGIN + _SIDE + 6, y + 12.5, size=12)
        y += _LINE
    if month.unknown:
        words = t("Shifts not known yet: {count}; they are taken as free.", count=month.unknown)
        canvas.write_lines(words, y + 10, 12, colour=MUTED)


def draw_place(canvas: Canvas, cell: Area, place: int) -> None:
    """Draw the place of one of the best times over its cell, a little wider than it."""
    wide = Area(cell.x - 2, cell.y, cell.width + 4, cell.height)
    canvas.add(Box(wide.inset(-1), PAPER, 4), Box(wide, ACCENT, 3))
    baseline = cell.y + cell.height / 2 + 4
    canvas.write(str(place), cell.middle, baseline, weight=Weight.BOLD, colour=PAPER, ground=ACCENT, align=Align.CENTRE)


def bounds(members: int) -> list[tuple[int, int]]:
    """Return the numbers of people, first and last, that each colour of the scale stands for; only those that occur."""
    found: dict[int, list[int]] = {}
    for able in range(1, members + 1):
        found.setdefault(step(able / members, len(SCALE)), []).append(able)
    return [(numbers[0], numbers[-1]) for numbers in found.values()]


def _draw_scale(canvas: Canvas, month: Month, top: float) -> float:
    """Draw a field for nobody and one for each colour, with the numbers below, and return where that ends."""
    ranges = bounds(month.members)
    colours = [FAINT, *(SCALE[step(first / month.members, len(SCALE))] for first, _ in ranges)]
    room = (INNER + _GAP) / len(colours) - _GAP
    for number, (colour, words) in enumerate(zip(colours, ["0", *_numbers(ranges, room)], strict=True)):
        area = Area(MARGIN + number * (room + _GAP), top, room, 10)
        canvas.add(Box(area, colour))
        canvas.write(words, area.middle, top + 22, colour=MUTED, align=Align.CENTRE)
    return top + 26


def _numbers(ranges: Sequence[tuple[int, int]], room: float) -> list[str]:
    """The numbers from first to last; only the first ones when they do not all fit."""
    whole = [str(first) if first == last else f"{first}–{last}" for first, last in ranges]
    if all(width(words, SMALLEST, Weight.MEDIUM) < room - _GAP for words in whole):
        return whole
    return [f"{first}+" for first, _ in ranges]


def _start(t: Translator, month: Month, start: Start) -> str:
    return t(
        "{weekday} {day} {time} · {able}/{members} people",
        weekday=day_words.short_weekday(t, start.day.weekday()),
        day=day_words.day(start.day),
        time=f"{start.hour}:{start.minute % 60:02}",
        able=start.able,
        members=month.members,
    )


def _usual(t: Translator, month: Month, start: Start) -> str:
    return t(
        "Usual time, {weekday} {time}: at most {able}/{members}",
        weekday=day_words.short_weekday(t, start.day.weekday()),
        time=f"{start.hour}:{start.minute % 60:02}",
        able=start.able,
        members=month.members,
    )
