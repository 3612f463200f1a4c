"""Who and where was meant, among what the writer may record: nobody else is found, as if there were nobody else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from handlers.turn import Turn
from handlers.understanding import clear_match
from handlers.understanding.phrases import accents_agree
from models.candidates import PATH, Candidate, Stage
from models.names import fold
from models.units import Enterprise, Unit

_CODE = re.compile(r"QC\d{3,}")
_CELL_WORDS = re.compile(r"^(?:chi bo|cb|cty|cong ty) ")


def by_code(turn: Turn, code: str) -> Candidate | None:
    """Return the candidate of `code` whose path the writer records."""
    return turn.session.scalar(turn.access.recordable().where(Candidate.code == code))


def locked(turn: Turn, code: str) -> Candidate | None:
    """Return the candidate of `code` as it stands now, kept from everybody else until the turn is committed."""
    query = turn.access.recordable().where(Candidate.code == code)
    return turn.session.scalar(query.with_for_update(of=Candidate).execution_options(populate_existing=True))


def who(turn: Turn, said: str) -> tuple[str, ...]:
    """Return the codes of those whom `said`, a code or a name or a part of one, may mean."""
    if _CODE.fullmatch(said):
        return (said,) if by_code(turn, said) else ()
    query = turn.access.recordable().where(Candidate.name_hash.is_not(None)).order_by(Candidate.code)
    known = turn.session.execute(query.with_only_columns(Candidate.code, Candidate.full_name, Candidate.stage)).all()
    words = said.split()
    ranked = [(_fit(words, (name or "").split()), code, stage) for code, name, stage in known]
    best = max((fit for fit, *_ in ranked), default=0)
    meant = [(code, stage) for fit, code, stage in ranked if fit == best and fit > 0]
    on_the_path = [code for code, stage in meant if stage in PATH or stage is Stage.PAUSED]
    return tuple(on_the_path or [code for code, _ in meant])


def where(turn: Turn, said: str) -> tuple[str | None, str | None]:
    """Return the codes of the cell and of the enterprise that `said` means, None for each that there is not."""
    cells = list(turn.session.scalars(turn.access.destinations()))
    cell = _named_cell(cells, said)
    if cell is not None:
        return cell.code, cell.enterprise.code if cell.enterprise else None
    match = clear_match(turn.settings.enterprises.index(turn.session).match(said))
    if match is None:
        return None, None
    own = [cell.code for cell in cells if cell.enterprise is not None and cell.enterprise.code == match.code]
    return (own[0] if len(own) == 1 else None), match.code


def unit_of(turn: Turn, code: str) -> Unit | None:
    """Return the cell of `code` to which somebody may be moved."""
    return turn.session.scalar(turn.access.destinations().where(Unit.code == code))


def enterprise_of(turn: Turn, code: str) -> Enterprise | None:
    """Return the enterprise of `code`."""
    return turn.session.scalar(select(Enterprise).where(Enterprise.code == code))


def _fit(said: Sequence[str], name: Sequence[str]) -> int:
    """How well the words of a name fit: 3 the whole name, 2 its end, 1 some of it with the given name, 0 not at all."""
    if not said or len(said) > len(name) or not _alike(said[-1], name[-1]):
        return 0
    if all(map(_alike, said, name[-len(said) :])):
        return 3 if len(said) == len(name) else 2
    rest = iter(name)
    return 1 if all(any(_alike(word, other) for other in rest) for word in said) else 0


def _alike(said: str, written: str) -> bool:
    return fold(said) == fold(written) and accents_agree(said.casefold(), written.casefold())


def _named_cell(cells: Sequence[Unit], said: str) -> Unit | None:
    """The cell of this code, or the only one whose name these words are."""
    wanted = fold(said).strip()
    exactly = [cell for cell in cells if wanted == fold(cell.code)]
    bare = _CELL_WORDS.sub("", wanted)
    named = [cell for cell in cells if bare and bare == _CELL_WORDS.sub("", fold(cell.name))]
    found = exactly or named
    return found[0] if len(found) == 1 else None
