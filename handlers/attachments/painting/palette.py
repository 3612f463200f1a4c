"""The few colours of a picture: exactly those of its shapes, and steps between them for smooth edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PIL import Image

from handlers.attachments.painting.canvas import Box, Label, Shape
from handlers.attachments.painting.colours import PAPER, channels

MOST = 256
APART = 12  # Pillow may take a colour for another one that is nearer than this in each channel
_STEPS = 8  # from one side of an edge to the other; more are not seen at three pixels a point

_Colour = tuple[int, int, int]


def palette_of(shapes: Iterable[Shape]) -> list[_Colour]:
    """Return the colours in which shapes are painted, at most ``MOST``, the shapes' own first."""
    shapes = list(shapes)
    colours = list(dict.fromkeys([channels(PAPER), *(channels(shape.colour) for shape in shapes)]))
    for colour in dict.fromkeys(step for shape in shapes for step in _edge(shape)):
        if all(_apart(colour, other) >= APART for other in colours):
            colours.append(colour)
    return colours[:MOST]


def holder(colours: Iterable[_Colour]) -> Image.Image:
    """Return an image that holds a palette, as Pillow wants it."""
    image = Image.new("P", (1, 1))
    image.putpalette([channel for colour in colours for channel in colour])
    return image


def _edge(shape: Shape) -> Iterator[_Colour]:
    """The steps between a shape and what it stands on; an area with corners has no edge to be smoothed."""
    if isinstance(shape, Box) and not shape.radius:
        return
    inside, outside = channels(shape.colour), channels(shape.ground if isinstance(shape, Label) else PAPER)
    for step in range(1, _STEPS):
        red, green, blue = (b + (a - b) * step // _STEPS for a, b in zip(inside, outside, strict=True))
        yield red, green, blue


def _apart(one: _Colour, other: _Colour) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
