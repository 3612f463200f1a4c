"""A person's rota: the cycle of the crew, what overlays it, and how well it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from models.rest import Habits
from models.shift_exceptions import ContradictionError, Overtime, ShiftException, contradictions, overlaid
from models.shift_patterns import MINUTES_A_DAY, Cycle, Shift
from models.units import ShiftSystem


class Knowledge(StrEnum):
    """How well it is known when somebody works."""

    KNOWN = "known"
    ASSUMED = "assumed"  # nobody has said; the organisation has told to assume it
    UNKNOWN = "unknown"


Unknown = Literal[Knowledge.UNKNOWN]


@dataclass(frozen=True, eq=False, slots=True)
class Rota:
    """When one person works. Without a `cycle` only the days of which an exception tells the shift are known.

    Rotas are compared by identity, so that answers about them are found again quickly: share one among those who have
    the same (:class:`Rotas` does). Raises ``ContradictionError`` when two of the exceptions cannot both be true.
    """

    cycle: Cycle | None
    exceptions: tuple[ShiftException, ...] = ()
    habits: Habits = field(default_factory=Habits)
    is_assumed: bool = False

    def __post_init__(self) -> None:
        for one, other in contradictions(self.exceptions):
            raise ContradictionError(one, other)

    @property
    def knowledge(self) -> Knowledge:
        """How well the cycle is known; single days of an unknown one can be known by an exception."""
        if self.cycle is None:
            return Knowledge.UNKNOWN
        return Knowledge.ASSUMED if self.is_assumed else Knowledge.KNOWN

    def shift_on(self, day: date) -> Shift | Unknown | None:
        """Return the shift that starts on `day`, `None` on a day off."""
        usual: Shift | Unknown | None = Knowledge.UNKNOWN if self.cycle is None else self.cycle.on(day)
        return overlaid(day, usual, self.exceptions)

    def work_on(self, day: date) -> Iterator[tuple[int, int]]:
        """Yield the known work that starts on `day`, ``[start, end)`` in minutes from the beginning of the calendar."""
        midnight = day.toordinal() * MINUTES_A_DAY
        shift = self.shift_on(day)
        if isinstance(shift, Shift):
            yield midnight + shift.start, midnight + shift.end
        for one in self.exceptions:
            if isinstance(one, Overtime) and one.day == day:
                yield midnight + one.hours.start, midnight + one.hours.end


class Rotas:
    """The rotas of an organisation's shift systems.

    `assumed` is the code of the system that people without any are taken to have, office hours for example; without it
    nothing is assumed of them. Somebody in a known system whose crew is not known is never assumed to be elsewhere.
    Raises ``ValueError`` or ``KeyError`` for a system whose hours and cycle do not fit, and for an `assumed` that does
    not exist.
    """

    def __init__(
        self, systems: Iterable[ShiftSystem], habits: Habits | None = None, *, assumed: str | None = None
    ) -> None:
        self._habits = habits or Habits()
        self._crews = {system.code: cycles_of(system) for system in systems}
        self._assumed = None if assumed is None else _only(self._crews[assumed])
        self._shared: dict[tuple[str | None, str | None], Rota] = {}

    def of(self, system: str | None, crew: str | None, exceptions: Iterable[ShiftException] = ()) -> Rota:
        """Return the rota of somebody in `crew` of the system with this code; the same one for the same question.

        Without a crew it is known only in a system in which every crew works alike. Raises ``ContradictionError``.
        """
        overlay = tuple(exceptions)
        usual = self._shared.get((system, crew))
        if usual is None:
            cycle = self._assumed if system is None else self._cycle(system, crew)
            usual = self._shared[system, crew] = Rota(cycle, (), self._habits, is_assumed=system is None)
        return Rota(usual.cycle, overlay, self._habits, usual.is_assumed) if overlay else usual

    def _cycle(self, system: str, crew: str | None) -> Cycle | None:
        crews = self._crews.get(system, {})
        return _only(crews) if crew is None else crews.get(crew)


def cycles_of(system: ShiftSystem) -> dict[str | None, Cycle]:
    """Return the cycle of each crew; a system without crews is one for everybody, under `None`."""
    usual = Cycle.of(system.hours, system.cycle, system.anchor)
    return {crew: usual.of_crew(offset) for crew, offset in system.crew_offsets.items()} or {None: usual}


def _only(crews: dict[str | None, Cycle]) -> Cycle | None:
    cycles = set(crews.values())
    return cycles.pop() if len(cycles) == 1 else None
