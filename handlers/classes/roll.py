"""What belongs to the roll of a class: the choices that lead to it, its forms, and how each is taken back."""

from __future__ import annotations

from handlers import menu
from handlers.classes import certificates, certificates_saving, check_in_screen, roll_photo
from handlers.classes.occasion import SittingOccasion
from handlers.hearing import id_in
from handlers.markup import bold
from handlers.rolls import form, opening, saving
from handlers.rolls.roll import tally
from handlers.turn import Choice, Reply, Turn, rows

FORMS = (certificates.FORM, roll_photo.FORM)
UNDOERS = {
    certificates_saving.UNDO_KIND: certificates_saving.take_back,
    roll_photo.UNDO_KIND: roll_photo.take_back,
}


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice leads; what it opens is checked again."""
    place, _, rest = args.partition(":")
    value, _, more = rest.partition(":")
    number = id_in(value) or 0
    match place:
        case "open":
            return opening.open_(turn, SittingOccasion.find(turn, number))
        case "view":
            return _view(turn, number)
        case "screen" | "anew":
            return check_in_screen.pressed(turn, number, anew=place == "anew")
        case "cert":
            return certificates.of(turn, number)
        case _:
            return _photo_pressed(turn, place, number, more)


def _photo_pressed(turn: Turn, place: str, sitting_id: int, more: str) -> Reply:
    if place == "photo":
        return roll_photo.ask(turn, sitting_id)
    if place == "look":
        return roll_photo.look(turn, sitting_id, id_in(more) or 0)
    return menu.outdated(turn)


def _view(turn: Turn, sitting_id: int) -> Reply:
    """Show the roll of a sitting as it stands: the numbers, who was away, and its photographs."""
    found = SittingOccasion.find(turn, sitting_id)
    if found is None:
        return menu.outdated(turn)
    roll = found.roll(turn)
    marks = {entry.row.id: entry.row.attendance for entry in roll.entries if entry.row.attendance is not None}
    lines = [bold(found.named(turn))]
    if not marks:
        return Reply("\n".join([*lines, turn.t("Its roll has not been saved yet.")]), menu.show(turn).choices)
    away = form.absences(turn, roll, marks, opening.MOST_AWAY)
    lines.append(saving.numbers(turn, tally(marks)))
    lines += [turn.t("Absent: {names}", names=away)] if away else []
    choices = [opening.choice_of(turn, found, turn.t("Mend the roll"))] if found.may_be_mended(turn) else []
    if turn.access.runs_whole_classes and roll_photo.count(turn, sitting_id):
        choices.append(Choice(turn.t("Photo of the paper roll"), f"croll:look:{sitting_id}:0"))
    return Reply("\n".join(lines), rows(choices) or menu.show(turn).choices)
