"""A message cut into pieces about one stage each: "Hạnh đã nộp đơn, QC3 thẩm tra xong, Tùng thì chưa"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from handlers.understanding.patterns import Line
from handlers.understanding.stage_hits import Hits, denies_something
from handlers.understanding.stage_words import NOTHING
from handlers.understanding.tokens import Shape

_MARKS = frozenset({",", ";", "\n"})
_WORDS = frozenset({"va", "con", "nhung", "rieng"})


class _News(Enum):
    REACHED = auto()
    DENIED = auto()
    NONE = auto()


@dataclass(slots=True)
class _Segment:
    """The tokens from `start` up to `end`, what they say, and how many words stand before the first stage."""

    start: int
    end: int
    news: _News
    lead: int
    after_and: bool


def cut(line: Line, hits: Hits) -> list[tuple[int, int]]:
    """Return the stretches of tokens that each say one stage to be reached.

    A segment that says no stage belongs to the one before it, or to the one after it where nothing stands before or
    where that one begins with the people it is about. What only says "chưa" belongs to none.
    """
    segments = list(_segments(line, hits))
    pieces: list[tuple[int, int]] = []
    pending: int | None = None
    for place, segment in enumerate(segments):
        if segment.news is _News.NONE and not (pieces and pending is None and _goes_back(segments, place)):
            pending = segment.start if pending is None else pending
        elif segment.news is _News.NONE:
            pieces[-1] = (pieces[-1][0], segment.end)
        elif segment.news is _News.DENIED:
            pending = None
        else:
            pieces.append((segment.start if pending is None else pending, segment.end))
            pending = None
    return pieces


def _goes_back(segments: list[_Segment], place: int) -> bool:
    """Whether a segment without a stage belongs to the one before: no later one begins with people."""
    if segments[place - 1].news is _News.DENIED:
        return False
    following = next((segment for segment in segments[place + 1 :] if segment.news is not _News.NONE), None)
    return following is None or following.lead == 0


def _segments(line: Line, hits: Hits) -> Iterator[_Segment]:
    start, denied = 0, False
    for end in [*_breaks(line, hits), len(line.tokens)]:
        if end > start:
            segment = _segment(line, hits, start, end)
            if segment.after_and and denied and segment.lead == 0 and segment.news is _News.REACHED:
                segment.news = _News.DENIED  # "chưa nộp đơn và kê khai lý lịch"
            denied = segment.news is _News.DENIED
            yield segment
        start = end


def _segment(line: Line, hits: Hits, start: int, end: int) -> _Segment:
    reached = [hit for hit in hits.reached if start <= hit.start < end and hit.stage != NOTHING]
    denies = any(start <= hit.start < end for hit in hits.unreached) or denies_something(line.tokens[start:end])
    news = _News.REACHED if reached else (_News.DENIED if denies else _News.NONE)
    joins = line.token(start) in _MARKS | _WORDS
    lead = reached[0].start - start - joins if reached else 0
    return _Segment(start, end, news, lead, after_and=line.token(start) == "va")


def _breaks(line: Line, hits: Hits) -> Iterator[int]:
    """Where segments begin, but for the first: at a comma, a line end, "và", outside the words for a stage."""
    for place, token in enumerate(line.tokens):
        is_break = (
            token.folded in _MARKS or (token.folded in _WORDS and not token.capital) or _is_full_stop(line, place)
        )
        if is_break and not any(hit.start <= place < hit.end for hit in hits.all):
            yield place


def _is_full_stop(line: Line, place: int) -> bool:
    """Whether a point ends a sentence: a blank follows, and a word stands before."""
    tokens = line.tokens
    if tokens[place].text != "." or not 0 < place < len(tokens) - 1:
        return False
    return tokens[place + 1].start > tokens[place].end and tokens[place - 1].shape is not Shape.MARK
