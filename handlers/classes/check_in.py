"""Checking in by oneself: the code of the room that a worker types, or that the link of the screen's QR code brings."""

from __future__ import annotations

import re

from sqlalchemy import select

from handlers import menu
from handlers.classes import check_in_words, seat_telling, words
from handlers.markup import bold
from handlers.turn import Reply, Turn
from models import check_in
from models.check_in import CheckedIn, Outcome
from models.classes import Enrolment
from models.names import fold

LINK = "ci-"  # before the code in what a deep link brings: “/start ci-123456”
_TYPED = re.compile(
    r"(?P<words>/start(?:@\w+)? ci-|/?diem ?danh:? ?|/?check ?-?in:? ?|ma(?: diem danh| so)?:? ?)?"
    r"(?P<code>\d{3}[ .-]?\d{3})"
)
_FOR_OTHERS = re.compile(r"(?:diem ?danh|check ?-?in)\b.*\b(?:ho|gium|giup|cho|thay)\b.*\b\d{3} ?\d{3}")


def meant(turn: Turn, text: str) -> str | None:
    """Return the code when `text` is one for a sitting: of somebody on a course, and no answer to an open question.

    Six bare digits are taken from within a form only while a sitting of the person takes codes; "" stands for words
    that would check in somebody else.
    """
    plain = fold(text).strip(" .!")
    found = _TYPED.fullmatch(plain)
    for_others = found is None and _FOR_OTHERS.fullmatch(plain) is not None
    if (found is None and not for_others) or not _is_on_course(turn):
        return None
    if for_others:
        return ""
    assert found is not None
    if found["words"] or turn.conversation is None or check_in.open_sittings(turn.session, turn.writer_id, turn.now):
        return re.sub(r"\D", "", found["code"])
    return None


def _is_on_course(turn: Turn) -> bool:
    return turn.session.scalar(select(Enrolment.id).where(Enrolment.person_id == turn.writer_id).limit(1)) is not None


def said(turn: Turn, code: str) -> Reply:
    """Answer a code as :func:`meant` returns it."""
    if not code:
        sentence = turn.t(
            "Everybody checks in on their own telephone. For whoever has none with them the organiser marks the roll."
        )
        return menu.aside(turn, sentence)
    person = turn.known_person
    done = check_in.check_in(turn.session, person, code, turn.now, turn.settings.habits)
    seat_telling.tell_moved_up(turn.session, done.moved_up, turn.now)
    return menu.aside(turn, _told(turn, done))


def _told(turn: Turn, done: CheckedIn) -> str:
    if done.outcome is Outcome.CLOSED and done.at is not None:
        return turn.t(
            "Too many codes were wrong, so none are taken until {time}. The organiser can mark {you} on the roll.",
            time=f"{turn.local(done.at):%H:%M}",
        )
    if done.sitting is None or done.at is None:
        return turn.t(check_in_words.REFUSALS[done.outcome])
    at, t = f"{turn.local(done.at):%H:%M}", turn.translator
    name = bold(f"{done.sitting.course.name}, {words.held_in(t, done.sitting)}")
    if done.outcome is Outcome.ALREADY:
        return turn.t("{You} are checked in already, since {time}: {sitting}. Once is enough.", time=at, sitting=name)
    told = turn.t("✅ Checked in at {time}: {sitting}.", time=at, sitting=name)
    if done.outcome is Outcome.WALKED_IN:
        return f"{told}\n" + turn.t("{You} were not booked for this sitting; the organiser sees that it was noted.")
    return told
