"""Reading a JSON document field by field: what is wrong is told with the field's place and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from handlers.locales import N_, Translator
from models.shift_patterns import minutes_of

_Value = TypeVar("_Value")
_SHOWN = 40  # characters of a wrong value that are told
_LIKE_A_TYPING_MISTAKE = 0.75
_DATE_AND_TIME_AT_LEAST = len("20261204T08")


class DocumentError(Exception):
    """What is wrong with a document; the text is the sentence for the person who wrote it."""


def read_document(path: Path, t: Translator) -> Field:
    """Return the JSON object of a file. Raises :class:`DocumentError`."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise DocumentError(t("{file} cannot be read: give a JSON file in UTF-8.", file=path)) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise DocumentError(t("{file} is not JSON: see line {line}, column {column}.", file=path, **place)) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, a list in a list in a list …
        raise DocumentError(t("{file} is not JSON that can be used.", file=path)) from None
    return Field(document, "", t, file=path.name)


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a document and where it stands, for example ``members[0] (m1).anchor``.

    Each method returns the value as what it must be, and raises :class:`DocumentError` when it is not that.
    """

    value: Any
    where: str
    t: Translator
    file: str = ""

    def fail(self, sentence: str, **values: object) -> NoReturn:
        """Say what is wrong; `sentence` may name ``{where}`` and ``{value}``."""
        where = self.where or self.file
        raise DocumentError(self.t(sentence, where=where, value=shown(self.value), **values))

    def named(self, label: str) -> Field:
        """Return the same value with `label` added to where it stands."""
        return Field(self.value, f"{self.where} ({label})", self.t)

    def get(self, name: str) -> Field:
        """Return a field of this object, which must be there."""
        found = self.optional(name)
        if found is None:
            Field(None, self._inside(name), self.t).fail(N_("{where} is missing."))
        return found

    def optional(self, name: str) -> Field | None:
        """Return a field of this object; `None` when it is not there."""
        fields = self.object()
        return Field(fields[name], self._inside(name), self.t) if name in fields else None

    def object(self) -> Mapping[str, Any]:
        """Return the names and values of an object."""
        if not isinstance(self.value, dict):
            self.fail(N_("{where} must be an object: {{…}}, not {value}."))
        return self.value

    def items(self) -> Sequence[Field]:
        """Return the items of a list."""
        if not isinstance(self.value, list):
            self.fail(N_("{where} must be a list: […], not {value}."))
        return [Field(value, f"{self.where}[{place}]", self.t) for place, value in enumerate(self.value)]

    def pair(self) -> tuple[Field, Field]:
        """Return the two items of a list."""
        items = self.items()
        if len(items) != 2:
            self.fail(N_("{where} must have two items, start and end; it has {number}."), number=len(items))
        return items[0], items[1]

    def text(self) -> str:
        """Return words that are not empty."""
        if not isinstance(self.value, str) or not self.value.strip() or not _can_be_written(self.value):
            self.fail(N_("{where}: {value} is not a text."))
        return self.value

    def number(self, low: int, high: int) -> Fraction:
        """Return a number of these bounds."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.fail(N_("{where}: {value} is not a number from {low} to {high}."), low=low, high=high)
        return Fraction(str(value))

    def whole(self, low: int, high: int) -> int:
        """Return a whole number of these bounds."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fail(N_("{where}: {value} is not a whole number from {low} to {high}."), low=low, high=high)
        return value

    def clock(self) -> int:
        """Return a time of day as minutes after midnight."""
        return self._parsed(minutes_of, N_("{where}: {value} is not a time of day; write it like 06:30."))

    def date(self) -> date:
        """Return a day."""
        return self._parsed(date.fromisoformat, N_("{where}: {value} is not a date; write it like 2026-12-01."))

    def minutes_from(self, midnight: datetime) -> timedelta:
        """Return the time from an aware moment; a time without an offset is meant in that moment's time zone."""

        def since(text: str) -> timedelta:
            moment = datetime.fromisoformat(text)
            if len(text) < _DATE_AND_TIME_AT_LEAST:
                raise ValueError("a date alone does not say a time")
            moment = moment.astimezone(midnight.tzinfo) if moment.tzinfo else moment.replace(tzinfo=midnight.tzinfo)
            return moment - midnight

        return self._parsed(since, N_("{where}: {value} is not a date with a time; write it like 2026-12-04T08:00."))

    def refuse_misspelt(self, known: Sequence[str]) -> None:
        """Refuse a field whose name is almost a known one: it would be passed over in silence. Others may be there."""
        for name in self.object():
            meant = get_close_matches(name, known, 1, _LIKE_A_TYPING_MISTAKE)
            if name not in known and meant and meant[0] not in self.object():
                Field(None, self._inside(shown(name)), self.t).fail(
                    N_("{where} is not known; {meant} is probably meant."), meant=meant[0]
                )

    def _inside(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def _parsed(self, parse: Callable[[str], _Value], sentence: str) -> _Value:
        try:
            return parse(self.text())
        except (ValueError, OverflowError):
            self.fail(sentence)


def shown(value: Any) -> str:
    """Return a value as it stands in JSON, on one line and not too long."""
    text = json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _can_be_written(text: str) -> bool:
    """Whether a text holds no half characters (lone surrogates), which JSON can escape but no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
