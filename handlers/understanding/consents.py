"""Whether the person is said to have agreed."""

from __future__ import annotations

from handlers.understanding.board import Board
from handlers.understanding.words import Kind


def recognise(board: Board) -> bool | None:
    """Claim the first words about consent; where both are said, "not yet" counts."""
    hits = sorted(board.free_hits(Kind.CONSENT), key=lambda hit: (hit.value != "no", hit.start - hit.end))
    for hit in hits:
        if not board.owes_given_name(hit.start):
            board.claim(hit.start, hit.end, "consent", "the words say whether the person has agreed")
            return hit.value == "yes"
    return None
