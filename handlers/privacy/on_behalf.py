"""Wishes of a candidate who has no chat: the secretary passes them on, and each gets its number and deadline."""

from __future__ import annotations

from handlers import menu
from handlers.privacy import owners, wishes, words
from handlers.turn import Choice, Reply, Turn, rows
from models import rights
from models.candidates import Candidate
from models.rights import RequestKind, Wish

_KINDS = (RequestKind.WITHDRAW, RequestKind.RESTRICT, RequestKind.OBJECT, RequestKind.DELETE)


def choices(turn: Turn, candidate: Candidate) -> list[Choice]:
    """Return what a candidate's card offers about consent, a code or a signed form while there is none, and rights."""
    if not turn.access.leads(candidate.unit_id):
        return []
    agreeing = [
        Choice(turn.t("Code to agree in person"), f"consent:link:{candidate.code}"),
        Choice(turn.t("Signed form"), f"consent:paper:{candidate.code}"),
    ]
    wishes_of = Choice(turn.t("Wishes about data"), f"consent:wishes:{candidate.code}")
    return [*(agreeing if candidate.is_draft else []), wishes_of]


def restriction(turn: Turn, candidate: Candidate) -> str | None:
    """Return the line of a candidate's card when the person wishes that the data be kept and not used."""
    person_id = candidate.person_id
    if not rights.is_restricted(turn.session, person_id=person_id, candidate_id=candidate.id):
        return None
    return turn.t("⚠️ Not to be used, at the person's wish, until they agree anew.")


def ask(turn: Turn, code: str) -> Reply:
    """Show what a candidate can wish."""
    candidate = _candidate(turn, code)
    if candidate is None:
        return Reply(turn.t("I know no {code}. Please check the code.", code=code[:12]), menu.show(turn).choices)
    choices = [Choice(turn.t(words.KIND_WORDS[kind]), f"consent:wish:{code}:{kind}") for kind in _KINDS]
    choices.append(Choice(turn.t("Nothing"), f"cand:{code}"))
    who = words.named(None, candidate, is_masked=False)
    return Reply(turn.t("What does {who} wish done with their data?", who=who), rows(choices, 2))


def file(turn: Turn, code: str, kind: str) -> Reply:
    """Write the wish down."""
    candidate = _candidate(turn, code)
    if candidate is None or kind not in _KINDS:
        return menu.outdated(turn)
    request, is_new = rights.file(turn.session, Wish(RequestKind(kind), candidate_id=candidate.id), words.office(turn))
    if is_new:
        owners.tell(turn, request)
    choice = Choice(turn.t("Open {code}", code=request.number), f"request:open:{request.number}")
    return Reply(wishes.filed(turn, request, is_new=is_new), rows([choice]))


def _candidate(turn: Turn, code: str) -> Candidate | None:
    """Return a candidate about whom the person may receive a wish."""
    if not turn.access.may_own_requests:
        return None
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    return candidate if candidate and (turn.access.is_administrator or turn.access.leads(candidate.unit_id)) else None
