"""One day of the strip: the date above, the shift below."""

from __future__ import annotations

from collections.abc import Iterable

from handlers import day_words
from handlers.attachments import wording
from handlers.attachments.painting.canvas import SMALLEST, Align, Area, Box, Canvas, Mark, Ring, Sign, shortened
from handlers.attachments.painting.colours import INK, MUTED, PAPER, ink_on
from handlers.attachments.painting.typeface import Weight, width
from handlers.attachments.strip import looks
from handlers.attachments.strip.days import Day
from handlers.attachments.strip.looks import STYLES
from handlers.locales import N_, Translator
from models.shift_patterns import Shift

_HEAD, _BODY = 34.0, 66.0
_BADGE = 16.0  # the height of the badge for overtime
_SIGN, _SWAP = 15.0, 13.0
_NAME, _DATE, _INSIDE, _UNKNOWN = 13.0, 15.0, 12.0, 22.0
# Shifts whose names are letters (DOMAIN.md §5), as short as a tile is narrow.
_NAMED = {"H": N_("Office"), "HC": N_("Office"), "N": N_("Day"), "Đ": N_("Night")}


def tile_height(days: Iterable[Day]) -> float:
    """Return how high the tiles of these days are: higher when one of them has overtime."""
    return _HEAD + _BODY + (_BADGE if any(day.overtime for day in days) else 0)


def draw_tile(canvas: Canvas, area: Area, day: Day, t: Translator, *, is_today: bool) -> None:
    """Draw a day into an area of the height :func:`tile_height`."""
    body = Area(area.x, area.y + _HEAD, area.width, area.height - _HEAD)
    _draw_date(canvas, Area(area.x, area.y, area.width, _HEAD - 3), day, t, is_today=is_today)
    canvas.add(*looks.ground(body, day.look))
    if is_today:
        canvas.add(Ring(body.inset(-1), INK, 2, looks.RADIUS + 1))
    if day.is_swapped:
        corner = Area(body.right - _SWAP - 4, body.y + 5, _SWAP, _SWAP)
        canvas.add(Mark(corner, Sign.SWAP, ink_on(STYLES[day.look].colour)))
    if day.shift:
        _draw_shift(canvas, body, day, day.shift, t)
    else:
        _draw_words(canvas, body, day, t)
    if day.overtime:
        _draw_overtime(canvas, body, day.overtime, t)


def hours(shift: Shift) -> str:
    """Return the hours of a shift: ``14–22``."""
    return f"{wording.clock(shift.start)}–{wording.clock(shift.end)}"


def shift_name(shift: Shift, t: Translator) -> str:
    """Return what a shift is called: ``Ca 2`` when it has a number, else its name; empty when it has none."""
    if shift.code in _NAMED:
        return t(_NAMED[shift.code])
    return t("Shift {number}", number=shift.code) if shift.code.isdigit() else shift.code


def _draw_date(canvas: Canvas, head: Area, day: Day, t: Translator, *, is_today: bool) -> None:
    ground = INK if is_today else PAPER
    if is_today:
        canvas.add(Box(head.inset(-1), ground, 6))
    name = day_words.short_weekday(t, day.day.weekday())
    number = day_words.day(day.day) if day.day.day == 1 else str(day.day.day)
    quiet, loud = (PAPER, PAPER) if is_today else (MUTED, INK)
    canvas.write(name, head.middle, head.y + 11, colour=quiet, ground=ground, align=Align.CENTRE)
    canvas.write(
        number,
        head.middle,
        head.y + 26.5,
        size=_DATE,
        weight=Weight.BOLD,
        colour=loud,
        ground=ground,
        align=Align.CENTRE,
    )


def _draw_shift(canvas: Canvas, body: Area, day: Day, shift: Shift, t: Translator) -> None:
    ground = STYLES[day.look].colour
    colour = ink_on(ground)
    left = body.x + 6 if day.is_swapped else body.middle - _SIGN / 2
    canvas.add(*looks.sign(left, body.y + 5, _SIGN, day.look, colour))
    name, room, bold = shift_name(shift, t), body.width - 4, Weight.BOLD
    y = body.y + 36
    if name:
        size = _NAME if width(name, _NAME, bold) <= room else SMALLEST
        name = shortened(name, room, size, bold)
        canvas.write(name, body.middle, y, size=size, weight=bold, colour=colour, ground=ground, align=Align.CENTRE)
        y += 14
    for line in _fitting(hours(shift), room, has_one_line=bool(name and day.overtime)):
        canvas.write(line, body.middle, y, colour=colour, ground=ground, align=Align.CENTRE)
        y += 12.5


def _draw_words(canvas: Canvas, body: Area, day: Day, t: Translator) -> None:
    style = STYLES[day.look]
    middle = body.y + (body.height - (_BADGE if day.overtime else 0)) / 2
    size, weight, colour = _INSIDE, Weight.MEDIUM, ink_on(style.colour)
    if style.outline:
        size, weight, colour = _UNKNOWN, Weight.BOLD, MUTED
    canvas.write(
        t(style.inside),
        body.middle,
        middle + size * 0.36,
        size=size,
        weight=weight,
        colour=colour,
        ground=style.colour,
        align=Align.CENTRE,
    )


def _fitting(text: str, room: float, *, has_one_line: bool) -> list[str]:
    """Hours in one line, in two when they are too wide; where there is room for one line only, when they begin."""
    if width(text, SMALLEST, Weight.MEDIUM) <= room:
        return [text]
    start, end = text.split("–")
    return [f"{start}–"] if has_one_line else [f"{start}–", end]


def _draw_overtime(canvas: Canvas, body: Area, overtime: Shift, t: Translator) -> None:
    """A badge with the hours, or how many when they are too wide for the tile."""
    badge = Area(body.x + 2, body.bottom - _BADGE - 2, body.width - 4, _BADGE)
    canvas.add(Box(badge, PAPER, 5), Ring(badge, INK, 1, 5))
    text = f"+{hours(overtime)}"
    if width(text, SMALLEST, Weight.BOLD) > badge.width - 4:
        text = t("+{hours}h", hours=wording.number(t, (overtime.end - overtime.start) / 60))
    canvas.write(text, badge.middle, badge.bottom - 4, weight=Weight.BOLD, align=Align.CENTRE)
