"""A person as reported so far: what was said, what it may mean, and what was left open on purpose."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self

from handlers.understanding import CandidateSaid, EnterpriseMatch, clear_match
from models.names import fold

_AS_GOOD = 0.15  # a match that scores this much less than the best is not offered
SHIFT_SYSTEMS = ("HC", "3CA", "4K", "12H", "4-2")


@dataclass(frozen=True, slots=True)
class Draft:
    """One person; None is what nobody has said.

    ``enterprise`` is the code of the registered enterprise once that is clear; until then ``enterprise_said`` holds
    the words and ``enterprise_options`` the (code, name) pairs that they may mean. ``skipped`` names the questions
    that the secretary left open.
    """

    name: str | None = None
    name_choices: tuple[str, ...] = ()
    birth_year: int | None = None
    birth_date: str | None = None  # ISO 8601
    gender: str | None = None
    gender_guess: str | None = None
    enterprise: str | None = None
    enterprise_name: str | None = None
    enterprise_said: str | None = None
    enterprise_options: tuple[tuple[str, str], ...] = ()
    shift: str | None = None
    crew: str | None = None
    introduced_by: str | None = None
    consent: bool | None = None
    skipped: tuple[str, ...] = ()

    @classmethod
    def from_said(cls, said: CandidateSaid) -> Self:
        """Return the draft of what was said of one person."""
        return cls().with_said(said)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """Return the draft that :meth:`to_json` wrote."""
        tuples = {
            "name_choices": tuple(kept["name_choices"]),
            "enterprise_options": tuple((code, name) for code, name in kept["enterprise_options"]),
            "skipped": tuple(kept["skipped"]),
        }
        return cls(**{**kept, **tuples})

    def to_json(self) -> dict[str, Any]:
        """Return the draft as a conversation keeps it."""
        return asdict(self)

    def with_said(self, said: CandidateSaid) -> Self:
        """Return the draft with everything that `said` says put in; what it does not say stays."""
        new: dict[str, Any] = {}
        if said.full_name:
            new |= {"name": said.full_name, "name_choices": said.name_choices if said.name_was_plain else ()}
            new["gender_guess"] = said.gender_guess
        if said.birth_year:
            new |= {"birth_year": said.birth_year, "birth_date": _iso(said.birth_date)}
        if said.shift or said.crew:
            new |= {"shift": said.shift, "crew": said.crew}
        for name in ("gender", "introduced_by"):
            if getattr(said, name):
                new[name] = getattr(said, name)
        if said.consent_said is not None:
            new["consent"] = said.consent_said
        draft = replace(self, **new)
        return draft.with_enterprise(said.enterprise_said, said.enterprises) if said.enterprise_said else draft

    def with_enterprise(self, words: str, matches: tuple[EnterpriseMatch, ...]) -> Self:
        """Return the draft with an enterprise as it was said: settled when exactly one fits, else open."""
        only = clear_match(matches)
        close = tuple(match for match in matches if match.score >= matches[0].score - _AS_GOOD)
        return replace(
            self,
            enterprise=only.code if only else None,
            enterprise_name=only.name if only else None,
            enterprise_said=words,
            enterprise_options=() if only else tuple((match.code, match.name) for match in close),
            skipped=tuple(name for name in self.skipped if name != "enterprise"),
        )

    def skip(self, question: str) -> Self:
        """Return the draft with `question` left open on purpose."""
        return replace(self, skipped=(*self.skipped, question))

    @property
    def given_name(self) -> str:
        """Return the last syllable of the name, by which people are called."""
        return (self.name or "").split(" ")[-1]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of the facts that would still be good to know."""
        there = {
            "birth_year": self.birth_year,
            "gender": self.gender,
            "enterprise": self.enterprise,
            "shift": self.shift or self.crew,
            "introduced_by": self.introduced_by,
        }
        return tuple(name for name, value in there.items() if value is None)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report: the people, the cell, whether to ask question by question, and a draft being completed."""

    people: tuple[Draft, ...] = (Draft(),)
    cell: int | None = None  # id of the unit
    guided: bool = False
    editing: str | None = None  # the question to put again
    completes: str | None = None  # the code of the draft candidate that this report fills in

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """Return the report that a conversation's answers hold."""
        return cls(
            people=tuple(Draft.from_json(kept) for kept in answers["people"]),
            cell=answers["cell"],
            guided=answers["guided"],
            editing=answers["editing"],
            completes=answers["completes"],
        )

    def to_answers(self) -> dict[str, Any]:
        """Return the report as a conversation's answers."""
        return {
            "people": [draft.to_json() for draft in self.people],
            "cell": self.cell,
            "guided": self.guided,
            "editing": self.editing,
            "completes": self.completes,
        }

    def with_more(self, people: tuple[Draft, ...]) -> Self:
        """Return the report with more people in it; one of the same name takes the earlier one's place."""
        names = {fold(draft.name or "") for draft in people}
        kept = tuple(draft for draft in self.people if draft.name and fold(draft.name) not in names)
        return replace(self, people=(*kept, *people), guided=False, editing=None)

    def without(self, index: int) -> Self:
        """Return the report without one of its people."""
        return replace(self, people=(*self.people[:index], *self.people[index + 1 :]))

    @property
    def names(self) -> str:
        """Return the names of those who have one, for a sentence."""
        return ", ".join(draft.name for draft in self.people if draft.name)

    def with_person(self, index: int, draft: Draft) -> Self:
        """Return the report with one person replaced."""
        return replace(self, people=(*self.people[:index], draft, *self.people[index + 1 :]), editing=None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
