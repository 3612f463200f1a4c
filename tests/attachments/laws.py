"""What is true of every picture, asked of its shapes and not of its pixels; and how colours look to people."""

from __future__ import annotations

from itertools import combinations

from handlers.attachments.painting.canvas import SMALLEST, WIDTH, Area, Box, Canvas, Hatch, Label, labels
from handlers.attachments.painting.colours import PAPER, channels, contrast

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
Lab = tuple[float, float, float]


def hold(canvas: Canvas) -> None:
    """Assert that nothing leaves the picture, no words meet others, and all can be read on what they stand on."""
    page = Area(0, 0, WIDTH, canvas.height)
    for shape in canvas.shapes:
        assert page.holds(shape.area), shape
    for one, other in combinations(labels(canvas.shapes), 2):
        assert not one.area.meets(other.area), (one.text, other.text)
    for place, shape in enumerate(canvas.shapes):
        if isinstance(shape, Label):
            _can_be_read(canvas, place, shape)


def words(canvas: Canvas) -> list[str]:
    return [label.text for label in labels(canvas.shapes)]


def deuteranopic(colour: str) -> Lab:
    """Return what somebody without green cones sees, in CIELAB.

    The matrix is that of Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision
    Deficiency, IEEE TVCG 15(6), 2009, severity 1.0; it is applied to linear light.
    """
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return _lab(
        0.367322 * red + 0.860646 * green - 0.227968 * blue,
        0.280085 * red + 0.672501 * green + 0.047413 * blue,
        -0.011820 * red + 0.042940 * green + 0.968881 * blue,
    )


def distance(one: Lab, other: Lab) -> float:
    """Return the CIE 1976 difference of two colours; about 2 is just noticed."""
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def _can_be_read(canvas: Canvas, place: int, label: Label) -> None:
    assert label.size >= SMALLEST, label
    assert contrast(label.colour, label.ground) >= LEAST_CONTRAST, label
    below = [shape for shape in canvas.shapes[:place] if shape.area.meets(label.area)]
    boxes = [shape for shape in below if isinstance(shape, Box)]
    assert label.ground == (boxes[-1].colour if boxes else PAPER), label
    assert not boxes or boxes[-1].area.holds(label.area), label
    for hatch in (shape for shape in below if isinstance(shape, Hatch)):
        assert contrast(label.colour, hatch.colour) >= LEAST_CONTRAST, label


def _lab(red: float, green: float, blue: float) -> Lab:
    """CIELAB of linear sRGB, white D65 (IEC 61966-2-1, CIE 15)."""
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (_root(max(value, 0.0)) for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 0.008856 else 7.787 * value + 16 / 116


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
