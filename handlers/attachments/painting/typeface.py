"""The typeface of the pictures, Be Vietnam Pro, and the size of what is written in it.

The files hold the Latin letters with all Vietnamese marks (fonts/README.md tells how they were cut out).
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

PIXELS = 3  # to a point
_FOLDER = Path(__file__).parent / "fonts"
_SIZES_KEPT = 24
_WIDTHS_KEPT = 1024


class Weight(StrEnum):
    """How heavy letters are; the value is the name of the file."""

    MEDIUM = "BeVietnamPro-Medium.ttf"
    BOLD = "BeVietnamPro-Bold.ttf"


@lru_cache(_SIZES_KEPT)
def font(size: float, weight: Weight) -> ImageFont.FreeTypeFont:
    """Return the font of a size in points."""
    return ImageFont.truetype(str(_FOLDER / weight.value), size * PIXELS, layout_engine=ImageFont.Layout.BASIC)


def plain(text: str) -> str:
    """Return `text` as it is written: composed letters, and nothing that moves or hides what follows."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(letter for letter in composed if letter == " " or letter.isprintable())


@lru_cache(_WIDTHS_KEPT)
def width(text: str, size: float, weight: Weight) -> float:
    """Return how many points a line of text takes."""
    return font(size, weight).getlength(plain(text)) / PIXELS


@lru_cache(_WIDTHS_KEPT)
def ink(text: str, size: float, weight: Weight) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of a line's ink, in points from where it begins on its baseline."""
    left, top, right, bottom = font(size, weight).getbbox(plain(text), anchor="ls")
    return left / PIXELS, top / PIXELS, right / PIXELS, bottom / PIXELS
