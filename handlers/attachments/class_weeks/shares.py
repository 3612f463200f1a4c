"""How many people a timetable brings through the whole course, and why others not: a bar, and what its colours mean."""

from __future__ import annotations

from typing import NamedTuple

from handlers.attachments.class_weeks.weeks import Weeks
from handlers.attachments.painting.canvas import INNER, MARGIN, Area, Box, Canvas, Ring, broken
from handlers.attachments.painting.colours import INK, PAPER, SCALE
from handlers.classes.proposal import LEFT_OUT
from handlers.locales import Translator
from models.course_proposals import LeftOut

_SERVED = SCALE[4]
_COLOURS = {LeftOut.SEATS: SCALE[1], LeftOut.SHIFTS: "#C3CAD3", LeftOut.UNKNOWN: PAPER}
_BAR, _LINE, _SIDE, _WORDS, _EDGE = 14.0, 19.0, 11.0, 12.0, 1.0


class _Share(NamedTuple):
    people: int
    colour: str
    words: str


def draw_shares(canvas: Canvas, weeks: Weeks, t: Translator, top: float) -> None:
    """Draw the bar of a proposal and what its colours mean; nothing of a timetable that is only shown."""
    if weeks.served is None:
        return
    shares = [_Share(weeks.served, _SERVED, t("{count} attend every half-day", count=weeks.served))]
    shares += [
        _Share(count, _COLOURS[reason], t(LEFT_OUT[reason], count=count))
        for reason, count in weeks.left_out.items()
        if count
    ]
    _draw_bar(canvas, shares, top)
    y = top + _BAR + 6
    for share in shares:
        side = Area(MARGIN, y + 2, _SIDE, _SIDE)
        canvas.add(Box(side, share.colour, 2), Ring(side, INK, _EDGE, 2))
        for number, line in enumerate(broken(share.words, INNER - _SIDE - 8, _WORDS)):
            y += number and _LINE - 3
            canvas.write(line, MARGIN + _SIDE + 8, y + 12, size=_WORDS)
        y += _LINE


def _draw_bar(canvas: Canvas, shares: list[_Share], top: float) -> None:
    everybody = sum(share.people for share in shares)
    x = MARGIN
    for share in shares:
        if share.people:
            part = Area(x, top, INNER * share.people / everybody, _BAR)
            canvas.add(Box(part, share.colour))
            x = part.right
    canvas.add(Ring(Area(MARGIN, top, INNER, _BAR), INK, _EDGE))
