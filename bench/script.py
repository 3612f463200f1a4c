"""What the people of the fake messenger say: a script of steps, said by every chat in turn."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh")
_MIDDLE_NAMES = (
    "Văn",
    "Thị",
    "Đức",
    "Minh",
    "Ngọc",
    "Thu",
    "Quang",
    "Hữu",
    "Thanh",
    "Xuân",
    "Hồng",
    "Bảo",
    "Gia",
    "Kim",
)
_GIVEN_NAMES = ("Anh", "Bình", "Cường", "Dung", "Giang", "Hà", "Hùng", "Khánh", "Lan", "Long", "Oanh", "Phúc", "Quân")


@dataclass(frozen=True)
class Step:
    """One thing that a person does, and how many messages of the bot answer it."""

    text: str | None = None
    press: str | None = None
    replies: int = 1


@dataclass(frozen=True)
class Script:
    """`first` once in each chat, then `loop` again and again.

    As a file: a list of steps `{"text": …}` or `{"press": "label"}`, each with `"replies": N` if it is answered by
    several messages, or `{"first": [steps], "loop": [steps]}`. In texts, `{chat}` and `{turn}` stand for the numbers of
    chat and turn, and `{name}` for the name of a person that differs from turn to turn.
    """

    first: tuple[Step, ...] = ()
    loop: tuple[Step, ...] = (Step(text="ping"),)

    def step(self, turn: int) -> Step:
        """The step of a chat's turn, counted from 0."""
        if turn < len(self.first):
            return self.first[turn]
        return self.loop[(turn - len(self.first)) % len(self.loop)]


def read_script(path: Path | None) -> Script:
    """The script in a file; the default one says "ping"."""
    if path is None:
        return Script()
    found: Any = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(found, list):
        found = {"loop": found}
    return Script(
        first=tuple(Step(**step) for step in found.get("first", ())), loop=tuple(Step(**step) for step in found["loop"])
    )


def filled(text: str, chat: int, turn: int) -> str:
    """A text with its placeholders filled in."""
    if "{" not in text:
        return text
    return text.replace("{chat}", str(chat)).replace("{turn}", str(turn)).replace("{name}", _name(chat, turn))


def _name(chat: int, turn: int) -> str:
    number = turn + chat * 7919  # a prime, so that neighbours do not share names
    number, given = divmod(number, len(_GIVEN_NAMES))
    number, middle = divmod(number, len(_MIDDLE_NAMES))
    return f"{_SURNAMES[number % len(_SURNAMES)]} {_MIDDLE_NAMES[middle]} {_GIVEN_NAMES[given]}"
