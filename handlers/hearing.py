"""What was heard: the understanding of a text within the organisation, and which offered choice it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Self

from handlers import data_words
from handlers.locales import N_
from handlers.turn import Turn
from handlers.understanding import Context, Intent, Understanding, may_command, understand
from handlers.understanding.commands import exact_command
from models.names import fold

_NUMBER = re.compile(r"\d{1,2}")
_LONGEST_ID = 9  # digits
OLDER = "older"  # marks a choice that came unasked, before the last answer
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_THANKS = re.compile(r"\W*(da |em |toi |minh |xin )*(cam on|thanks|thank you|tks)\b( \w+){0,4}\W*")
_COUNT = re.compile(r" \(\d+\)$")  # “được giới thiệu (4)” is also meant by its words alone
_PAGE = re.compile(r"(?:trang|tr|page)\.? ?(?:so )?(\d{1,3})")
BACK, MORE = N_("← Back"), N_("More →")  # the choices for turning pages: their data ends with the page, from 0
_SLASH = re.compile(r"/(\w+)")
_SHORTEST_PART = 2  # letters: An, Tú and Vy are given names
_YES, _NO = ":yes", ":no"
# “mời Nguyễn Văn An”: one word alone is too little for the understanding, which knows nobody's name.
# Without accents “moi nguoi” is rather “mọi người”.
_INVITING = re.compile(r"(mời|moi(?!\s+(nguoi|thu|luc|ngay|tuan|thang)\b)|invite)\s+\w", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heard:
    """A text and how it was understood."""

    text: str
    understanding: Understanding

    @classmethod
    def of_intent(cls, intent: Intent) -> Self:
        """Return what a choice of the menu stands for: the intent without any words."""
        return cls("", Understanding(intent=intent))


def hear(turn: Turn, text: str) -> Heard:
    """Return `text` as it is understood in the writer's organisation."""
    understanding = understand(text, context(turn))
    named = _named_by_slash(turn, text)
    if named is not None and understanding.intent != named:
        return Heard(text, Understanding(intent=named))
    if understanding.intent == Intent.CANDIDATE_CODE and _INVITING.match(text):
        return Heard(text, replace(understanding, intent=Intent.INVITE))
    about_data = data_words.meant(text, understanding.intent)
    if about_data is not None:
        return Heard(text, replace(understanding, intent=about_data))
    if understanding.intent == Intent.UNKNOWN:
        understanding = replace(understanding, intent=_small_words(text))
    return Heard(text, understanding)


def may_leave_form(text: str) -> bool:
    """Whether `text` may be more than the answer to the question that stands open; cheap where it is not."""
    return text.startswith("/") or _INVITING.match(text) is not None or may_command(text)


def leaves_any_question(text: str) -> bool:
    """Whether `text` leaves even a question that any words may answer: a command, “thôi”, and not a word more."""
    return text.startswith("/") or exact_command(text) is not None


def _small_words(text: str) -> Intent:
    """Return what is meant by words that need no understanding of names or facts."""
    if _INVITING.match(text):
        return Intent.INVITE
    return Intent.GREETING if _THANKS.fullmatch(fold(text)) else Intent.UNKNOWN


def _named_by_slash(turn: Turn, text: str) -> Intent | None:
    """Return the intent of a slash command as the messenger's menu shows it, whatever else its words may mean."""
    found = _SLASH.match(text)
    command = found[1].casefold() if found else None
    return next((route.intent for route in turn.routes if command and route.command == command), None)


def context(turn: Turn) -> Context:
    """Return what the understanding may know: today, the enterprises, and the writer's own one."""
    return Context(
        today=turn.today,
        enterprises=turn.settings.enterprises.index(turn.session),
        own_enterprise=turn.access.own_enterprise,
    )


def offered(turn: Turn, text: str) -> str | None:
    """Return the data of the choice last offered in this chat that `text` means, by its number or its words."""
    offer = turn.chat.offer or []
    if is_number(text):
        meant = numbers(offer).get(int(text))
        return meant["data"] if meant else None
    wanted = bare(text)
    for choice in _newest_first(offer):
        if wanted and wanted in (bare(choice["label"]), bare(_COUNT.sub("", choice["label"]))):
            return choice["data"]
    return _page(turn, text, offer) or _yes_or_no(turn, text, offer)


def numbers(offer: list[dict[str, str]]) -> dict[int, dict[str, str]]:
    """Return the choices of an offer by their numbers: their places, but for those that came unasked their own."""
    return {int(choice.get("number", place)): choice for place, choice in enumerate(offer, 1)}


def _newest_first(offer: list[dict[str, str]]) -> list[dict[str, str]]:
    """Words mean what was asked last: what came unasked since the last answer, that answer, what came before it."""
    backwards = offer[::-1]
    unasked = [choice for choice in backwards if "number" in choice]
    newer = [choice for choice in unasked if OLDER not in choice]
    return [*newer, *(choice for choice in backwards if "number" not in choice), *unasked]


def offered_in_part(turn: Turn, text: str) -> str | None:
    """Return the data of the one choice last offered whose label holds `text` among its words, “Kiên” for example."""
    wanted = bare(text)
    offer = turn.chat.offer or [] if len(wanted) >= _SHORTEST_PART else []
    fitting = [choice["data"] for choice in offer if f" {wanted} " in f" {fold(choice['label'])} "]
    return fitting[0] if len(fitting) == 1 else None


def id_in(data: str) -> int | None:
    """Return the id that the data of a choice holds; None for anything else, also for what no database can hold."""
    return int(data) if data.isdecimal() and len(data) <= _LONGEST_ID else None


def is_number(text: str) -> bool:
    """Whether `text` is a number that may mean a choice."""
    return _NUMBER.fullmatch(text) is not None


def _page(turn: Turn, text: str, offer: list[dict[str, str]]) -> str | None:
    """“trang 2”: the place of a list that the choices for turning its pages name, with another page."""
    found = _PAGE.fullmatch(bare(text))
    if found is None:
        return None
    turning = (turn.t(BACK), turn.t(MORE))
    place = next((choice["data"].rpartition(":")[0] for choice in offer if choice["label"] in turning), None)
    return f"{place}:{max(int(found[1]) - 1, 0)}" if place is not None else None


def _yes_or_no(turn: Turn, text: str, offer: list[dict[str, str]]) -> str | None:
    """“Ok”, “không”: the answer to the newest question that can be answered so."""
    asked = [choice["data"] for choice in _newest_first(offer) if choice["data"].endswith((_YES, _NO))]
    if not asked:
        return None
    meant = {Intent.AFFIRM: _YES, Intent.DENY: _NO}.get(hear(turn, text).understanding.intent)
    if meant is None:
        return None
    question = asked[0].removesuffix(_YES).removesuffix(_NO)
    return next((data for data in asked if data == question + meant), None)


def bare(text: str) -> str:
    """Return `text` as choices are compared with what was typed: without accents, capitals and marks around it."""
    return _EDGES.sub("", fold(text))
