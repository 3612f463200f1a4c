"""How signs look: each is drawn white on black into a square whose side is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi, sin

from PIL import ImageDraw

from handlers.attachments.painting.canvas import Sign

_Draw = ImageDraw.ImageDraw
_WHITE = 255


def _sun(draw: _Draw, side: int) -> None:
    _disc(draw, side / 2, side / 2, side * 0.22)
    for eighth in range(8):
        _ray(draw, side, side / 2, eighth * pi / 4)


def _sunrise(draw: _Draw, side: int) -> None:
    """Half a sun on the horizon, with its rays."""
    _half_sun(draw, side)
    for angle in (pi, pi * 5 / 4, pi * 3 / 2, pi * 7 / 4, 2 * pi):
        _ray(draw, side, side * 0.74, angle)


def _sunset(draw: _Draw, side: int) -> None:
    """Half a sun on the horizon, without rays, and its light on the water."""
    centre, sea = side / 2, side * 0.56
    radius = side * 0.32
    draw.pieslice((centre - radius, sea - radius, centre + radius, sea + radius), 180, 360, fill=_WHITE)
    for number, half in enumerate((0.46, 0.3, 0.14)):
        y = side * (0.68 + 0.13 * number)
        draw.line((centre - side * half, y, centre + side * half, y), fill=_WHITE, width=round(side * 0.07))


def _moon(draw: _Draw, side: int) -> None:
    """A crescent."""
    _disc(draw, side * 0.48, side * 0.52, side * 0.4)
    _disc(draw, side * 0.64, side * 0.4, side * 0.34, fill=0)


def _swap(draw: _Draw, side: int) -> None:
    """Two arrows, there and back."""
    _arrow(draw, side, 0.32, 1)
    _arrow(draw, side, 0.68, -1)


def _check(draw: _Draw, side: int) -> None:
    """A tick."""
    line = round(side * 0.16)
    points = ((side * 0.14, side * 0.54), (side * 0.4, side * 0.78), (side * 0.86, side * 0.26))
    draw.line(points, fill=_WHITE, width=line, joint="curve")
    for x, y in points:
        _disc(draw, x, y, line / 2)


def _half_sun(draw: _Draw, side: int) -> None:
    centre, horizon, radius = side / 2, side * 0.74, side * 0.24
    draw.pieslice((centre - radius, horizon - radius, centre + radius, horizon + radius), 180, 360, fill=_WHITE)
    draw.line((side * 0.04, side * 0.86, side * 0.96, side * 0.86), fill=_WHITE, width=round(side * 0.08))


def _ray(draw: _Draw, side: int, middle: float, angle: float) -> None:
    x, y = cos(angle), sin(angle)
    near, far = side * 0.33, side * 0.47
    centre = side / 2
    draw.line(
        (centre + near * x, middle + near * y, centre + far * x, middle + far * y),
        fill=_WHITE,
        width=round(side * 0.08),
    )


def _disc(draw: _Draw, x: float, y: float, radius: float, fill: int = _WHITE) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _arrow(draw: _Draw, side: int, at: float, towards: int) -> None:
    y, centre, half, head = side * at, side / 2, side * 0.42 * towards, side * 0.2
    draw.line((centre - half, y, centre + half - head * towards, y), fill=_WHITE, width=round(side * 0.13))
    tip, base = centre + half, centre + half - head * 1.3 * towards
    draw.polygon(((tip, y), (base, y - head), (base, y + head)), fill=_WHITE)


DRAWINGS: Mapping[Sign, Callable[[_Draw, int], None]] = {
    Sign.SUNRISE: _sunrise,
    Sign.SUN: _sun,
    Sign.SUNSET: _sunset,
    Sign.MOON: _moon,
    Sign.SWAP: _swap,
    Sign.CHECK: _check,
}
