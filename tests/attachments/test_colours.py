"""The colours: for everybody's eyes, for grey print, and for a file of few colours."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from handlers.attachments.painting.colours import (
    ACCENT,
    FAINT,
    INK,
    MUTED,
    PAPER,
    SCALE,
    channels,
    contrast,
    luminance,
    shade,
)
from handlers.attachments.painting.palette import APART
from handlers.attachments.strip.looks import STYLES
from tests.attachments.laws import deuteranopic, distance

AREAS = [PAPER, FAINT, INK, MUTED, ACCENT, *SCALE, *(style.colour for style in STYLES.values())]


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#FFFFFF", 21), ("#777777", "#FFFFFF", 4.48)])
def test_the_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_kinds_of_days_differ_for_somebody_without_green_cones() -> None:
    for one, other in combinations(STYLES.values(), 2):
        apart = distance(deuteranopic(one.colour), deuteranopic(other.colour))
        assert apart >= 10 or (one.hatch, one.outline) != (other.hatch, other.outline), (one, other, apart)


def test_shifts_differ_strongly_for_somebody_without_green_cones() -> None:
    worked = [style for style in STYLES.values() if style.sign]
    for one, other in combinations(worked, 2):
        assert distance(deuteranopic(one.colour), deuteranopic(other.colour)) >= 25, (one, other)


def test_kinds_of_days_differ_without_any_colour() -> None:
    signs = [(style.sign, style.hatch, style.outline, style.inside) for style in STYLES.values()]
    assert len(set(signs)) == len(signs)


def test_more_people_are_darker_in_grey_print() -> None:
    for lighter, darker in pairwise((PAPER, FAINT, *SCALE)):
        assert luminance(darker) < luminance(lighter)
    for lighter, darker in pairwise((FAINT, *SCALE)):
        assert contrast(lighter, darker) >= 1.15, (lighter, darker)
        assert distance(deuteranopic(lighter), deuteranopic(darker)) >= 8, (lighter, darker)


def test_the_mark_of_the_best_times_stands_out_from_every_shade() -> None:
    for colour in (FAINT, *SCALE):
        assert distance(deuteranopic(ACCENT), deuteranopic(colour)) >= 40, colour


def test_no_two_colours_are_so_alike_that_they_fall_together_in_a_palette() -> None:
    for one, other in combinations(dict.fromkeys(AREAS), 2):
        assert max(abs(a - b) for a, b in zip(channels(one), channels(other), strict=True)) >= APART, (one, other)


@pytest.mark.parametrize(("able", "members", "place"), [(1, 24, 0), (4, 24, 0), (5, 24, 1), (24, 24, 5), (1, 1, 5)])
def test_a_limit_belongs_to_the_shade_below_it(able: int, members: int, place: int) -> None:
    assert shade(able / members) == SCALE[place]
