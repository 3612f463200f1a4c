"""A reported person in words: one line, what is missing, what may be a double."""

from __future__ import annotations

from handlers.locales import N_
from handlers.markup import bold
from handlers.report.drafts import Draft
from handlers.turn import Turn
from models.candidates import Introducer

FIELD_WORDS = {
    "name": N_("name"),
    "birth_year": N_("year of birth"),
    "gender": N_("gender"),
    "enterprise": N_("enterprise"),
    "shift": N_("shift"),
    "introduced_by": N_("who introduced"),
}
GENDER_WORDS = {"female": N_("female"), "male": N_("male")}
INTRODUCER_WORDS = {
    Introducer.TRADE_UNION: N_("introduced by the trade union"),
    Introducer.YOUTH_UNION: N_("introduced by the youth union"),
    Introducer.WOMENS_UNION: N_("introduced by the women's union"),
    Introducer.MEMBER: N_("introduced by a Party member"),
}
_SHIFT_WORDS = {
    "HC": N_("office hours"),
    "3CA": N_("three shifts"),
    "4K": N_("three shifts, four crews"),
    "12H": N_("twelve-hour shifts"),
    "4-2": N_("four days on, two off"),
    "day": N_("day shift"),
    "night": N_("night shift"),
}


def line(turn: Turn, draft: Draft) -> str:
    """Return the person in one line; what was only guessed carries a question mark."""
    parts = [
        bold(draft.name or turn.t("(no name yet)")) + ("?" if draft.name_choices else ""),
        born(draft),
        gender(turn, draft),
        draft.enterprise_name or (f"{draft.enterprise_said}?" if draft.enterprise_said else None),
        shift(turn, draft.shift, draft.crew),
        turn.t(INTRODUCER_WORDS[Introducer(draft.introduced_by)]) if draft.introduced_by else None,
    ]
    return " · ".join(part for part in parts if part)


def called(turn: Turn, draft: Draft) -> str:
    """Return how one speaks of the person: “chị Hạnh”."""
    match draft.gender or draft.gender_guess:
        case "female":
            return turn.t("Ms {name}", name=draft.given_name)
        case "male":
            return turn.t("Mr {name}", name=draft.given_name)
        case _:
            return draft.given_name


def born(draft: Draft) -> str | None:
    """Return the date of birth as it is written, or the year."""
    if draft.birth_date:
        year, month, day = draft.birth_date.split("-")
        return f"{day}/{month}/{year}"
    return str(draft.birth_year) if draft.birth_year else None


def gender(turn: Turn, draft: Draft) -> str | None:
    """Return the gender that was said, or the one that the name suggests with a question mark."""
    if draft.gender:
        return turn.t(GENDER_WORDS[draft.gender])
    return f"{turn.t(GENDER_WORDS[draft.gender_guess])}?" if draft.gender_guess else None


def shift(turn: Turn, number: str | None, crew: str | None) -> str | None:
    """Return shift and crew: “shift 2, crew C”."""
    words = []
    if number in _SHIFT_WORDS:
        words.append(turn.t(_SHIFT_WORDS[number]))
    elif number:
        words.append(turn.t("shift {number}", number=number))
    if crew:
        words.append(turn.t("crew {crew}", crew=crew))
    return ", ".join(words) or None


def unclear_enterprise(turn: Turn, draft: Draft) -> str | None:
    """Return the sentence about an enterprise that fits several, or none."""
    if draft.enterprise or not draft.enterprise_said:
        return None
    if not draft.enterprise_options:
        return turn.t("I find no enterprise “{words}” on the list.", words=draft.enterprise_said)
    count = len(draft.enterprise_options)
    return turn.t("“{words}” fits {count} enterprises: please choose.", words=draft.enterprise_said, count=count)


def missing(turn: Turn, draft: Draft) -> str | None:
    """Return the sentence about what would still be good to know."""
    asked = ("enterprise",) if draft.enterprise_said else ()  # it has a sentence of its own
    names = ", ".join(turn.t(FIELD_WORDS[name]) for name in draft.missing if name not in asked)
    return turn.t("Not said yet: {fields}.", fields=names) if names else None
