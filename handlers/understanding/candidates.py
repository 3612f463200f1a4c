"""One person read from a piece of text: the recognisers in the order of their certainty, then the name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers.understanding import consents, genders, introducers, names, shifts, workplaces, years
from handlers.understanding.accents import Accented, accent, guess_gender
from handlers.understanding.board import Board
from handlers.understanding.names import NameSaid
from handlers.understanding.phrases import Hit
from handlers.understanding.private_numbers import MASK
from handlers.understanding.said import CandidateSaid, Context, Gender, Reason
from handlers.understanding.words import Kind

_SAYS_NOTHING = (Kind.FILLER, Kind.NAME_IS, Kind.EVERYBODY, Kind.PARTICLE, Kind.ADDRESS, Kind.REPORT)
_HANGS_ON = (Kind.BORN, Kind.COMPANY, Kind.AT, Kind.BY, Kind.GENDER_LABEL, Kind.ZONE)


@dataclass(frozen=True, slots=True)
class PersonRead:
    """Somebody as reported, why, and whether the name begins with a surname."""

    said: CandidateSaid
    reasons: tuple[Reason, ...]
    has_surname: bool

    @property
    def facts(self) -> int:
        """How many facts beside the name were said."""
        said = self.said
        facts = (said.birth_year, said.gender, said.enterprise_said, said.shift or said.crew, said.introduced_by)
        return sum(fact is not None for fact in facts)


def read(text: str, context: Context) -> PersonRead:
    """Read one person from `text`, which may begin with the words that open a report."""
    person = _read(text, context, unsure=True)
    if person.said.full_name is None and person.said.introduced_by == "youth_union":
        again = _read(text, context, unsure=False)  # "Đoàn Thanh Niên" may be a person after all
        if again.has_surname:
            return again
    return person


def _read(text: str, context: Context, *, unsure: bool) -> PersonRead:
    board = Board(text, context)
    opened = _open(board)
    _pass_over_labels_of_private(board)
    birth = years.recognise(board)
    turns = shifts.recognise(board)
    consent = consents.recognise(board)
    introducer = introducers.recognise(board, unsure=unsure)
    workplace = workplaces.recognise(board)
    gender = genders.recognise(board)
    name = names.recognise(board, opened)
    if workplace.said is None:
        workplace = workplaces.recognise_rest(board)
    guess = guess_gender(name.words) if name else None
    gender = gender or (name.gender if name else None) or genders.settle(board, guess)
    workplaces.pass_over_zones(board)
    _pass_over(board)
    said = CandidateSaid(
        birth_year=birth.year,
        birth_date=birth.date,
        age=birth.age,
        gender=gender,
        gender_guess=guess,
        enterprise_said=workplace.said,
        enterprises=workplace.matches,
        shift=turns.shift,
        crew=turns.crew,
        introduced_by=introducer,
        consent_said=consent,
        leftover=board.leftover(),
    )
    return PersonRead(_named(said, name, gender), tuple(board.reasons), bool(name and name.has_surname))


def _named(said: CandidateSaid, name: NameSaid | None, gender: Gender | None) -> CandidateSaid:
    if name is None:
        return said
    accented: Accented = accent(name.words, gender)
    choices = accented.choices if accented.was_plain else ()
    return replace(said, full_name=accented.best, name_was_plain=accented.was_plain, name_choices=choices)


def _open(board: Board) -> int | None:
    """Pass over the words that open a report; where they end."""
    hit = next(board.free_hits(Kind.REPORT), None)
    if hit is None and board.folded(0) == "nguon" and board.folded(1) == ":":
        hit = Hit(0, 2, Kind.REPORT, "")
    if hit is None:
        return None
    board.ignore(0 if _only_fillers(board, hit.start) else hit.start, hit.end)
    return hit.end


def _only_fillers(board: Board, end: int) -> bool:
    place = 0
    while place < end:
        hits = [hit for kind in _SAYS_NOTHING if (hit := board.hits.at(place, kind))]
        if not hits and board.is_word(place):
            return False
        place = max((hit.end for hit in hits), default=place + 1)
    return True


def _pass_over(board: Board) -> None:
    """Pass over what says nothing by itself, so that only words nobody understood are left."""
    for kind in (*_SAYS_NOTHING, *_HANGS_ON):
        for hit in list(board.free_hits(kind)):
            board.ignore(hit.start, hit.end)


def _pass_over_labels_of_private(board: Board) -> None:
    """Pass over the words that announced a private number, before they are taken for syllables of the name."""
    for kind in (Kind.IDENTITY, Kind.PHONE):
        for hit in list(board.free_hits(kind)):
            if kind is Kind.IDENTITY or board.folded(board.skip_colon(hit.end)) == MASK:
                board.ignore(hit.start, hit.end)
