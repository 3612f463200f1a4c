"""Where somebody works, as said, and which registered enterprises that fits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from handlers.understanding.board import Board
from handlers.understanding.enterprises import LEGAL_FORMS, EnterpriseMatch, clear_match
from handlers.understanding.phrases import Hit
from handlers.understanding.short_names import start_after_name
from handlers.understanding.syllables import NEEDS_GIVEN_NAME, syllables
from handlers.understanding.words import Kind, word_set

_LONGEST_NAME = 12  # words, legal form included
_FAIR = 0.7
_COMMONEST_SURNAMES = word_set("nguyen tran pham hoang le vu bui dang do ngo")
_MARKED = "the words after the word for enterprise name it"
_UNMARKED = "the words are the whole name of a registered enterprise"
_BRAND = "the words that are left fit the name of a registered enterprise"


@dataclass(frozen=True, slots=True)
class Workplace:
    """The enterprise as `said` and the registered ones that fit, best first."""

    said: str | None = None
    matches: tuple[EnterpriseMatch, ...] = ()


def recognise(board: Board) -> Workplace:
    """Claim the enterprise: by its code, the writer's own, a whole name, or what follows "cty"."""
    return (
        _by_code(board)
        or _own(board)
        or _after_marker(board)
        or _whole_name(board)
        or _after_place(board)
        or Workplace()
    )


def recognise_rest(board: Board) -> Workplace:
    """Claim an enterprise among the words left when the name is known: "hoa sen" by itself."""
    for start, end in list(board.runs()):
        for place in range(start, end - 1):
            if not board.context.enterprises.knows(board.folded(place)):
                continue
            stop, score = _extent(board, place)
            if stop - place >= 2 and (score >= _FAIR or _has_brand(board, place, stop)):
                return _claimed(board, place, place, stop, _BRAND)
    return Workplace()


def pass_over_zones(board: Board) -> None:
    """Pass over the zones that are named, "kcn Yên Bình", wherever they stand."""
    for hit in list(board.free_hits(Kind.ZONE)):
        end = _zone_end(board, hit.end)
        if end > hit.end:
            board.ignore(hit.start, end)


def _claimed(board: Board, claim_from: int, start: int, end: int, rule: str) -> Workplace:
    said = board.words(start, end)
    end = _with_zone(board, end)
    board.claim(claim_from, end, "enterprise", rule)
    matches = board.context.enterprises.match(board.words(start, end))
    if not matches or matches[0].score < _FAIR:
        matches = board.context.enterprises.match(said)
    return Workplace(said, _own_first(board, matches))


def _own_first(board: Board, matches: tuple[EnterpriseMatch, ...]) -> tuple[EnterpriseMatch, ...]:
    """Among equals the writer's own enterprise first; it stays as unclear as it was."""
    own = board.context.own_enterprise
    return tuple(sorted(matches, key=lambda match: (-match.score, match.code != own)))


def _by_code(board: Board) -> Workplace | None:
    for index, token in enumerate(board.tokens[:-1]):
        if not token.text.isalpha() or not board.is_number(index + 1) or not board.is_word(index):
            continue
        code = token.folded + board.tokens[index + 1].text
        found = board.context.enterprises.by_code(code)
        if found:
            board.claim(index, index + 2, "enterprise", "the words are the code of a registered enterprise")
            return Workplace(board.words(index, index + 2), (found,))
    return None


def _own(board: Board) -> Workplace | None:
    found = board.context.enterprises.by_code(board.context.own_enterprise or "")
    hit = next(board.free_hits(Kind.OWN_COMPANY), None)
    if hit is None:
        return None
    if found is None:
        board.ignore(hit.start, hit.end)  # whose enterprise that is nobody knows here
        return None
    board.claim(hit.start, hit.end, "enterprise", "the writer's own enterprise is meant")
    return Workplace(board.words(hit.start, hit.end), (found,))


def _after_marker(board: Board) -> Workplace | None:
    for hit in board.free_hits(Kind.COMPANY):
        if board.owes_given_name(hit.start):
            continue
        start = board.skip_marks(hit.end) if board.folded(hit.end) == ":" else hit.end
        nested = board.hits.at(start, Kind.COMPANY)
        start = nested.end if nested else start
        end, _ = _extent(board, start)
        if end > start and not all(board.folded(word) in LEGAL_FORMS for word in range(start, end)):
            place = board.hits.ending(hit.start, Kind.AT)
            claim_from = start_after_name(board, place) if place and board.free(place.start, place.end) else hit.start
            return _claimed(board, claim_from, start, end, _MARKED)
    return None


def _whole_name(board: Board) -> Workplace | None:
    """A stretch of at least three words that are, in any order, the whole name of a registered enterprise."""
    for start, end in list(board.runs()):
        for size in range(min(6, end - start), 2, -1):
            for first in range(start, end - size + 1):
                words = [board.folded(place) for place in range(first, first + size)]
                if board.context.enterprises.names_exactly(words):
                    stop = _with_legal_form(board, first + size)
                    return _claimed(board, _with_marker(board, first), first, stop, _UNMARKED)
    return None


def _with_legal_form(board: Board, end: int) -> int:
    """The end after a legal form that follows the name ("hoa sen cty cp")."""
    marker = board.hits.at(end, Kind.COMPANY)
    stop = marker.end if marker else end
    while board.is_word(stop) and board.folded(stop) in LEGAL_FORMS:
        stop += 1
        end = stop
    return end


