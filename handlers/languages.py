"""Vietnamese or English, for each chat."""

from __future__ import annotations

from handlers import menu
from handlers.hearing import Heard
from handlers.turn import Reply, Turn
from models.chats import Language
from models.names import fold

_VIETNAMESE_WORDS = ("vi", "viet", "vietnamese", "vn")


def change(turn: Turn, heard: Heard) -> Reply:
    """Change the chat's language to the one that was said, or to the other one when none was."""
    return change_to(turn, heard.text)


def change_to(turn: Turn, text: str) -> Reply:
    """Change the language by the words of `text`."""
    words = fold(text).replace("/", " ").split()
    if any(word in _VIETNAMESE_WORDS for word in words):
        wanted = Language.VIETNAMESE
    elif any(word in ("en", "english", "anh") for word in words):
        wanted = Language.ENGLISH
    else:
        wanted = Language.ENGLISH if turn.chat.language == Language.VIETNAMESE else Language.VIETNAMESE
    turn.chat.language = wanted
    sentence = turn.t("From now on I speak English. Type “tiếng Việt” to go back.")
    if turn.chat.joined_at is None:
        return Reply(sentence)
    return Reply(sentence, menu.show(turn).choices, commands=menu.commands(turn))
