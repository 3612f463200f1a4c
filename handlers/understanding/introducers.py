"""Who introduces somebody: Công đoàn, Đoàn thanh niên, Hội phụ nữ, a Party member."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from handlers.understanding.board import Board
from handlers.understanding.phrases import Hit
from handlers.understanding.said import Introducer
from handlers.understanding.tokens import Shape
from handlers.understanding.words import Kind

_ORGANISATION = "the words name the organisation that introduces"
_WITH_VERB = "the word stands beside the word for introducing, so it is an organisation and not a name"
_MEMBER = "a Party member introduces; the name that follows is the member's"
_LONGEST_NAME = 6  # words


def recognise(board: Board, *, unsure: bool = True) -> Introducer | None:
    """Claim the introducer: beside "giới thiệu", a Party member, or, if `unsure`, an organisation alone."""
    found = _organisation(board, sure=True) or _member(board)
    if found is None and unsure:
        found = _organisation(board, sure=False)
    for hit in list(board.free_hits(Kind.INTRODUCES)):
        labels_gender = board.hits.at(hit.end, Kind.GENDER) or board.hits.at(hit.end + 1, Kind.GENDER)
        if found and board.free(hit.start, hit.end) and not (labels_gender and hit.start + 1 == hit.end):
            board.ignore(hit.start, hit.end)
    return found


def _organisation(board: Board, *, sure: bool) -> Introducer | None:
    candidates = list(_candidates(board, sure=sure))
    if not candidates:
        return None
    hit, start, end = max(candidates, key=lambda found: (found[0].end - found[0].start, -found[0].start))
    board.claim(start, end, "introduced_by", _ORGANISATION if hit.kind is Kind.INTRODUCER else _WITH_VERB)
    return cast(Introducer, hit.value)


def _candidates(board: Board, *, sure: bool) -> Iterator[tuple[Hit, int, int]]:
    """Phrases that may be the introducer, each with the span to claim: the words for introducing around it included."""
    kinds = (Kind.INTRODUCER, Kind.INTRODUCER_WITH_VERB) if sure else (Kind.INTRODUCER,)
    for kind in kinds:
        for hit in board.free_hits(kind):
            start, end = _before(board, hit.start), _after(board, hit.end)
            has_verb = start is not None or end is not None
            company = board.hits.at(hit.end - 1, Kind.COMPANY)  # "nữ công ty" is no "nữ công"
            overlaps = company is not None and company.end > hit.end
            if has_verb != sure or overlaps or board.owes_given_name(hit.start):
                continue
            yield hit, _by(board, hit.start if start is None else start), hit.end if end is None else end


def _after(board: Board, end: int) -> int | None:
    """The end of the "giới thiệu" that follows at `end`, past a mark."""
    return next((hit.end for place in (end, end + 1) if (hit := _verb_at(board, place, end))), None)


def _verb_at(board: Board, place: int, end: int) -> Hit | None:
    if place > end and not (
        end < len(board.tokens) and board.tokens[end].shape is Shape.MARK and board.folded(end) != "\n"
    ):
        return None
    hit = board.hits.at(place, Kind.INTRODUCES)
    if hit is None or not board.free(hit.start, hit.end):
        return None
    return None if hit.end - hit.start == 1 and board.hits.at(hit.end, Kind.GENDER) else hit


def _before(board: Board, start: int) -> int | None:
    """The start of the "giới thiệu" or "người giới thiệu:" that stands before `start`."""
    place = start
    while place > 0 and board.tokens[place - 1].text in {":", "-", "("}:
        place -= 1
    hit = board.hits.ending(place, Kind.BY)
    if hit is not None and hit.end - hit.start > 1 and board.free(hit.start, hit.end):
        return hit.start
    while place > 0 and board.folded(place - 1) in {"boi", "tu", "la"}:
        place -= 1
    verb = board.hits.ending(place, Kind.INTRODUCES)
    return verb.start if verb is not None and place < start and board.free(verb.start, verb.end) else None


def _by(board: Board, start: int) -> int:
    hit = board.hits.ending(start, Kind.BY)
    return hit.start if hit is not None and board.free(hit.start, hit.end) else start


def _member(board: Board) -> Introducer | None:
    """Claim "đảng viên Trần Văn Tùng giới thiệu"; "đồng chí" means a member only where the verb follows."""
    for hit in board.free_hits(Kind.MEMBER):
        end, has_verb = _name_of_member(board, hit.end)
        if not has_verb and (hit.value == "with_verb" or board.owes_given_name(hit.start)):
            continue
        board.claim(_by(board, hit.start), end, "introduced_by", _MEMBER)
        return "member"
    return None


def _name_of_member(board: Board, start: int) -> tuple[int, bool]:
    """The end of the member's name, which goes up to "giới thiệu" or to where the words stop; whether the verb came."""
    for end in range(start, start + _LONGEST_NAME + 1):
        verb = board.hits.at(end, Kind.INTRODUCES)
        if verb is not None and board.free(verb.start, verb.end):
            return verb.end, True
        if not board.is_word(end) or board.hits.at(end, Kind.COMPANY):
            return end, False
    return start, False