def _with_marker(board: Board, start: int) -> int:
    for kind in (Kind.COMPANY, Kind.AT):
        hit = board.hits.ending(start, kind)
        if hit and board.free(hit.start, hit.end) and not board.owes_given_name(hit.start):
            return start_after_name(board, hit)
    return start


def _after_place(board: Board) -> Workplace | None:
    """After "bên", "ở", "làm": only an enterprise's own name, since these are also syllables of names."""
    for hit in board.free_hits(Kind.AT):
        if board.owes_given_name(hit.start) or not board.is_word(hit.end) or _begins_name(board, hit):
            continue
        end, score = _extent(board, hit.end)
        if score >= _FAIR and _has_brand(board, hit.end, end):
            return _claimed(board, start_after_name(board, hit), hit.end, end, _MARKED)
    return None


def _begins_name(board: Board, hit: Hit) -> bool:
    """Whether the marker is rather the surname at the beginning of a name ("Lâm Thái Sơn", "Lâm Văn Điện")."""
    if board.folded(hit.end) in NEEDS_GIVEN_NAME:
        return True
    begins = not board.is_word(hit.start - 1)
    return begins and hit.end - hit.start == 1 and board.folded(hit.start) in syllables().surnames


def _extent(board: Board, start: int) -> tuple[int, float]:
    """The end of the name that begins at `start` and how well it fits the register.

    The stretch that fits best is taken, the longer of equals; where nothing fits, the words up to a mark, a claimed
    word or the surname that begins somebody's name.
    """
    best_end, best_score = start, 0.0
    stop = start
    while stop < start + _LONGEST_NAME and board.is_word(stop) and not _ends_name(board, stop):
        stop += 1
    for end in range(start + 1, stop + 1):
        if not board.context.enterprises.knows(board.folded(end - 1)):
            continue
        matches = board.context.enterprises.match(board.words(start, end))
        if matches and matches[0].score >= max(best_score, _FAIR) and _adds(board, end - 1):
            best_end, best_score = end, matches[0].score
    if best_end > start and (best_end == stop or _has_brand(board, start, best_end)):
        while best_end < stop and _is_trade(board, best_end):
            best_end += 1  # what was said too much for any registered name is kept: "thái sơn khuôn mẫu"
        return best_end, best_score
    return _unregistered_end(board, start, stop), 0.0


def _is_trade(board: Board, place: int) -> bool:
    folded = board.folded(place)
    return board.context.enterprises.is_trade(folded) and folded not in _COMMONEST_SURNAMES


def _has_brand(board: Board, start: int, end: int) -> bool:
    """Whether the stretch holds the own name of an enterprise, so that what follows belongs elsewhere."""
    words = [board.folded(place) for place in range(start, end)]
    return board.context.enterprises.names_exactly(words) or any(
        board.context.enterprises.is_brand(pair) for pair in pairwise(words)
    )


def _adds(board: Board, place: int) -> bool:
    return board.hits.at(place, Kind.PARTICLE) is None or board.folded(place) in board.context.enterprises.vocabulary


def _ends_name(board: Board, place: int) -> bool:
    kinds = (Kind.COMPANY, Kind.ZONE, Kind.BORN, Kind.CONSENT, Kind.NAME_IS, Kind.INTRODUCES, Kind.EVERYBODY)
    if board.folded(place) in board.context.enterprises.vocabulary:
        return False
    return any(board.hits.at(place, kind) for kind in kinds)


def _unregistered_end(board: Board, start: int, stop: int) -> int:
    for place in range(start + 1, stop):
        known = board.context.enterprises.knows(board.folded(place))
        begins_name = board.folded(place) in _COMMONEST_SURNAMES and not known
        says_gender = board.hits.at(place, Kind.GENDER) and board.folded(place - 1) != "viet"
        if (begins_name and stop - place >= 2) or says_gender:
            return place
    return stop


def _with_zone(board: Board, end: int) -> int:
    """The end after a zone that follows ("kcn Nam Phổ Yên"), which tells namesakes apart."""
    at = board.hits.at(end, Kind.AT)
    start = at.end if at and board.free(at.start, at.end) else end
    zone = board.hits.at(start, Kind.ZONE)
    if zone is None or not board.free(zone.start, zone.end):
        return end
    stop = _zone_end(board, zone.end)
    return stop if stop > zone.end else end


def _zone_end(board: Board, start: int) -> int:
    """The end of the known zone's name that begins at `start`, `start` when none does."""
    for end in range(start + 4, start, -1):
        if end <= len(board.tokens) and board.free(start, end):
            words = tuple(board.folded(place) for place in range(start, end))
            if board.context.enterprises.is_zone(words):
                return end
    return start


def contract_name(workplace_said: str | None, matches: tuple[EnterpriseMatch, ...]) -> str | None:
    """The registered name where one is clearly meant, else the words as said in capitals, None when none were."""
    clear = clear_match(matches)
    if clear is not None:
        return clear.name
    if workplace_said is None:
        return None
    shouted = workplace_said.isupper() and " " in workplace_said
    return " ".join(_in_capitals(word.lower() if shouted else word) for word in workplace_said.split())


def _in_capitals(word: str) -> str:
    return word.upper() if word.casefold() in LEGAL_FORMS else word[:1].upper() + word[1:]
