"""Painting: what is laid out is what is in the file, and soon."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from datetime import date
from time import process_time

import pytest
from PIL import Image

from handlers.attachments import heat, strip
from handlers.attachments.heat.month import month_of
from handlers.attachments.painting import typeface
from handlers.attachments.painting.canvas import Area, Box, Canvas, Hatch, Mark, Ring, Sign, broken, shortened
from handlers.attachments.painting.colours import INK, PAPER, channels
from handlers.attachments.painting.painter import png
from handlers.attachments.painting.typeface import Weight
from handlers.attachments.strip import Strip
from handlers.attachments.strip.days import days_of
from handlers.attachments.wording import translator
from models.meeting_rules import MeetingRules
from models.planning import Member, PlanRequest
from tests.models.test_shift_laws import OF_THE_SAMPLE
from tests.support.shift_systems import ANCHOR, DAY, rota

AREA = Area(30, 60, 60, 60)  # pixels 180 to 360, across the end of a band at 256
VIETNAMESE_LETTERS = "ăâđêôơưắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựíìỉĩịýỳỷỹỵ"


def big_month() -> Canvas:
    members = tuple(Member(str(place), OF_THE_SAMPLE[place % len(OF_THE_SAMPLE)]) for place in range(500))
    request = PlanRequest(date(2026, 12, 1), date(2026, 12, 31), 90, 360, 1320, 30, 480, members, travel=30, rest=480)
    return heat.laid_out(month_of(request, MeetingRules(), unit="Chi bộ Minh Quang"), translator({}))


def weeks() -> Canvas:
    return strip.laid_out(Strip(days_of(rota("4-2", "B"), ANCHOR), ANCHOR + DAY), translator({}))


def opened(canvas: Canvas) -> Image.Image:
    return Image.open(io.BytesIO(png(canvas))).convert("RGB")


@pytest.mark.parametrize("make", [big_month, weeks])
def test_areas_and_letters_have_exactly_their_colours(make: type[Canvas]) -> None:
    canvas = make()
    image = opened(canvas)
    painted = {colour for _, colour in image.getcolors(256) or []}
    assert {channels(shape.colour) for shape in canvas.shapes} <= painted
    assert image.getpixel((0, 0)) == channels(PAPER)


@pytest.mark.parametrize("make", [big_month, weeks])
def test_a_picture_is_painted_within_its_budget(make: type[Canvas]) -> None:
    png(make())  # fonts and forms are kept from here on
    times = []
    for _ in range(3):
        began = process_time()
        content = png(make())
        times.append(process_time() - began)
    assert min(times) <= 0.15
    assert len(content) <= 150_000


@pytest.mark.parametrize(
    "shape",
    [
        Box(AREA, INK),
        Box(AREA, INK, 7),
        Ring(AREA, INK, 2, 7),
        Hatch(AREA, INK, 7),
        *(Mark(AREA, sign, INK) for sign in Sign),
    ],
)
def test_a_shape_paints_inside_its_area_and_nowhere_else(shape: Box | Ring | Hatch | Mark) -> None:
    canvas = Canvas()
    canvas.add(shape)
    dark = opened(canvas).convert("L").point(lambda value: 255 if value < 250 else 0)
    left, top, right, bottom = dark.getbbox() or (0, 0, 0, 0)
    assert left >= 90
    assert top >= 180
    assert right <= 270
    assert bottom <= 360
    assert right - left >= 120
    assert top < 256 < bottom


@pytest.mark.parametrize("weight", Weight)
def test_the_typeface_has_every_vietnamese_letter(weight: Weight) -> None:
    missing = typeface.font(40, weight).getmask("\u0378").getbbox()
    shapes = set()
    for letter in VIETNAMESE_LETTERS + VIETNAMESE_LETTERS.upper() + "–·…“”":
        shape = bytes(typeface.font(40, weight).getmask(letter))
        assert typeface.font(40, weight).getmask(letter).getbbox() != missing, letter
        shapes.add(shape)
    assert len(shapes) == len(VIETNAMESE_LETTERS) * 2 + 5


def test_letters_in_pieces_are_written_as_one_and_what_is_invisible_is_left_out() -> None:
    assert typeface.plain(unicodedata.normalize("NFD", "Tuần này")) == "Tuần này"
    assert typeface.plain("Chi\u202e bộ\u200b\n") == "Chi bộ"


def test_long_words_are_cut_and_long_lines_broken() -> None:
    assert shortened("Hành chính", 500, 12) == "Hành chính"
    cut = shortened("Hành chính " * 9, 60, 12)
    assert cut.endswith("…")
    assert typeface.width(cut, 12, Weight.MEDIUM) <= 60
    lines = broken("một hai ba bốn năm sáu bảy", 60, 12)
    assert len(lines) > 1
    assert " ".join(lines) == "một hai ba bốn năm sáu bảy"


def test_the_library_that_paints_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, handlers.attachments.pictures; print('PIL' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "False"
