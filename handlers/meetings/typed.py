"""What is typed while times are proposed: a day or an hour means a meeting then, and the proposals stay in view."""

from __future__ import annotations

from handlers.meetings import draft, leading, reading
from handlers.turn import Choice, Reply, Turn, rows
from models.meeting_windows import Window

_OTHER = "meet:when:"


def at_proposals(turn: Turn, text: str) -> Reply | None:
    """Return the answer to `text`, which means nothing else, when times for a meeting were proposed last."""
    offer = [choice for choice in turn.chat.offer or [] if "number" not in choice]
    other = next((choice["data"] for choice in offer if choice["data"].startswith(_OTHER)), "")
    unit_id, _, rest = other.removeprefix(_OTHER).partition(":")
    letter, _, rest = rest.partition(":")
    meeting_id, _, near = rest.partition(":")
    unit, kind = draft.led_unit(turn, unit_id), draft.kind_of(letter)
    if unit is None or kind is None:
        return None
    asked, moving = reading.read(turn, text), draft.led_meeting(turn, meeting_id)
    again = rows([Choice(choice["label"], choice["data"]) for choice in offer])
    if asked.is_impossible:
        return Reply(turn.t("There is no such day or time. For example: “CN 13/12 8:00”."), again)
    if not asked.has_time:
        sentence = turn.t("I did not understand that. Choose a time, or type one: “CN 13/12 8:00”.")
        return Reply(sentence, again)
    if moving is not None:
        return leading.move(turn, moving, asked)
    if asked.first and asked.last and not asked.is_day:
        return leading.plan(turn, unit, kind, Window(asked.first, asked.last))
    return leading.begin(turn, unit, kind, asked, draft.day_of(near))
