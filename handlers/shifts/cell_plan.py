"""Setting the crew of several at once, as a form keeps it; and the people of the cell by number and by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from handlers.helpers.people import people_meant
from handlers.shifts import known
from handlers.shifts.crew_questions import crew_named
from handlers.turn import Turn
from models import shift_sayings
from models.people import Person
from models.units import ShiftSystem


@dataclass(frozen=True, slots=True)
class CellPlan:
    """The crew, and codes of who is in it; `unclear` names fit several, `unknown` ones nobody.

    `system` is for those of whom none is known, `to_system` the one to which all of them move. Where everybody works
    alike, as in office hours, `crew` is "".
    """

    crew: str
    people: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    system: str | None = None
    to_system: str | None = None

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """Return the plan that a conversation's answers hold."""
        lists = {name: tuple(answers[name]) for name in ("people", "unclear", "unknown")}
        return cls(crew=answers["crew"], system=answers["system"], to_system=answers.get("to_system"), **lists)

    def to_answers(self) -> dict[str, Any]:
        """Return the plan as a conversation's answers."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def with_people(self, turn: Turn, names: Iterable[str], numbers: Iterable[int]) -> Self:
        """Return the plan with those added whom names and numbers of the list mean."""
        everybody = of_cell(turn)
        people, unclear, unknown = list(self.people), list(self.unclear), list(self.unknown)
        for number in numbers:
            if 1 <= number <= len(everybody):
                people.append(everybody[number - 1].code)
            else:
                unknown.append(str(number))
        for name in names:
            found = people_meant(everybody, name)
            if len(found) == 1:
                people.append(found[0].code)
            else:
                (unclear if found else unknown).append(name)
        return replace(
            self,
            people=tuple(dict.fromkeys(people)),
            unclear=tuple(dict.fromkeys(unclear)),
            unknown=tuple(dict.fromkeys(unknown)),
        )


def of_cell(turn: Turn) -> list[Person]:
    """Return the people of the cells that the writer leads, in the order of their numbers."""
    return list(turn.session.scalars(turn.access.cell_people()))


def people_of(turn: Turn, plan: CellPlan) -> list[Person]:
    """Return who is meant so far, as long as they are in a cell that the writer leads."""
    return [person for person in of_cell(turn) if person.code in plan.people]


def system_of(turn: Turn, plan: CellPlan, person: Person) -> ShiftSystem | None:
    """Return the system in which somebody's crew is set.

    It is the one to which they move, else their own, their enterprise's, or the one that was chosen.
    """
    if plan.to_system is not None:
        return known.system(turn, plan.to_system)
    return known.own_system(turn, person) or known.system(turn, plan.system)


def has_crew(system: ShiftSystem, plan: CellPlan) -> bool:
    """Return whether a system has the crew of a plan, or needs none."""
    return shift_sayings.works_alike(system) if not plan.crew else crew_named(system, plan.crew) is not None
