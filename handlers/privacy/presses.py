"""Where words and choices about one's own data lead."""

from __future__ import annotations

import re

from handlers import data_words, menu
from handlers.hearing import Heard
from handlers.privacy import following, linking, notice, on_behalf, paper, showing, wishes, withdrawing
from handlers.turn import Reply, Turn
from models.rights import RequestKind

# What is open to a person who has not agreed: the two equal choices, and the rights, which need no consent.
ANSWERS = (
    *("privacy:yes", "privacy:no", "privacy:rights", "privacy:mine:0"),
    *(f"privacy:{kind}{end}" for kind in ("restrict", "object", "delete") for end in ("", ":yes", ":no")),
)
_PREAMBLE = re.compile(
    r"^\W*(sửa|sua|đính chính|dinh chinh|correct)\s*(lại|lai)?\s*(giúp|giup)?\s*"
    r"((dữ liệu|du lieu|thông tin|thong tin|my data)\s*(cá nhân|ca nhan)?\s*(của|cua)?\s*(tôi|toi|em|mình|minh)?)?\W*",
    re.IGNORECASE,
)


def show(turn: Turn, heard: Heard | None = None) -> Reply:
    """Answer “dữ liệu của tôi” and what people say about their own data."""
    said = heard.text if heard else ""
    match data_words.wish(said):
        case "correct":
            return wishes.correct(turn, _PREAMBLE.sub("", said)) if turn.chat.joined_at else wishes.overview(turn)
        case ("delete" | "restrict" | "object") as kind:
            return wishes.passed_on(turn, RequestKind(kind))
        case "mine":
            return wishes.mine(turn, 0)
        case "rights":
            return wishes.overview(turn)
        case _:
            return showing.show(turn)


def pressed(turn: Turn, args: str) -> Reply:
    """Take the answer to the data notice, or a wish about one's data."""
    if turn.person is None:
        return menu.outdated(turn)
    match args.split(":"):
        case ["yes"]:
            return notice.agree(turn)
        case ["no"]:
            return notice.decline(turn)
        case ["withdraw"]:
            return withdrawing.ask(turn)
        case ["withdraw", purpose]:
            return withdrawing.chosen(turn, purpose) or menu.outdated(turn)
        case _:
            return _wished(turn, args)


def _wished(turn: Turn, args: str) -> Reply:
    match args.split(":"):
        case ["rights"]:
            return wishes.overview(turn)
        case ["correct"] if turn.chat.joined_at:
            return wishes.correct(turn, "")
        case [("restrict" | "object" | "delete") as kind, *answer] if len(answer) < 2:
            return wishes.passed_on(turn, RequestKind(kind), *answer)
        case ["mine", page] if page.isdecimal():
            return wishes.mine(turn, int(page))
        case ["back", number]:
            return wishes.take_back(turn, number)
        case _:
            return menu.outdated(turn)


def consent_pressed(turn: Turn, args: str) -> Reply:
    """Follow a choice about the consent of a candidate."""
    match args.split(":"):
        case ["follow", answer]:
            return following.answered(turn, answer)
        case ["link", code] if turn.access.sees_candidates:
            return linking.link(turn, code)
        case ["paper", code] if turn.access.sees_candidates:
            return paper.begin(turn, code)
        case ["wishes", code]:
            return on_behalf.ask(turn, code)
        case ["wish", code, kind]:
            return on_behalf.file(turn, code, kind)
        case _:
            return menu.outdated(turn)
