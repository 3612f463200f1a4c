"""Which stages a piece of text says to be reached, and which it only asks for, denies or waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.understanding.patterns import Found, Line, is_one_of
from handlers.understanding.stage_words import BACK, ENDINGS, NOTHING, PATH, STAGE_WORDS
from handlers.understanding.tokens import Shape, Token
from handlers.understanding.words import word_set

# Before the words for a stage, at most so far away, these say that it is not reached.
_REACH = 3
_DENIALS = word_set("chưa không ko k kg hông chẳng chửa")
_NOT_YET = _DENIALS | word_set(
    "đang chờ đợi đi cần phải muốn hạn thiếu hỏi cách mẫu nhắc đăng nên mời bước khi trước để định nhờ xin"
)
_BEFORE_NO_ENDING = _DENIALS | word_set("muốn định đừng")


@dataclass(frozen=True, slots=True)
class StageHit:
    """The words for a stage: the tokens `claimed`, from `start` up to `end` with what stands between them."""

    stage: str
    start: int
    end: int
    claimed: tuple[int, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """The stages said to be `reached`, and those that are only spoken of."""

    reached: tuple[StageHit, ...]
    unreached: tuple[StageHit, ...]

    @property
    def all(self) -> tuple[StageHit, ...]:
        """Every hit, whatever was said about it."""
        return self.reached + self.unreached

    @property
    def main(self) -> StageHit | None:
        """The stage that is meant: an ending, a helper, else the farthest on the path."""
        stages = [hit for hit in self.reached if hit.stage not in {NOTHING, BACK}]
        return max(stages, key=lambda hit: (_rank(hit.stage), -hit.start), default=None)

    @property
    def back(self) -> StageHit | None:
        """The words for going back to a stage."""
        return next((hit for hit in self.reached if hit.stage == BACK), None)


def find_stages(line: Line, taken: frozenset[int], *, weak: bool) -> Hits:
    """Find the stages in `line` outside the tokens `taken`; `weak`: common words count where no surer ones stand."""
    found = _hits(line, taken, weak=False)
    hits = _split(line, found, taken)
    if weak and not any(hit.stage not in {NOTHING, BACK} for hit in hits.all):
        hits = _split(line, _surest([*found, *_hits(line, taken, weak=True)]), taken)
    return hits


def denies_something(tokens: Iterable[Token]) -> bool:
    """Whether "chưa" or "không" stands among `tokens`."""
    return any(is_one_of(token, _DENIALS) for token in tokens)


def _hits(line: Line, taken: frozenset[int], *, weak: bool) -> list[StageHit]:
    hits = []
    for words in STAGE_WORDS:
        if words.weak == weak:
            hits += [_hit(line, words.stage, found) for found in words.pattern.find(line)]
    return _surest(hit for hit in hits if taken.isdisjoint(hit.claimed))


def _hit(line: Line, stage: str, found: Found) -> StageHit:
    gaps: set[int] = set()
    for name in ("gap", "gap2"):
        if found.group(name):
            gaps.update(range(*line.tokens_of(found.match.start(name) + 1, found.match.end(name))))
    claimed = tuple(place for place in range(found.start, found.end) if place not in gaps)
    return StageHit(stage, found.start, found.end, claimed, found.number("number"))


def _surest(hits: Iterable[StageHit]) -> list[StageHit]:
    """The hits with most words, the shortest of equals, of which no two share a word; from left to right."""
    chosen: list[StageHit] = []
    for hit in sorted(hits, key=lambda one: (-len(one.claimed), one.end - one.start)):
        if all(set(hit.claimed).isdisjoint(other.claimed) for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda one: one.start)


def _split(line: Line, hits: list[StageHit], taken: frozenset[int]) -> Hits:
    reached: list[StageHit] = []
    unreached: list[StageHit] = []
    claimed = taken.union(*(hit.claimed for hit in hits))
    for hit in hits:
        sure = hit.stage in {NOTHING, BACK} or _is_reached(line, hit, claimed)
        (reached if sure else unreached).append(hit)
    return Hits(tuple(reached), tuple(unreached))


def _is_reached(line: Line, hit: StageHit, claimed: frozenset[int]) -> bool:
    """Whether no word shortly before or among the words says "not yet"; an ending may hold such a word itself."""
    if hit.stage in ENDINGS:
        return not any(is_one_of(token, _BEFORE_NO_ENDING) for token in line.tokens[max(0, hit.start - 1) : hit.start])
    for place in range(hit.start - 1, max(-1, hit.start - 1 - _REACH), -1):
        token = line.tokens[place]
        if token.shape is Shape.MARK:
            break
        is_name = token.capital and line.tells_capitals and place > 0
        is_title = token.folded == "dang" and line.token(place + 1) in {"uy", "bo", "vien"}  # "đảng ủy", not "đang"
        if place not in claimed and not is_name and not is_title and is_one_of(token, _NOT_YET):
            return False
    return not denies_something(line.tokens[hit.start : hit.end])


def _rank(stage: str) -> int:
    if stage in ENDINGS:
        return len(PATH) + 1
    return len(PATH) if stage == "mentored" else PATH.index(stage)
