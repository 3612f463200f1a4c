"""“Ca của chi bộ”: whose shifts are known in the cells that the writer leads, page by page."""

from __future__ import annotations

from handlers import menu
from handlers.markup import bold
from handlers.paging import Page
from handlers.shifts import cell_plan, known, words
from handlers.turn import Choice, Reply, Turn, rows
from models.people import Person
from models.person_rotas import rotas_of
from models.rotas import Knowledge, Rota
from models.shift_sayings import Period

PAGE = 6


def show(turn: Turn, page: int = 0) -> Reply:
    """Show a page of the cell's people with their crews; nothing for who leads no cell."""
    if not turn.access.led:
        return menu.lost(turn)
    everybody = cell_plan.of_cell(turn)
    if not everybody:
        return Reply(turn.t("Nobody is entered in {your} cell yet."), menu.show(turn).choices)
    week = Period.week_of(turn.today)
    rotas = rotas_of(turn.session, everybody, week.first, week.last, turn.settings.habits)
    unknown = sum(rotas[person.id].knowledge is Knowledge.UNKNOWN for person in everybody)
    at = Page.of(len(everybody), PAGE, page)
    head = turn.t("Shifts of the cell: {known}/{all} known", known=len(everybody) - unknown, all=len(everybody))
    shown = at.cut(list(enumerate(everybody, 1)))
    lines = [bold(head + at.words(turn))]
    lines += [f"{number}) {_line(turn, person, rotas[person.id], week)}" for number, person in shown]
    lines.append(turn.t("A crew at once: “kíp B: 1, 3, 5” or “kíp B: Hạnh, Dũng”."))
    return Reply("\n".join(lines), (*rows(_crews(turn, everybody), 4), *rows(at.turning(turn, "shifts:cell"), 2)))


def _line(turn: Turn, person: Person, rota: Rota, week: Period) -> str:
    if rota.knowledge is Knowledge.UNKNOWN:
        return turn.t("{name}: shifts not known", name=person.full_name)
    system = known.system(turn, person.shift_system_code)
    crew = words.crew(turn.t, person.crew, system) if system else ""
    return f"{person.full_name}: {crew}; {words.week(turn.t, rota, week.first)}"


def _crews(turn: Turn, everybody: list[Person]) -> list[Choice]:
    """The crews of the system in which most of the cell works."""
    systems = [system for person in everybody if (system := known.own_system(turn, person)) is not None]
    if not systems:
        return []
    usual = max(systems, key=lambda system: sum(other is system for other in systems))
    return [
        Choice(turn.t("Crew {crew}…", crew=crew), f"shifts:crewof:{crew}") for crew in sorted(usual.crew_offsets)[:8]
    ]
