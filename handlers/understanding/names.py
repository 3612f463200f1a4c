"""Which of the words that nobody has claimed are the name of the person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from handlers.understanding import genders
from handlers.understanding.accents import guess_gender, is_double_surname, meant_surname
from handlers.understanding.board import Board
from handlers.understanding.phrases import accents_agree
from handlers.understanding.said import Gender
from handlers.understanding.syllables import NEEDS_GIVEN_NAME, syllables
from handlers.understanding.words import Kind
from models.names import fold

_RULE = "the words that look most like a name and are nothing else"
_USUAL_PAIR = 4  # how much likelier "hoai nam" is one given name than a name and the sex
_USUAL_LENGTH, _GREATEST_LENGTH = 4, 6  # syllables
_INTRODUCTIONS = (Kind.INTRODUCES, Kind.FILLER, Kind.NAME_IS, Kind.ADDRESS, Kind.EVERYBODY, Kind.PARTICLE)


@dataclass(frozen=True, slots=True)
class NameSaid:
    """The words of the name, the sex that a word beside it says, and whether it begins with a surname."""

    words: tuple[str, ...]
    gender: Gender | None
    has_surname: bool


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch that may be a name: tokens from `start` up to `end`, `announced` by what stands before it."""

    start: int
    end: int
    announced: bool
    gender: Gender | None = None


def recognise(board: Board, opened: int | None) -> NameSaid | None:
    """Claim the stretch that looks most like a name; `opened` is where the words that open the report end.

    Without such words only a stretch that begins with a surname, or that "tên" or "chị" announces, is a name.
    """
    spans = [span for run in board.runs() if (span := _span(board, *run, opened))]
    spans = [span for span in spans if span.announced or (_has_surname(board, span) and span.end - span.start >= 2)]
    if not spans:
        return None
    best = max(spans, key=lambda span: (_likeness(board, span), -span.start))
    best = _without_gender(board, best)
    words = tuple(board.tokens[place].text for place in range(best.start, best.end))
    board.claim(best.start, best.end, "full_name", _RULE)
    return NameSaid(words, best.gender, _has_surname(board, best))


def _span(board: Board, start: int, end: int, opened: int | None) -> _Span | None:
    """The part of a run of free words that may be a name: without what leads to it and what trails behind."""
    first, gender, announced = _after_introductions(board, start, end)
    if first >= end:
        return None
    announced = announced or (opened is not None and _follows(board, start, opened))
    first = _surname_from(board, first, end)
    last = _before_trailing(board, first, _before_break(board, first, end))
    last = min(_before_brand(board, first, last), first + _longest(board, first, last))
    return _Span(first, last, announced, gender) if last > first else None


def _follows(board: Board, start: int, opened: int) -> bool:
    return board.skip_marks(opened) == start or start == opened


def _after_introductions(board: Board, start: int, end: int) -> tuple[int, Gender | None, bool]:
    """Where the name begins after "tên là", "đồng chí", "chị"; the sex that this says; whether it announces a name."""
    gender: Gender | None = None
    announced = _labelled(board, start)
    while start < end:
        hits = [hit for kind in _INTRODUCTIONS if (hit := board.hits.at(start, kind)) and hit.end <= end]
        hit = max(hits, key=lambda found: found.end, default=None)
        if hit is None or (hit.end - hit.start == 1 and _may_be_surname(board, start, hit.end, end)):
            break
        if hit.kind is Kind.ADDRESS and hit.value:
            gender = cast(Gender, hit.value)
        announced = announced or hit.kind in {Kind.NAME_IS, Kind.ADDRESS}
        board.ignore(hit.start, hit.end)
        start = hit.end
    return start, gender, announced


def _labelled(board: Board, start: int) -> bool:
    """Whether "họ tên:" stands before the run."""
    end = start
    while end > 0 and board.tokens[end - 1].text in {":", "-", "="}:
        end -= 1
    return end < start and board.hits.ending(end, Kind.NAME_IS) is not None


def _may_be_surname(board: Board, start: int, after: int, end: int) -> bool:
    """Whether the word is a surname rather than an introduction: no other surname follows it."""
    if board.folded(start) not in syllables().surnames or after >= end:
        return False
    following = board.folded(after)
    return following in NEEDS_GIVEN_NAME or following not in syllables().surnames or end - after < 2


def _surname_from(board: Board, start: int, end: int) -> int:
    """The first surname that has a name after it; `start` when there is none."""
    for place in range(start, end - 1):
        if _is_surname(board, place):
            return place
    return start


