"""The rules in force: those of ``deadlines.toml``, with what an organisation's own file changes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from models.deadlines import Limit, Mark, Rule, Sourced, Words
from models.toml_lines import TomlLines

SHIPPED = Path(__file__).with_name("deadlines.toml")
# What the document vouches for: whoever changes one of these, and gives no mark, has a rule that nobody has checked.
_SUBSTANCE = frozenset({"value", "unit", "bound", "extension", "counts_from", "to"})

# What belongs to one document and says nothing of another.
_OF_A_SOURCE = frozenset({"source_date", "source_place", "note"})


class RuleError(Exception):
    """A file of rules cannot be used; ``mistakes`` has one sentence for each, with file, line and what was expected."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class RuleBook(BaseModel):
    """Every rule and limit by its code, and the names of the events that rules count from and to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: Mapping[str, Rule]
    limits: Mapping[str, Limit]
    events: Mapping[str, Words]

    def near(self, code: str) -> list[str]:
        """Return the rules whose codes look like `code`, the likeliest first; all of them when none does."""
        return get_close_matches(code, self.rules, cutoff=0.5) or list(self.rules)

    def changed_from(self, older: RuleBook) -> list[str]:
        """Return the codes of the rules and limits that are not as they were in `older`."""
        mine: dict[str, Sourced] = {**self.rules, **self.limits}
        theirs: dict[str, Sourced] = {**older.rules, **older.limits}
        return [code for code in mine if mine[code] != theirs.get(code)]


@dataclass(frozen=True, slots=True)
class Reloaded:
    """The rules now in force, and why a changed file was not taken, if it was not."""

    book: RuleBook
    error: RuleError | None = None


@cache
def shipped() -> RuleBook:
    """Return the rules as they come with the program."""
    return RuleBook.model_validate(_shipped_tables())


def load(path: Path | None) -> RuleBook:
    """Return the shipped rules with the changes of the file at `path`. Raises :class:`RuleError`."""
    if path is None:
        return shipped()
    text = _read(path)
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError([f"{path} is not valid TOML: {error}"]) from None
    lines = TomlLines(text)
    mistakes = [_sentence(path, lines, place, reason) for place, reason in _unknown(own)]
    if mistakes:
        raise RuleError(mistakes)
    try:
        book = RuleBook.model_validate(_merged(_shipped_tables(), own))
    except ValidationError as error:
        raise RuleError([_sentence(path, lines, *_explained(dict(one))) for one in error.errors()]) from None
    if mistakes := [_sentence(path, lines, place, reason) for place, reason in _unknown_events(book)]:
        raise RuleError(mistakes)
    return book


def reload(current: RuleBook, path: Path | None) -> Reloaded:
    """Read the rules again; when the file has a mistake, `current` stays in force and the mistake is told."""
    try:
        return Reloaded(load(path))
    except RuleError as error:
        return Reloaded(current, error)


@cache
def _shipped_tables() -> dict[str, dict[str, Any]]:
    tables = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    for kind in ("rules", "limits"):
        for code, fields in tables[kind].items():
            fields["code"] = code
    return tables


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise RuleError([f"{path} cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise RuleError([f"{path} cannot be read: expected UTF-8 text"]) from None


def _unknown(own: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What the organisation's file names that there is not."""
    known = _shipped_tables()
    for kind, table in own.items():
        if kind not in ("rules", "limits"):
            yield (kind,), "expected [rules.CODE] or [limits.CODE]"
        elif not isinstance(table, dict):
            yield (kind,), f"expected a table, [{kind}.CODE]"
        else:
            for code, fields in table.items():
                if code not in known[kind]:
                    near = get_close_matches(code, known[kind], cutoff=0.5) or list(known[kind])
                    yield (kind, code), f"there is no such code; expected {', '.join(near)}"
                elif not isinstance(fields, dict):
                    yield (kind, code), f"expected a table, [{kind}.{code}]"


def _merged(base: dict[str, dict[str, Any]], own: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    merged = {kind: dict(table) for kind, table in base.items()}
    for kind, table in own.items():
        for code, changes in table.items():
            merged[kind][code] = _changed(base[kind][code], changes)
    return merged


def _changed(fields: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    if "source" in changes:
        fields = {key: value for key, value in fields.items() if key not in _OF_A_SOURCE}
    is_changed = any(key in _SUBSTANCE and fields.get(key) != value for key, value in changes.items())
    mark = {"mark": Mark.UNSEEN} if is_changed else {}
    return {**fields, **mark, **changes, "code": fields["code"], "is_changed": is_changed}


def _unknown_events(book: RuleBook) -> Iterator[tuple[tuple[str, ...], str]]:
    for code, rule in book.rules.items():
        for key, event in (("counts_from", rule.counts_from), ("to", rule.to)):
            if event not in book.events:
                near = get_close_matches(event, book.events) or list(book.events)
                yield ("rules", code, key), f"there is no event {event!r}; expected {', '.join(near)}"


def _explained(mistake: dict[str, Any]) -> tuple[tuple[str, ...], str]:
    """The place of a mistake in the file, and what was expected there."""
    place = tuple(part for part in mistake["loc"] if isinstance(part, str))
    if mistake["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        fields = (Limit if place[0] == "limits" else Rule).__dataclass_fields__
        return place, f"there is no such key; expected {', '.join(fields)}"
    reason = str(mistake["msg"]).removeprefix("Value error, ").replace("Input should be", "expected", 1)
    return place, reason[:1].lower() + reason[1:]


def _sentence(path: Path, lines: TomlLines, place: tuple[str, ...], reason: str) -> str:
    line = lines.line_of(place)
    where = f"{path}, line {line}" if line else str(path)
    return f"{where}: {'.'.join(place)}: {reason}"
