"""The forms of shapes as masks, with smooth edges: drawn four times as large and made smaller. Lengths are pixels."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from handlers.attachments.painting.canvas import Sign
from handlers.attachments.painting.signs import DRAWINGS

_FINER = 4
_KEPT = 64
_HATCH_PERIOD = 15
_HATCH_LINE = 4


@lru_cache(_KEPT)
def rounded(width: int, height: int, radius: int) -> Image.Image:
    """Return a rectangle with round corners."""
    large, draw = _blank(width, height)
    draw.rounded_rectangle((0, 0, width * _FINER - 1, height * _FINER - 1), radius * _FINER, fill=255)
    return large.reduce(_FINER)


@lru_cache(_KEPT)
def ring(width: int, height: int, radius: int, line: int) -> Image.Image:
    """Return the outline of a rectangle with round corners."""
    large, draw = _blank(width, height)
    edge = (0, 0, width * _FINER - 1, height * _FINER - 1)
    draw.rounded_rectangle(edge, radius * _FINER, outline=255, width=line * _FINER)
    return large.reduce(_FINER)


@lru_cache(_KEPT)
def hatch(width: int, height: int, radius: int) -> Image.Image:
    """Return slanting lines in a rectangle with round corners."""
    large, draw = _blank(width, height)
    tall = height * _FINER
    for x in range(-tall, width * _FINER, _HATCH_PERIOD * _FINER):
        draw.line((x, tall, x + tall, 0), fill=255, width=_HATCH_LINE * _FINER)
    return ImageChops.multiply(large.reduce(_FINER), rounded(width, height, radius))


@lru_cache(_KEPT)
def sign(kind: Sign, side: int) -> Image.Image:
    """Return a sign in a square."""
    large, draw = _blank(side, side)
    DRAWINGS[kind](draw, side * _FINER)
    return large.reduce(_FINER)


def _blank(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    large = Image.new("L", (width * _FINER, height * _FINER))
    return large, ImageDraw.Draw(large)
