"""Where "làm" or "tại" would take the last syllable of a name: "pham quoc lam cong ty …", "nguyen thanh lam ca 2"."""

from __future__ import annotations

from handlers.understanding.board import Board
from handlers.understanding.phrases import Hit
from handlers.understanding.syllables import syllables
from handlers.understanding.words import Kind


def start_after_name(board: Board, hit: Hit) -> int:
    """Where the phrase `hit` begins when its first word may be the given name that a short name before it lacks.

    A surname and one more word are such a short name; only a word typed plain can be both.
    """
    start = hit.start
    while board.is_word(start - 1):
        start -= 1
    for kind in (Kind.GENDER, Kind.ADDRESS):
        leading = board.hits.at(start, kind)
        start = leading.end if leading and leading.end < hit.start else start
    may_be_given = board.tokens[hit.start].plain and board.folded(hit.start) in syllables().given
    is_short = hit.start - start == 2 and board.folded(start) in syllables().surnames
    return hit.start + (may_be_given and is_short)
