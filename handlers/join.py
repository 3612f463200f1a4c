"""The door: a stranger gives an invitation code, reads the data notice, and agrees or does not."""

from __future__ import annotations

import re

from handlers import files, languages, menu, messengers, privacy
from handlers.classes import check_in
from handlers.hearing import Heard, hear, offered
from handlers.markup import bold
from handlers.turn import Reply, Turn
from handlers.understanding import Intent
from models import invitations
from models.invitations import Outcome, Redeemed
from models.people import Person

# A code as it stands in a sentence: “mã của tôi là ACDE-FGHJ”.
_IN_SENTENCE = re.compile(r"\b[a-z0-9]{4}-[a-z0-9]{4}\b", re.IGNORECASE | re.ASCII)
_CODE_LETTERS = range(4, 17)
_MISTYPED_LETTERS = range(invitations.LENGTH - 1, invitations.LENGTH + 2)
_MOST_WORDS = 2


def at_the_door(turn: Turn, text: str) -> Reply:
    """Answer somebody whose chat is not joined to a person, or who has not agreed yet."""
    data = offered(turn, text)
    if data is not None:
        return pressed(turn, data)
    heard = hear(turn, text)
    understanding = heard.understanding
    if understanding.sensitive:
        return files.identity_number(turn)
    code = _code(text, understanding.intent)
    if code is not None:
        return _redeem(turn, code)
    return _without_code(turn, heard)


def pressed(turn: Turn, data: str) -> Reply:
    """Answer a press of somebody at the door: only the consent's choices mean something here."""
    if turn.person is None:
        return _ask_for_code(turn)
    if data in privacy.ANSWERS:
        return privacy.pressed(turn, data.removeprefix("privacy:"))
    return _ask_for_consent(turn)


def already(turn: Turn) -> Reply:
    """Answer the code of somebody who needs none."""
    name = turn.known_person.full_name
    return Reply(turn.t("This account is already joined to {name}; no code is needed.", name=name))


def _without_code(turn: Turn, heard: Heard) -> Reply:
    intent = heard.understanding.intent
    if intent == Intent.LANGUAGE:
        return languages.change_to(turn, heard.text)
    if turn.person is None:
        return _ask_for_code(turn)
    if intent == Intent.MY_DATA:
        return privacy.show(turn, heard)
    if intent == Intent.HELP:
        return privacy.ask(
            turn,
            turn.t(
                "I help cells and the committee with candidates, meetings and classes. Should anything be unclear, "
                "please ask the person who invited {you}."
            ),
        )
    return _ask_for_consent(turn)


def _ask_for_consent(turn: Turn) -> Reply:
    return privacy.ask(turn, turn.t("Before we begin I need your answer."))


def _code(text: str, intent: Intent) -> str | None:
    """Return what is meant as an invitation code in `text`: a link's payload, or what has the form of one."""
    command, _, payload = text.partition(" ")
    if command.casefold().partition("@")[0] == "/start":
        return None if payload.startswith(check_in.LINK) else payload.strip() or None
    # In one piece it is a code whatever else it may mean; “xem QC999” has a code's letters only by chance.
    if invitations.looks_like_code(text) and (intent == Intent.UNKNOWN or " " not in text):
        return text
    within = _IN_SENTENCE.search(text)
    if within is not None:
        return within[0]
    return text if intent == Intent.UNKNOWN and _may_be_mistyped_code(text) else None


def _may_be_mistyped_code(text: str) -> bool:
    """Whether `text` is rather a code with a slip in it than words: no accents, and digits, capitals or its length."""
    letters = invitations.normalise(text)
    if not (letters.isascii() and letters.isalnum() and len(letters) in _CODE_LETTERS):
        return False
    if len(text.split()) > _MOST_WORDS:
        return False
    has_digit = any(letter.isdigit() for letter in letters)
    is_word_of_its_length = " " not in text and len(letters) in _MISTYPED_LETTERS
    return has_digit or text.isupper() or is_word_of_its_length


def _ask_for_code(turn: Turn) -> Reply:
    return Reply(
        turn.t(
            "Hello. This is the assistant of {organisation}.\n"
            "To use it you need an invitation code from your cell's secretary or the committee.\n"
            "Please type the code:",
            organisation=bold(turn.settings.organisation),
        )
    )


def _redeem(turn: Turn, code: str) -> Reply:
    """Try the code. A good one also joins a chat anew whose person has not agreed, or has withdrawn."""
    redeemed = invitations.redeem(turn.session, turn.cipher, turn.chat, code, turn.now)
    if redeemed.person is None and turn.person is not None:
        return _ask_for_consent(turn)
    if redeemed.person is None:
        return Reply(_refusal(turn, redeemed))
    turn.person_changed()
    is_known = messengers.is_second(turn)
    return privacy.ask(turn, messengers.recognise(turn) if is_known else _welcome(turn, redeemed.person))


def _refusal(turn: Turn, redeemed: Redeemed) -> str:
    if redeemed.outcome == Outcome.CLOSED:
        assert redeemed.closed_until is not None
        return turn.t(
            "Five codes were wrong, so this door stays closed until {time}.\n"
            "Please ask the person who invited you for a new code.",
            time=f"{turn.local(redeemed.closed_until):%H:%M}",
        )
    reason = {
        Outcome.WRONG: turn.t("This code is not right."),
        Outcome.USED: turn.t("This code has already been used; each works once."),
        Outcome.EXPIRED: turn.t("This code has expired."),
    }[redeemed.outcome]
    advice = turn.t(
        "{tries} tries left this hour. Check each letter, or ask the person who invited you for a new code.",
        tries=redeemed.tries_left,
    )
    return f"{reason}\n{advice}"


def _welcome(turn: Turn, person: Person) -> str:
    return "\n".join(
        [
            turn.t("Welcome, {name}.", name=bold(person.full_name)),
            *(turn.t("You are {role}.", role=role) for role in menu.roles(turn)),
        ]
    )
