"""A correction typed at the summary: "1999", "nữ", "ca 3", "tên là Nguyễn Thị Hạnh", "2: cty hoa sen thực phẩm"."""

from __future__ import annotations

from dataclasses import replace

from handlers.understanding.candidates import read
from handlers.understanding.private_numbers import redact
from handlers.understanding.said import Context, Mend
from handlers.understanding.tokens import Shape, Token, tokenize
from handlers.understanding.words import word_set
from models.names import clean

# "sửa lại", "đổi", "không phải" before the new fact say no more than that there is one.
_VERBS = (("sua", "lai"), ("chinh", "lai"), ("khong", "phai"), ("sua",), ("doi",), ("chinh",), ("nham",))
# "người thứ 2", "số 2", "#2" name a person by number; after the bare number a mark must follow ("2: ca 3").
_PERSON_WORDS = word_set("nguoi so stt thu #")
_AFTER_NUMBER = frozenset(":.)")


def mend(text: str, context: Context) -> Mend:
    """Return which person the correction `text` is about and the facts that it gives. Never raises."""
    redacted = redact(clean(text))
    tokens = tokenize(redacted.text)
    place = _after_verb(tokens, 0)
    person, place = _person(tokens, place)
    place = _after_verb(tokens, place)
    rest = redacted.text[tokens[place].start :] if place < len(tokens) else ""
    reading = read(rest, context)
    reasons = tuple(replace(reason, person=person or 0) for reason in reading.reasons)
    return Mend(person, reading.said, reasons, reading.said.leftover, redacted.identity)


def _after_verb(tokens: tuple[Token, ...], place: int) -> int:
    for verb in _VERBS:
        end = place + len(verb)
        if end < len(tokens) and tuple(token.folded for token in tokens[place:end]) == verb:
            return end + (tokens[end].text in {":", ","})
    return place


def _person(tokens: tuple[Token, ...], place: int) -> tuple[int | None, int]:
    """The number of the person that the correction begins with, and where it goes on."""
    start = place
    while place < len(tokens) and tokens[place].folded in _PERSON_WORDS:
        place += 1
    if place + 1 >= len(tokens) or tokens[place].shape is not Shape.NUMBER or len(tokens[place].text) > 2:
        return None, start
    after = tokens[place + 1]
    is_marked = after.text in _AFTER_NUMBER or (after.text == "-" and after.start > tokens[place].end)
    goes_on = (
        place + 2 < len(tokens) and tokens[place + 2].shape is Shape.NUMBER and tokens[place + 2].start == after.end
    )
    if is_marked and not goes_on:
        return int(tokens[place].text), place + 2
    return (int(tokens[place].text), place + 1) if place > start else (None, start)
