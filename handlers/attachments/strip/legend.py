"""The legend of the strip: only of what occurs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.attachments.painting.canvas import (
    MARGIN,
    SMALLEST,
    WIDTH,
    Area,
    Box,
    Canvas,
    Label,
    Mark,
    Ring,
    Shape,
    Sign,
)
from handlers.attachments.painting.colours import INK, PAPER, ink_on
from handlers.attachments.painting.typeface import Weight, width
from handlers.attachments.strip import looks
from handlers.attachments.strip.days import Day, Look
from handlers.attachments.strip.looks import STYLES
from handlers.locales import Translator

Entry = tuple[Look | str, str]  # the look of a day, or the name of a mark, and the words for it
SWAPPED, OVERTIME, TODAY = "swapped", "overtime", "today"
_SIDE, _ROW, _AFTER_KEY, _AFTER_WORDS = 16.0, 24.0, 5.0, 12.0


def entries(days: Sequence[Day], today: date | None, t: Translator) -> list[Entry]:
    """Return the kinds of days and the marks that occur, in a fixed order."""
    seen = {day.look for day in days}
    found: list[Entry] = [(look, t(style.words)) for look, style in STYLES.items() if look in seen]
    if any(day.is_swapped for day in days):
        found.append((SWAPPED, t("swapped")))
    if any(day.overtime for day in days):
        found.append((OVERTIME, t("overtime")))
    if any(day.day == today for day in days):
        found.append((TODAY, t("today")))
    return found


def draw(canvas: Canvas, found: Iterable[Entry], top: float) -> None:
    """Draw the entries in as many rows as they need, from `top` down."""
    x, y = MARGIN, top
    for key, words in found:
        room = _SIDE + _AFTER_KEY + width(words, SMALLEST, Weight.MEDIUM)
        if x > MARGIN and x + room > WIDTH - MARGIN:
            x, y = MARGIN, y + _ROW
        canvas.add(*_key(key, Area(x, y, _SIDE, _SIDE)))
        canvas.write(words, x + _SIDE + _AFTER_KEY, y + 12)
        x += room + _AFTER_WORDS


def _key(key: Look | str, area: Area) -> list[Shape]:
    if isinstance(key, Look):
        side = _SIDE - 4
        return [
            *looks.ground(area, key, 4),
            *looks.sign(area.x + 2, area.y + 2, side, key, ink_on(STYLES[key].colour)),
        ]
    if key == SWAPPED:
        return [Mark(area.inset(1), Sign.SWAP, INK)]
    if key == OVERTIME:
        plus = Label("+", area.x + 4.5, area.y + 12, SMALLEST, Weight.BOLD, INK, PAPER)
        return [Box(area, PAPER, 4), Ring(area, INK, 1, 4), plus]
    return [Ring(area, INK, 2, 4)]
