"""The end of a request: what it does, and that the person is told."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import or_, select

from handlers.classes import seat_telling
from handlers.locales import Translator
from handlers.markup import bold
from handlers.privacy import following, words
from handlers.turn import Choice, Reply, Turn, rows
from models import class_seats, deletion, ledger, rights
from models.candidates import Candidate, Stage, StageStep
from models.messages import Priority
from models.people import Person
from models.reach import chats_of
from models.rights import DataRequest, RequestKind, RequestOutcome

# After these nobody is followed any more; there is nothing to pause.
_OVER = (Stage.PAUSED, Stage.OFFICIAL, Stage.WITHDRAWN, Stage.REJECTED, Stage.TRANSFERRED)


def done(turn: Turn, request: DataRequest) -> Reply:
    """Do what was asked for, and say so to the person."""
    match request.kind:
        case RequestKind.DELETE:
            return _delete(turn, request)
        case RequestKind.RESTRICT | RequestKind.OBJECT:
            for candidate in _candidates(turn, request):
                _pause(turn, candidate, request.number)
        case RequestKind.WITHDRAW:
            for candidate in _candidates(turn, request):
                following.withdraw(turn, candidate)
        case _:
            pass
    return ended(turn, request, RequestOutcome.DONE)


def ended(turn: Turn, request: DataRequest, outcome: RequestOutcome, reason: str | None = None) -> Reply:
    """End a request, and tell the person."""
    rights.end(request, outcome, turn.now, reason)
    request.owner_id = request.owner_id or turn.writer_id
    why = f": {reason}" if reason else ""

    def compose(t: Translator) -> Reply:
        return Reply(f"{bold(words.title(t, request))}: {t(words.OUTCOME_WORDS[outcome])}{why}.")

    is_told = tell(turn, request, compose)
    lines = (
        f"✅ {words.title(turn.translator, request)}: {turn.t(words.OUTCOME_WORDS[outcome])}.",
        told(turn, is_told),
    )
    return Reply("\n".join(lines), _onward(turn))


def tell(turn: Turn, request: DataRequest, compose: Callable[[Translator], Reply]) -> bool:
    """Tell the person of a request, or the person whom a candidate is; return whether there is a chat for it."""
    ids = {request.person_id, *(candidate.person_id for candidate in _candidates(turn, request))}
    people = [turn.session.get_one(Person, one) for one in ids if one is not None]
    reached = chats_of(turn.session, [person.id for person in people])
    for person in people:
        turn.send(person, compose, Priority.NOTICE)
    return bool(reached)


def told(turn: Turn, is_told: bool) -> str:
    """Say whether the person was told."""
    if is_told:
        return turn.t("The person is being told.")
    return turn.t("I cannot reach the person by chat: please tell them yourself.")


def _delete(turn: Turn, request: DataRequest) -> Reply:
    """Delete, and let the last message go to a chat that is a stranger's by then."""
    number = request.number
    request.owner_id = request.owner_id or turn.writer_id
    turn.session.flush()
    subject = deletion.subject_of(turn.session, person_id=request.person_id, candidate_id=request.candidate_id)
    if subject.person is not None:
        moved = class_seats.leave_every_course(turn.session, subject.person.id, turn.now, turn.settings.habits)
        seat_telling.tell_moved_up(turn.session, moved, turn.now)
    codes = [row.code for row in (subject.person, *subject.candidates) if row is not None]
    chats = deletion.delete_on_request(turn.session, subject, turn.now)
    farewells = []
    for chat in chats:
        t = turn.settings.catalogue.translator(chat.language, is_member=False)
        farewell = Reply(
            t(
                "Request {number}: everything about {you} has been deleted, beyond recovery. This is the last message; "
                "this chat is forgotten, too.",
                number=number,
            )
        )
        farewells.append(ledger.Draft(chat.id, farewell.to_json(), Priority.URGENT))
    ledger.queue(turn.session, farewells, incoming_id=None, now=turn.now)
    lines = (
        turn.t("✅ {number}: deleted ({codes}).", number=number, codes=", ".join(dict.fromkeys(codes))),
        turn.t("Old lists no longer bring them back. What is left in the files is overwritten within the hour."),
        told(turn, bool(chats)),
    )
    return Reply("\n".join(lines), _onward(turn))


def _pause(turn: Turn, candidate: Candidate, number: str) -> None:
    if candidate.stage in _OVER:
        return
    candidate.steps.append(
        StageStep(
            stage=Stage.PAUSED,
            reached_on=turn.today,
            recorded_at=turn.now,
            recorded_by_id=turn.writer_id,
            reason=number,
        )
    )
    candidate.stage = Stage.PAUSED


def _candidates(turn: Turn, request: DataRequest) -> list[Candidate]:
    mine = Candidate.id == request.candidate_id
    if request.person_id is not None:
        mine = or_(mine, Candidate.person_id == request.person_id)
    return list(turn.session.scalars(select(Candidate).where(mine)))


def _onward(turn: Turn) -> tuple[tuple[Choice, ...], ...]:
    return rows([Choice(turn.t("All requests"), "request:all:0")])
