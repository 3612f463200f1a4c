"""The people of a report: one in a sentence or in labelled lines, or several, a line each, with shared facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from handlers.understanding.candidates import PersonRead, read
from handlers.understanding.said import Context
from handlers.understanding.syllables import NEEDS_GIVEN_NAME, syllables
from handlers.understanding.tokens import Shape, Token, tokenize

_BULLET = re.compile(r"^\s*(?:\(?\d{1,2}\s*[.):/]\s+|\(?\d{1,2}[.)](?=\D)|[-+*•–—;>]+\s*)")
# "1. Hạnh … 2. Tùng …" within a line.
_NUMBERED = re.compile(r"(?:(?<=\s)|(?<=:)|^)\(?(\d{1,2})[.)]\s*(?=[^\W\d_])")
_LIST = re.compile(r",\s*|\s(?:và|va)\s")
_ADDRESSES = frozenset({"anh", "chi", "em", "ban", "ong", "ba"})
_FOR_ALL = "said once for all people of the message"
# How many of 10,000 people bear a surname that makes a part of a sentence a name.
_COMMON_SURNAME = 20


def read_people(text: str, context: Context) -> tuple[PersonRead, ...]:
    """Read everybody whom a report names; several when their names stand in lines or in a list."""
    pieces = _pieces(text)
    if len(pieces) > 1:
        people = _people([(piece, read(piece, context)) for piece in pieces], context)
        if len(people) > 1:
            return people
    elif _may_list(text):
        people = _people([(part, read(part, context)) for part in _listed(text, context)], context)
        if len(people) > 1:
            return people
    return (read("\n".join(pieces), context),)


def _pieces(text: str) -> list[str]:
    """The lines of a message without their bullets; numbered or semicolon-parted items of a line are lines."""
    pieces = (piece for line in text.split("\n") for item in _items(line) for piece in item.split(";"))
    return [bare for piece in pieces if (bare := _BULLET.sub("", piece, count=1).strip())]


def _items(line: str) -> Iterator[str]:
    """The items of "1. … 2. …", which must count from one; else the whole line."""
    marks = list(_NUMBERED.finditer(line))
    if len(marks) < 2 or [int(mark[1]) for mark in marks] != list(range(1, len(marks) + 1)):
        yield line
        return
    places = [mark.start() for mark in marks] + [len(line)]
    yield line[: places[0]]
    for start, end in pairwise(places):
        yield line[start:end]


def _may_list(text: str) -> bool:
    """Whether two common surnames begin parts of a sentence: worth reading it as a list of people."""
    tokens = tokenize(text)
    return sum(_begins_part(tokens, place) and _is_common(token) for place, token in enumerate(tokens)) > 1


def _begins_part(tokens: tuple[Token, ...], place: int) -> bool:
    before = tokens[place - 1] if place else None
    return before is None or before.shape is Shape.MARK or before.folded in {"va", "nguon", "moi"}


def _is_common(token: Token) -> bool:
    return any(form.women >= _COMMON_SURNAME for form in syllables().surnames.get(token.folded, ()))


def _listed(text: str, context: Context) -> list[str]:
    """The parts of a sentence, each that names somebody with those after it up to the next; none for one person.

    What stands before a colon and names nobody is a part by itself, for it may hold for all.
    """
    before, colon, after = text.partition(":")
    first, *others = _LIST.split(after if colon else text)
    parts = [first]
    for part in others:
        if _names_somebody(part, context):
            parts.append(part)
        else:
            parts[-1] += f", {part}"
    if len(parts) == 1:
        return []
    if colon and read(before, context).has_surname:
        return [f"{before}: {parts[0]}", *parts[1:]]
    return [before, *parts] if colon else parts


def _names_somebody(part: str, context: Context) -> bool:
    """Whether a part of a sentence surely names a person: a surname begins it, and no enterprise is called so."""
    first = next((token for token in tokenize(part) if token.shape is Shape.WORD), None)
    if first is None or (first.folded not in syllables().surnames and first.folded not in _ADDRESSES):
        return False
    person = read(part, context)
    if person.said.full_name is None or not person.has_surname:
        return False
    name = tokenize(person.said.full_name)
    folded = [token.folded for token in name]
    if context.enterprises.is_brand(tuple(folded[-2:])):
        return False
    return _is_common(name[0]) or not NEEDS_GIVEN_NAME.isdisjoint(folded[1:])


def _people(pieces: list[tuple[str, PersonRead]], context: Context) -> tuple[PersonRead, ...]:
    """One person for each piece that holds a name; a piece without one goes on about the person before it.

    What stands before the first name, and a last piece that says what nobody else said, holds for everybody.
    """
    shared: list[PersonRead] = []
    groups: list[list[str]] = []
    named = sum(person.has_surname for _, person in pieces) > 1
    for place, (piece, person) in enumerate(pieces):
        is_name = person.has_surname if named else person.said.full_name is not None
        if is_name:
            groups.append([piece])
        elif not groups or (place == len(pieces) - 1 and len(groups) > 1):
            shared.append(person)
        else:
            groups[-1].append(piece)
    people = [read("\n".join(group), context) for group in groups]
    for common in shared:
        people = [_with_shared(person, common) for person in people]
    return tuple(people)


def _with_shared(person: PersonRead, common: PersonRead) -> PersonRead:
    """`person` with the facts of `common` that were not said of this person; a birth or a sex is nobody else's."""
    mine, theirs = person.said, common.said
    has_turns = mine.shift is not None or mine.crew is not None
    said = replace(
        mine,
        enterprise_said=mine.enterprise_said or theirs.enterprise_said,
        enterprises=mine.enterprises if mine.enterprise_said else theirs.enterprises,
        shift=mine.shift if has_turns else theirs.shift,
        crew=mine.crew if has_turns else theirs.crew,
        introduced_by=mine.introduced_by or theirs.introduced_by,
        consent_said=theirs.consent_said if mine.consent_said is None else mine.consent_said,
    )
    told = {reason.field for reason in person.reasons} | {"full_name", "birth_year", "gender"}
    reasons = (replace(reason, rule=_FOR_ALL) for reason in common.reasons if reason.field not in told)
    return PersonRead(said, (*person.reasons, *reasons), person.has_surname)
