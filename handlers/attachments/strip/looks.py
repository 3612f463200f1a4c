"""How the kinds of days look: a colour, and a sign or a pattern for those who do not see the colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.attachments.painting.canvas import Area, Box, Hatch, Mark, Ring, Shape, Sign
from handlers.attachments.painting.colours import FAINT, PAPER
from handlers.attachments.strip.days import Look
from handlers.locales import N_

RADIUS = 7.0


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a kind of day; `words` name it in the legend, `inside` stand in a tile without hours."""

    colour: str
    words: str
    sign: Sign | None = None
    hatch: str | None = None
    outline: str | None = None
    inside: str = ""


STYLES: Mapping[Look, Style] = {
    Look.MORNING: Style("#FFE480", N_("morning shift"), Sign.SUNRISE),
    Look.DAY: Style("#BFE0F5", N_("day shift"), Sign.SUN),
    Look.AFTERNOON: Style("#E67C34", N_("afternoon shift"), Sign.SUNSET),
    Look.NIGHT: Style("#232E63", N_("night shift"), Sign.MOON),
    Look.OFF: Style(FAINT, N_("day off"), inside=N_("off")),
    Look.LEAVE: Style("#DDEFDC", N_("on leave"), hatch="#A9D0A8", inside=N_("leave")),
    Look.CLOSED: Style("#DCE0E5", N_("plant closed"), hatch="#B9C1CB", inside=N_("closed")),
    Look.UNKNOWN: Style(PAPER, N_("not known yet"), outline="#8A94A1", inside="?"),
}


def ground(area: Area, look: Look, radius: float = RADIUS) -> list[Shape]:
    """Return the shapes of an area with the look of a kind of day."""
    style = STYLES[look]
    shapes: list[Shape] = [Box(area, style.colour, radius)]
    if style.hatch:
        shapes.append(Hatch(area, style.hatch, radius))
    if style.outline:
        shapes.append(Ring(area, style.outline, 1, radius))
    return shapes


def sign(x: float, y: float, side: float, look: Look, colour: str) -> list[Shape]:
    """Return the sign of a kind of day in a square, when it has one."""
    kind = STYLES[look].sign
    return [Mark(Area(x, y, side, side), kind, colour)] if kind else []
