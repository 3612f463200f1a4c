"""Paints a canvas as a PNG, with Pillow. Why Pillow: docs/dependencies.md.

It is painted in bands from the top down: a whole month at once would take 25 MB for a tenth of a second, a band takes
three. Other threads go on meanwhile.
"""

from __future__ import annotations

from PIL import Image, ImageDraw

from handlers.attachments.painting import masks
from handlers.attachments.painting.canvas import WIDTH, Area, Box, Canvas, Hatch, Label, Mark, Ring, Shape
from handlers.attachments.painting.colours import PAPER
from handlers.attachments.painting.palette import holder, palette_of
from handlers.attachments.painting.png_file import PngFile
from handlers.attachments.painting.typeface import PIXELS, font, plain

_BAND = 256  # pixels
_SPILL = 3  # pixels, by which rounding may move a shape out of its area


def png(canvas: Canvas) -> bytes:
    """Return the picture as a PNG, three pixels to a point."""
    width, height = _pixels(WIDTH), _pixels(canvas.height)
    colours = palette_of(canvas.shapes)
    file, palette = PngFile(width, height, colours), holder(colours)
    spans = [(_pixels(shape.area.y) - _SPILL, _pixels(shape.area.bottom) + _SPILL) for shape in canvas.shapes]
    for top in range(0, height, _BAND):
        bottom = min(top + _BAND, height)
        image = Image.new("RGB", (width, bottom - top), PAPER)
        draw = ImageDraw.Draw(image)
        for shape, (begin, end) in zip(canvas.shapes, spans, strict=True):
            if begin < bottom and top < end:
                _paint(image, draw, shape, top)
        file.add(image.quantize(palette=palette, dither=Image.Dither.NONE).tobytes())
    return file.finish()


def _paint(image: Image.Image, draw: ImageDraw.ImageDraw, shape: Shape, top: int) -> None:
    """Paint what falls into a band that begins at `top`."""
    if isinstance(shape, Label):
        # Whole pixels: equal letters look, and are packed, alike.
        place = _pixels(shape.x), _pixels(shape.baseline) - top
        draw.text(place, plain(shape.text), fill=shape.colour, font=font(shape.size, shape.weight), anchor="ls")
        return
    x, y, width, height = _in_pixels(shape.area)
    y -= top
    match shape:
        case Box(radius=0):
            draw.rectangle((x, y, x + width - 1, y + height - 1), fill=shape.colour)
        case Box(radius=radius):
            image.paste(shape.colour, (x, y), masks.rounded(width, height, _pixels(radius)))
        case Ring(line=line, radius=radius):
            image.paste(shape.colour, (x, y), masks.ring(width, height, _pixels(radius), _pixels(line)))
        case Hatch(radius=radius):
            image.paste(shape.colour, (x, y), masks.hatch(width, height, _pixels(radius)))
        case Mark(sign=sign):
            image.paste(shape.colour, (x, y), masks.sign(sign, width))


def _in_pixels(area: Area) -> tuple[int, int, int, int]:
    """Whole pixels, so that what touches on the canvas touches in the picture."""
    x, y = _pixels(area.x), _pixels(area.y)
    return x, y, _pixels(area.right) - x, _pixels(area.bottom) - y


def _pixels(points: float) -> int:
    return round(points * PIXELS)
