"""Whether somebody is said to be a man or a woman, where the word cannot be part of a name."""

from __future__ import annotations

from typing import cast

from handlers.understanding.board import Board
from handlers.understanding.phrases import Hit
from handlers.understanding.said import Gender
from handlers.understanding.syllables import syllables
from handlers.understanding.words import Kind

_ALONE = "the word stands by itself and says the sex"


def recognise(board: Board) -> Gender | None:
    """Claim the sex where it is labelled, stands alone, or stands before somebody's surname."""
    return _labelled(board) or _alone(board)


def settle(board: Board, guess: Gender | None) -> Gender | None:
    """Claim a plain "nam" before the year, which may mean "male" or "year", when the name speaks for one of them."""
    for hit in board.free_hits(Kind.GENDER):
        if not may_mean_year(board, hit.start):
            continue
        if guess == "male":
            board.claim(hit.start, hit.end, "gender", "read as male, since the name is a man's")
            return "male"
        board.ignore(hit.start, hit.end)
    return None


def may_mean_year(board: Board, index: int) -> bool:
    """Whether "nam" at `index` may be "năm": typed plain in a plain text, before something claimed."""
    if board.folded(index) != "nam" or not board.text.isascii() or index + 1 >= len(board.tokens):
        return False
    return board.tokens[index + 1].text.isdigit() and not board.free(index + 1, index + 2)


def _labelled(board: Board) -> Gender | None:
    for hit in board.free_hits(Kind.GENDER_LABEL):
        said = board.hits.at(board.skip_marks(hit.end), Kind.GENDER)
        if said and board.free(hit.start, said.end):
            board.claim(hit.start, said.end, "gender", "the word after the label says the sex")
            return cast(Gender, said.value)
    return None


def _alone(board: Board) -> Gender | None:
    runs = dict(board.runs())
    for hit in board.free_hits(Kind.GENDER):
        end = runs.get(hit.start)
        if end is None or may_mean_year(board, hit.start) or not (end == hit.end or _before_name(board, hit, end)):
            continue
        board.claim(hit.start, hit.end, "gender", _ALONE)
        return cast(Gender, hit.value)
    return None


def _before_name(board: Board, hit: Hit, end: int) -> bool:
    return end - hit.end >= 2 and board.folded(hit.end) in syllables().surnames
