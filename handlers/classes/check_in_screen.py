"""“Mở điểm danh”: the organiser opens the screen whose code the room types; without an address the code itself."""

from __future__ import annotations

from handlers import menu
from handlers.classes import check_in_words, occasion
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from models import check_in
from models.classes import ClassSitting, SittingState

PATH = "/check-in"


def begin(turn: Turn, _heard: Heard) -> Reply:
    """Open the check-in of the sitting that is on or comes next, or ask which."""
    found = occasion.newest(turn)
    if not found:
        return Reply(turn.t("No sitting of a class is on or yet to come."), menu.show(turn).choices)
    on = [sitting for sitting in found if check_in.is_open(sitting, turn.now)]
    if len(on or found) == 1:
        return _opened(turn, (on or found)[0])
    choices = [Choice(occasion.named(turn, one), f"croll:screen:{one.id}") for one in on or found]
    return Reply(bold(turn.t("Check-in to which sitting?")), rows(choices))


def pressed(turn: Turn, sitting_id: int, *, anew: bool = False) -> Reply:
    """Open the check-in of this sitting; with `anew` under another address, so that the old one shows nothing."""
    found = occasion.SittingOccasion.find(turn, sitting_id, lock=True)
    if found is None or found.sitting.state is not SittingState.PLANNED or found.sitting.ends_at < turn.now:
        return menu.outdated(turn)
    if anew:
        found.sitting.check_in_key = None
    return _opened(turn, found.sitting, replaces=True)


def _opened(turn: Turn, sitting: ClassSitting, *, replaces: bool = False) -> Reply:
    if sitting.check_in_key is None:
        sitting.check_in_key = check_in.new_key()
        turn.session.flush()
    told = [bold(turn.t("Check-in: {sitting}", sitting=occasion.named(turn, sitting)))]
    told += _where(turn, sitting)
    board = check_in.board(turn.session, sitting)
    told.append(turn.t("{present}/{all} have checked in.", present=board.present, all=board.seats))
    told += check_in_words.oddities(turn.translator, board)
    choices = [Choice(turn.t("Look again"), f"croll:screen:{sitting.id}")]
    if turn.settings.pages_at:
        choices.append(Choice(turn.t("Another address"), f"croll:anew:{sitting.id}"))
    choices.append(Choice(turn.t("Take the roll"), f"croll:open:{sitting.id}"))
    return Reply("\n".join(told), rows(choices, 2), replaces=replaces)


def _where(turn: Turn, sitting: ClassSitting) -> list[str]:
    start = turn.local(sitting.starts_at - check_in.OPENS_BEFORE)
    opens = turn.t("Codes are taken from {time} to the end.", time=f"{start:%H:%M %d/%m}")
    if turn.settings.pages_at:
        address = f"{turn.settings.pages_at}{PATH}/{check_in.address_of(sitting)}"
        hint = turn.t("Open this page on the screen of the room; it is secret and ends with the sitting:")
        return [hint, address, opens]
    if not check_in.is_open(sitting, turn.now) or sitting.check_in_key is None:
        return [opens]
    code = check_in.code_at(sitting.check_in_key, turn.now)
    left = check_in.seconds_left(turn.now)
    told = turn.t("The code now: {code} ({seconds} seconds left).", code=f"{code[:3]} {code[3:]}", seconds=left)
    return [told, turn.t("Those in the room type it to me.")]
