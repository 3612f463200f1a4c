"""Writes the crew that somebody has confirmed, and the day on which they did."""

from __future__ import annotations

from datetime import date

from handlers import menu
from handlers.markup import bold
from handlers.shifts import crew_until, known, undoing, words
from handlers.shifts.changed import shifts_changed
from handlers.shifts.undoing import Before, Done
from handlers.turn import Choice, Reply, Turn, rows
from models.units import ShiftSystem


def save(turn: Turn, system: ShiftSystem, crew: str | None, since: date | None = None) -> Reply:
    """Write the writer's own system and crew, what is worked until `since` as swaps; return what was saved."""
    person = turn.known_person
    before = Before.of(person)
    kept = crew_until.kept(turn, known.cycle(system, crew), since) if since is not None else []
    person.shift_system_code, person.crew, person.shifts_said_on = system.code, crew, turn.today
    turn.session.add_all(kept)
    undoing.remember(turn, Done(crews=[before], added=kept))
    meetings = shifts_changed(turn, [person])
    saved = turn.t("✅ Saved: {what}", what=bold(words.crew(turn.t, crew, system)))
    if since is not None:
        what = bold(words.crew(turn.t, crew, system))
        saved = turn.t("✅ Saved: from {day} on {what}", day=words.day(turn.t, since), what=what)
    undo = menu.undo_hint(turn)
    choices = [Choice(turn.t("My shifts"), "shifts:show"), Choice(turn.t("Undo"), "go:undo")]
    return Reply("\n".join([saved, undo, *meetings]), rows(choices))


def confirm(turn: Turn) -> Reply:
    """Note that the writer has said again what is known already."""
    turn.known_person.shifts_said_on = turn.today
    sentence = turn.t("That is what is known here already; thank {you}, it is noted as still right.")
    return Reply(sentence, rows([Choice(turn.t("My shifts"), "shifts:show")]))
