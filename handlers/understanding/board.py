"""One piece of text on which recognisers, the surest first, claim the words that they understand.

What a recogniser has claimed no later one can take, so the order of the recognisers is the order of their certainty,
and every word ends up in one field, among the words that say nothing, or in what nobody understood.
"""

from __future__ import annotations

from collections.abc import Iterator

from handlers.understanding.phrases import Hit, accents_agree, find_phrases
from handlers.understanding.said import Context, Reason
from handlers.understanding.syllables import NEEDS_GIVEN_NAME, syllables
from handlers.understanding.tokens import Shape, Token, tokenize
from handlers.understanding.words import Kind

# The owner of words that say nothing.
NOTHING = "nothing"
_MIDDLES = {"thi": "thị", "van": "văn"}


class Board:
    """The tokens of `text`, the phrases found in them, and who has claimed which."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.tokens: tuple[Token, ...] = tokenize(text)
        self.hits = find_phrases(self.tokens, context.enterprises.vocabulary)
        self.reasons: list[Reason] = []
        self._owners: list[str] = [""] * len(self.tokens)

    def free(self, start: int, end: int) -> bool:
        """Whether nobody has claimed any token from `start` up to `end`."""
        return not any(self._owners[start:end])

    def free_hits(self, kind: Kind) -> Iterator[Hit]:
        """The phrases of `kind` of which nobody has claimed a word."""
        return (hit for hit in self.hits.of(kind) if self.free(hit.start, hit.end))

    def claim(self, start: int, end: int, field: str, rule: str, words: str | None = None) -> None:
        """Take the tokens from `start` up to `end` for `field` and note the `rule`; `words` stands for what to hide."""
        self._owners[start:end] = [field] * (end - start)
        self.reasons.append(Reason(field, self.words(start, end) if words is None else words, rule))

    def ignore(self, start: int, end: int) -> None:
        """Take the tokens from `start` up to `end` as saying nothing."""
        self._owners[start:end] = [NOTHING] * (end - start)

    def words(self, start: int, end: int) -> str:
        """The text of the tokens from `start` up to `end` as typed."""
        if start >= end:
            return ""
        return " ".join(self.text[self.tokens[start].start : self.tokens[end - 1].end].split())

    def folded(self, index: int) -> str:
        """The token at `index` without accents; empty beyond the ends."""
        return self.tokens[index].folded if 0 <= index < len(self.tokens) else ""

    def is_word(self, index: int) -> bool:
        """Whether the token at `index` exists, is a word and is free."""
        return 0 <= index < len(self.tokens) and self.tokens[index].shape is Shape.WORD and not self._owners[index]

    def is_number(self, index: int) -> bool:
        """Whether the token at `index` exists, is a number and is free."""
        return 0 <= index < len(self.tokens) and self.tokens[index].shape is Shape.NUMBER and not self._owners[index]

    def skip_marks(self, index: int) -> int:
        """The place of the first token from `index` on that is no mark."""
        while index < len(self.tokens) and self.tokens[index].shape is Shape.MARK:
            index += 1
        return index

    def skip_colon(self, index: int) -> int:
        """The place after a colon at `index`, or `index`."""
        return index + (self.folded(index) == ":")

    def runs(self) -> Iterator[tuple[int, int]]:
        """The stretches of free words without a mark or a claim between them."""
        start = None
        for index in range(len(self.tokens) + 1):
            if self.is_word(index):
                start = index if start is None else start
            elif start is not None:
                yield start, index
                start = None

    def owes_given_name(self, index: int) -> bool:
        """Whether the words before `index` are the unfinished beginning of a name, which a keyword cannot follow.

        So it is after "… Thị" and "… Văn", and after a lone surname that begins a stretch of words.
        """
        before = index - 1
        if not (self.is_word(before) and self.is_word(index)):
            return False
        if self._is_middle(before) and self.is_word(before - 1):
            return True
        begins = not self.is_word(before - 1)
        is_other = any(self.hits.at(before, kind) for kind in (Kind.BY, Kind.AT))
        return begins and self.folded(before) in syllables().surnames and not is_other

    def _is_middle(self, index: int) -> bool:
        """Whether the word is Thị, or Văn, which follows the surname ("Lê Bích Vân" has none)."""
        token = self.tokens[index]
        if token.folded not in NEEDS_GIVEN_NAME or not accents_agree(token.text, _MIDDLES[token.folded]):
            return False
        surnames = syllables().surnames
        after_surname = self.folded(index - 1) in surnames and self.folded(index - 2) not in surnames
        return token.folded == "thi" or after_surname

    def leftover(self) -> str:
        """The words that nobody has claimed."""
        free = (token.text for token, owner in zip(self.tokens, self._owners, strict=True) if not owner)
        return " ".join(text for text in free if text[0].isalnum())