def _is_surname(board: Board, place: int) -> bool:
    """Whether the word is a surname: one of the table as typed, a misspelt one, or whatever precedes Thị, Văn."""
    token = board.tokens[place]
    if any(token.plain or accents_agree(token.text, form.text) for form in syllables().surnames.get(token.folded, ())):
        return True
    return meant_surname(token.folded) is not None or (
        board.folded(place + 1) in NEEDS_GIVEN_NAME and board.is_word(place + 1) and board.is_word(place + 2)
    )


def _has_surname(board: Board, span: _Span) -> bool:
    return span.end - span.start >= 2 and _is_surname(board, span.start)


def _before_break(board: Board, start: int, end: int) -> int:
    """The end before the first word of the sentence around, "là công nhân"."""
    known = syllables()
    for place in range(start + 1, end):
        folded = board.folded(place)
        if folded in known.given or folded in known.middle or board.owes_given_name(place):
            continue
        if any(
            board.hits.at(place, kind) for kind in (Kind.PARTICLE, Kind.FILLER, Kind.AT, Kind.INTRODUCES, Kind.BORN)
        ):
            return place
    return end


def _before_trailing(board: Board, start: int, end: int) -> int:
    """The end before particles that trail behind; a word that may be a given name must leave three before it."""
    while end - start >= 2 and not board.owes_given_name(end - 1):
        hit = next(
            (h for k in (Kind.PARTICLE, Kind.FILLER) if (h := board.hits.ending(end, k)) and h.start > start), None
        )
        least = 3 if board.folded(end - 1) in syllables().given else 2
        if hit is None or hit.start - start < least or _capital_alike(board, start, end - 1):
            break
        end = hit.start
    return end


def _capital_alike(board: Board, first: int, last: int) -> bool:
    """Whether both words begin with a capital letter in a text that tells capitals from others."""
    both = (board.tokens[first], board.tokens[last])
    return all(token.capital for token in both) and not all(token.text.isupper() for token in both)


def _before_brand(board: Board, start: int, end: int) -> int:
    """The end before an enterprise's own name that follows without a word between ("nguyen thi hanh hoa sen")."""
    brand = (board.folded(end - 2), board.folded(end - 1))
    return end - 2 if end - start >= 5 and board.context.enterprises.is_brand(brand) else end


def _longest(board: Board, start: int, end: int) -> int:
    """How many syllables the name may have: four, one more after a double surname or with Thị, six in capitals."""
    if all(_capital_alike(board, start, place) for place in range(start + 1, end)):
        return _GREATEST_LENGTH
    double = is_double_surname(board.folded(start), board.folded(start + 1))
    return _USUAL_LENGTH + double + (board.folded(start + 1) == "thi")


def _without_gender(board: Board, span: _Span) -> _Span:
    """The span without a "nam" or "nữ" at its end that is the sex and not a syllable of the name."""
    last = span.end - 1
    hit = board.hits.at(last, Kind.GENDER)
    if hit is None or not _says_gender(board, span.start, last):
        return span
    if not genders.may_mean_year(board, last):
        board.claim(last, span.end, "gender", "the word follows a whole name and says the sex")
        return replace(span, end=last, gender=cast(Gender, hit.value))
    words = [board.tokens[place].text for place in range(span.start, last)]
    gender = genders.settle(board, guess_gender(words))
    return replace(span, end=last, gender=gender or span.gender)


def _says_gender(board: Board, start: int, last: int) -> bool:
    if last - start < 2 or board.owes_given_name(last):
        return False
    if board.tokens[start].capital and not board.tokens[last].capital:
        return True
    if _capital_alike(board, start, last):
        return False
    pair = f"{board.folded(last - 1)} nam"
    usual = board.folded(last) == "nam" and any(
        fold(known) == pair and factor >= _USUAL_PAIR for known, factor in syllables().pairs.items()
    )
    whole = last - start >= 3 or board.folded(last) == "nu" or board.folded(last - 2) in NEEDS_GIVEN_NAME
    return whole and not usual


def _likeness(board: Board, span: _Span) -> float:
    """How much a stretch looks like a name."""
    places = range(span.start, span.end)
    unknown = sum(board.folded(place) not in syllables().known for place in places)
    second = board.folded(span.start + 1) in NEEDS_GIVEN_NAME and len(places) > 2
    return (
        4.0 * _has_surname(board, span)
        + 2.0 * second
        + 3.0 * span.announced
        + 1.0 * all(board.tokens[place].capital for place in places)
        + min(len(places), 3)
        - 2.0 * unknown
    )
