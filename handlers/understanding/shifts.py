"""The shift and the crew of somebody who works in turns (DOMAIN.md §5)."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.understanding.board import Board
from handlers.understanding.short_names import start_after_name
from handlers.understanding.words import Kind

_LABELS = frozenset({"ca", "shift"})
_NUMBERED = frozenset("123")
_CREWS = frozenset("abcd")


@dataclass(frozen=True, slots=True)
class Turns:
    """The shift ("1", "2", "3", "HC", "12H", "3CA", "4K", "4-2", "day", "night") and the crew ("A" to "D")."""

    shift: str | None = None
    crew: str | None = None


def recognise(board: Board) -> Turns:
    """Claim the first shift and the first crew."""
    shift = _numbered_shift(board) or _named_shift(board)
    return Turns(shift, _crew(board))


def _numbered_shift(board: Board) -> str | None:
    """The figure after "ca"; a figure before it tells of a pattern ("3 ca") and is left to the named shifts."""
    for index, token in enumerate(board.tokens[:-1]):
        place = board.skip_colon(index + 1)
        if token.folded not in _LABELS or not token.plain or not board.is_number(place) or not board.free(index, place):
            continue
        figure = board.tokens[place].text
        if figure in _NUMBERED and not _begins_pattern(board, place):
            board.claim(_with_verb(board, index), place + 1, "shift", "a figure after the word for shift is the shift")
            return figure
    return None


def _begins_pattern(board: Board, index: int) -> bool:
    """Whether "12" hours follow, or a stroke makes a date or a pattern of the figure."""
    return board.folded(index + 1) == "/" and board.is_number(index + 2)


def _with_verb(board: Board, index: int) -> int:
    """Where the words for the shift begin: with "làm" before "ca", unless that is the name Lâm."""
    verb = board.hits.ending(index, Kind.AT)
    if verb is None or not board.free(verb.start, verb.end) or board.owes_given_name(verb.start):
        return index
    return start_after_name(board, verb)


def _named_shift(board: Board) -> str | None:
    hits = sorted(board.free_hits(Kind.SHIFT), key=lambda hit: (hit.start - hit.end, hit.start))
    for hit in hits:
        if board.owes_given_name(hit.start) or (
            hit.value in {"4-2", "12H"} and _inside_numbers(board, hit.start, hit.end)
        ):
            continue
        labelled = board.folded(hit.start - 1) == ":" and board.folded(hit.start - 2) == "ca"
        board.claim(
            hit.start - 2 if labelled else hit.start, hit.end, "shift", "the words name a shift or a pattern of shifts"
        )
        return hit.value
    return None


def _inside_numbers(board: Board, start: int, end: int) -> bool:
    """Whether figures and strokes go on around the phrase, as in a date ("14-2-1996") or a time."""
    strokes = {"/", "-", "."}
    before = board.folded(start - 1) in strokes and board.is_number(start - 2)
    after = (board.folded(end) in strokes and board.is_number(end + 1)) or board.is_number(end)
    return before or after


def _crew(board: Board) -> str | None:
    """The letter after "kíp", or after "ca" where no figure follows."""
    for index, token in enumerate(board.tokens[:-1]):
        place = board.skip_colon(index + 1)
        letter = board.folded(place)
        if letter not in _CREWS or not board.free(index, place + 1) or not board.tokens[place].plain:
            continue
        is_crew = board.hits.at(index, Kind.CREW) is not None or (token.folded == "ca" and token.plain)
        if is_crew and not board.owes_given_name(index):
            board.claim(index, place + 1, "crew", "a letter after the word for crew is the crew")
            return letter.upper()
    return None
