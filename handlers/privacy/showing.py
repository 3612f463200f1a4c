"""“Dữ liệu của tôi”: what is held about the person who asks, and what the person can wish."""

from __future__ import annotations

from sqlalchemy import select

from handlers import held, messengers
from handlers.privacy import words
from handlers.turn import Attachment, Choice, Reply, Turn, rows
from models.rights import DataRequest, RequestKind


def show(turn: Turn) -> Reply:
    """Show everything that is held about the person who asks: the main things in words, all of it as a file."""
    number = _number(turn)
    lines = [
        turn.t("What is held about {you}:"),
        *held.lines(turn),
        turn.t("All of it is in the file (request {number}).", number=number),
    ]
    choices = []
    if turn.chat.joined_at:
        choices = [Choice(turn.t("Withdraw consent"), "privacy:withdraw")]
    choices.append(Choice(turn.t("Correct, restrict, delete"), "privacy:rights"))
    if turn.chat.joined_at:
        choices += messengers.leaving(turn)
        lines += [line for line in [messengers.suggestion(turn)] if line]
    attachment = Attachment("person_data", {"code": turn.known_person.code, "name": turn.t("my-data.json")})
    return Reply("\n".join(lines), rows(choices), attachment)


def _number(turn: Turn) -> str:
    """Return the number of the request to see: looking again on the same day is the same one."""
    last = turn.session.scalar(
        select(DataRequest)
        .where(DataRequest.person_id == turn.writer_id, DataRequest.kind == RequestKind.SEE)
        .order_by(DataRequest.id.desc())
        .limit(1)
    )
    if last is not None and turn.local(last.asked_at).date() == turn.today:
        return last.number
    return words.file_done(turn, RequestKind.SEE)
