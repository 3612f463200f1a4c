"""The answer to “tuần này bạn làm ca 2, đúng không?”, which is asked once a month of old crews."""

from __future__ import annotations

from handlers import menu
from handlers.shifts import crew, crew_saving, overview
from handlers.turn import Reply, Turn
from models.people import Person


def token(person: Person) -> str:
    """Return what names the crew that was asked about in the data of a choice."""
    return f"{person.shift_system_code}.{person.crew}"


def pressed(turn: Turn, value: str) -> Reply:
    """Take “3CA.B:yes” or “…:no”: note the day, or ask for the crew; show what is known when it was set since."""
    asked, _, answer = value.rpartition(":")
    if asked != token(turn.known_person):
        return overview.show(turn) if asked else menu.outdated(turn)
    match answer:
        case "yes":
            return crew_saving.confirm(turn)
        case "no":
            return crew.ask(turn)
        case _:
            return menu.outdated(turn)
