"""Colours that people with deuteranopia tell apart and that print in grey, and the contrast of text on them."""

from __future__ import annotations

from collections.abc import Sequence

PAPER = "#FFFFFF"
INK = "#16202B"
MUTED = "#55606E"  # secondary words; still well above 4.5:1 on paper
FAINT = "#EEEEEE"  # an area that only separates
ACCENT = "#C2410C"  # what is to be found at once
SCALE = ("#BFE0D6", "#8FCBC2", "#5AB3BA", "#2C8CAC", "#205E92", "#16285A")  # from few to many: ever darker


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it (success criterion 1.4.3)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB``, 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#RRGGBB``, 0 to 255 each."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def ink_on(ground: str) -> str:
    """Return the colour, ink or paper, in which text reads better on `ground`."""
    return max(INK, PAPER, key=lambda ink: contrast(ink, ground))


def shade(part: float, scale: Sequence[str] = SCALE) -> str:
    """Return the colour of a part of the whole, above 0 to 1, in equal steps of the scale."""
    return scale[step(part, len(scale))]


def step(part: float, steps: int) -> int:
    """Return in which of so many equal steps a part of the whole lies; a limit belongs to the step below it."""
    return min(max(-int(-part * steps // 1) - 1, 0), steps - 1)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
