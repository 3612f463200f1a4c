"""A picture as a list of shapes: laid out here, painted by ``painter.py``.

Lengths are points, of which a phone held upright is 360 wide; the picture has three pixels to a point. Since a picture
is a list, a test can ask of it what overlaps, what leaves it and what cannot be read, without looking at pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from handlers.attachments.painting import typeface
from handlers.attachments.painting.colours import INK, PAPER
from handlers.attachments.painting.typeface import Weight

WIDTH = 360.0
MARGIN = 12.0
INNER = WIDTH - 2 * MARGIN
SMALLEST = 11.0  # the smallest text that is read without effort on a phone
_ELLIPSIS = "…"


class Align(StrEnum):
    """Which point of a line of text its place gives."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Sign(StrEnum):
    """A sign that is drawn, as the typeface has none for it."""

    SUNRISE = "sunrise"
    SUN = "sun"
    SUNSET = "sunset"
    MOON = "moon"
    SWAP = "swap"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Return the x of its vertical middle line."""
        return self.x + self.width / 2

    def inset(self, by: float) -> Area:
        """Return the area that is smaller by so much on each side; larger when it is negative."""
        return Area(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def meets(self, other: Area) -> bool:
        """Return whether they have more than an edge in common."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def holds(self, other: Area) -> bool:
        """Return whether `other` lies within, edges included."""
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, with round corners when it has a radius."""

    area: Area
    colour: str
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Ring:
    """The outline of a rectangle, so wide, inside its area."""

    area: Area
    colour: str
    line: float
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Hatch:
    """Slanting lines over a rectangle with round corners."""

    area: Area
    colour: str
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign in a square area."""

    area: Area
    sign: Sign
    colour: str


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text on the ground of one colour. `x` and `baseline` are where it is written from."""

    text: str
    x: float
    baseline: float
    size: float
    weight: Weight
    colour: str
    ground: str

    @property
    def area(self) -> Area:
        """Return what its ink covers."""
        left, top, right, bottom = typeface.ink(self.text, self.size, self.weight)
        return Area(self.x + left, self.baseline + top, right - left, bottom - top)


Shape = Box | Ring | Hatch | Mark | Label


@dataclass
class Canvas:
    """A picture that is being laid out, from the top down; later shapes lie on earlier ones."""

    shapes: list[Shape] = field(default_factory=list)
    height: float = 0

    def add(self, *shapes: Shape) -> None:
        """Put shapes on the picture, which grows to hold them with a margin below."""
        self.shapes += shapes
        self.height = max([self.height, *(shape.area.bottom + MARGIN for shape in shapes)])

    def write(
        self,
        text: str,
        x: float,
        baseline: float,
        *,
        size: float = SMALLEST,
        weight: Weight = Weight.MEDIUM,
        colour: str = INK,
        ground: str = PAPER,
        align: Align = Align.LEFT,
    ) -> Label:
        """Write a line of text, and return it."""
        left = x - _BEFORE[align] * typeface.width(text, size, weight)
        label = Label(text, left, baseline, size, weight, colour, ground)
        self.add(label)
        return label

    def write_lines(
        self, text: str, baseline: float, size: float, weight: Weight = Weight.MEDIUM, colour: str = INK
    ) -> float:
        """Write `text` in as many lines as it needs, and return the baseline of the last."""
        for number, line in enumerate(broken(text, INNER, size, weight)):
            baseline += number and size * 1.4
            self.write(line, MARGIN, baseline, size=size, weight=weight, colour=colour)
        return baseline


_BEFORE = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}


def shortened(text: str, width: float, size: float, weight: Weight = Weight.MEDIUM) -> str:
    """Return `text`, cut with an ellipsis when it is wider than `width`."""
    if typeface.width(text, size, weight) <= width:
        return text
    while text and typeface.width(text + _ELLIPSIS, size, weight) > width:
        text = text[:-1].rstrip()
    return text + _ELLIPSIS


def broken(text: str, width: float, size: float, weight: Weight = Weight.MEDIUM) -> list[str]:
    """Return `text` as lines no wider than `width`; a word that is wider alone is cut."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and typeface.width(joined, size, weight) <= width:
            lines[-1] = joined
        else:
            lines.append(shortened(word, width, size, weight))
    return lines


def labels(shapes: Iterable[Shape]) -> list[Label]:
    """Return the lines of text among shapes."""
    return [shape for shape in shapes if isinstance(shape, Label)]
