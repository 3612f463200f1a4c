"""The cell or the enterprise that is named beside a stage: where somebody is transferred to, or who has resolved."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.understanding import workplaces
from handlers.understanding.board import Board
from handlers.understanding.patterns import Line, is_one_of
from handlers.understanding.words import Kind, word_set

_UNIT_WORDS = frozenset({("chi", "bo"), ("dang", "bo"), ("dang", "uy")})
_ENDS_UNIT = word_set(
    "họp đã vừa mới ngày hôm từ vì do để thông ra và cho là nhé ạ rồi xong lúc vào sáng có biểu xét nhận ký đề"
)
_LEADS_ON = word_set("sang den toi ve qua o tai ben lam cho vao")
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Places:
    """The cell or committee and the enterprise as said."""

    unit: str | None = None
    enterprise: str | None = None


def claim_places(board: Board, line: Line, *, moves_to: int | None) -> Places:
    """Claim the words for a cell and an enterprise; `moves_to` is where the words for a transfer end."""
    unit = _unit(board, line, whole=moves_to is not None)
    enterprise = None
    if moves_to is not None or any(True for _ in board.free_hits(Kind.COMPANY)):
        enterprise = workplaces.recognise(board).said
    if moves_to is not None and unit is None and enterprise is None:
        enterprise = workplaces.recognise_rest(board).said
        if enterprise is None:
            return _anywhere(board, moves_to)
    return Places(unit, enterprise)


def _unit(board: Board, line: Line, *, whole: bool) -> str | None:
    """The first cell: "CB06", "chi bộ Điện tử 2"; only capitals belong to its name unless it is the `whole` aim."""
    said = None
    for place in range(len(board.tokens)):
        if not board.is_word(place):
            continue
        if board.folded(place) == "cb" and board.is_number(place + 1):
            said = said or f"CB{int(board.folded(place + 1)):02d}"
            board.ignore(place, place + 2)
        elif (board.folded(place), board.folded(place + 1)) in _UNIT_WORDS and board.is_word(place + 1):
            end = _unit_end(board, line, place + 2, whole=whole)
            if board.folded(place + 2) == "cb" and board.is_number(place + 3):
                continue
            said = said or (board.words(place + 2, end) or None)
            board.ignore(place, end)
    return said


def _unit_end(board: Board, line: Line, start: int, *, whole: bool) -> int:
    end = start
    while end < start + _LONGEST and (board.is_word(end) or (end > start and board.is_number(end))):
        is_name = whole or (line.tells_capitals and (board.tokens[end].capital or board.is_number(end)))
        is_numbered = board.folded(end) == "tu" and board.is_number(end + 1)  # "dien tu 2", not "từ 1/12"
        if not is_name or (is_one_of(board.tokens[end], _ENDS_UNIT) and not is_numbered):
            break
        end += 1
    return end


def _anywhere(board: Board, start: int) -> Places:
    """The words right after "chuyển sang" when they name no known place: an enterprise after "làm", else a unit."""
    if board.folded(start - 1) not in _LEADS_ON:
        return Places()
    works = board.folded(start - 1) == "lam"
    while board.folded(start) in _LEADS_ON:
        works = works or board.folded(start) == "lam"
        start += 1
    end = start
    while board.is_word(end) and end < start + _LONGEST and not is_one_of(board.tokens[end], _ENDS_UNIT):
        end += 1
    said = board.words(start, end) or None
    board.ignore(start, end)
    return Places(enterprise=said) if works or board.folded(start - 1) == "lam" else Places(unit=said)
