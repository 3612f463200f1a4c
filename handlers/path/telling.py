"""Who is told of what was recorded: resolutions and decisions go to the committee, transfers to the new cell.

Nobody asked for these messages, so they carry codes and initials.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.locales import Translator
from handlers.markup import bold
from handlers.path.checks import Checked
from handlers.readers import in_charge_of, leaders_of
from handlers.stage_words import STAGE_WORDS
from handlers.turn import Choice, Reply, Turn, rows
from models.candidates import Stage
from models.path import Move
from models.path_moves import Change
from models.units import Unit

TOLD = (Stage.CELL_RESOLVED, Stage.DECIDED, Stage.OFFICIAL_RESOLVED, Stage.OFFICIAL)


def tell(turn: Turn, saved: Sequence[Checked], changes: Sequence[Change]) -> None:
    """Tell those in charge of the resolutions and decisions among `saved`, and new cells of who comes to them."""
    by_unit: dict[int, list[Checked]] = {}
    for one, change in zip(saved, changes, strict=True):
        if one.entry.move is Move.STEP and one.entry.stage in TOLD:
            by_unit.setdefault(one.candidate.unit_id, []).append(one)
        if change.before["unit_id"] != one.candidate.unit_id:
            _tell_new_cell(turn, one, turn.session.get_one(Unit, change.before["unit_id"]))
    for together in by_unit.values():
        _send_committee(turn, together[0].candidate.unit, _recorded(together))


def tell_taken_back(turn: Turn, code: str, unit: Unit) -> None:
    """Tell those in charge that a resolution, a decision or a transfer was taken back."""
    name = unit.name

    def compose(t: Translator) -> Reply:
        return Reply(t("{unit} has taken back a step of {code}.", unit=bold(name), code=code))

    _send_committee(turn, unit, compose)


def _recorded(together: Sequence[Checked]) -> Callable[[Translator], Reply]:
    unit = together[0].candidate.unit.name
    told = [(one.candidate.code, one.candidate.initials, one.entry) for one in together]

    def compose(t: Translator) -> Reply:
        lines = [t("{unit} has recorded:", unit=bold(unit))]
        lines += [
            f"{code} · {initials}: {t(STAGE_WORDS[entry.stage])}" + (f", {entry.day:%d/%m/%Y}" if entry.day else "")
            for code, initials, entry in told
        ]
        return Reply("\n".join(lines), rows([Choice(t("Open {code}", code=code), f"cand:{code}") for code, *_ in told]))

    return compose


def _tell_new_cell(turn: Turn, one: Checked, old: Unit) -> None:
    new = turn.session.get_one(Unit, one.candidate.unit_id)
    code, initials, names = one.candidate.code, one.candidate.initials, (old.name, new.name)

    def compose(t: Translator) -> Reply:
        before, after = names
        told = t(
            "{code} · {initials} has moved from {old} to {new}, with the whole path so far.",
            code=code,
            initials=initials,
            old=before,
            new=bold(after),
        )
        return Reply(told, rows([Choice(t("Open {code}", code=code), f"cand:{code}")]))

    leaders = leaders_of(turn.session, new)
    for person in leaders:
        if person.id != turn.writer_id:
            turn.send(person, compose)
    _send_committee(turn, new, compose, but=tuple(person.id for person in leaders))


def _send_committee(turn: Turn, unit: Unit, compose: Callable[[Translator], Reply], but: tuple[int, ...] = ()) -> None:
    for person in in_charge_of(turn.session, unit):
        if person.id not in (turn.writer_id, *but):
            turn.send(person, compose)
