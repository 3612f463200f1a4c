"""What a person wishes done with their own data: correct, restrict, object, delete; and what became of each wish."""

from __future__ import annotations

from sqlalchemy import select

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.locales import N_
from handlers.markup import bold
from handlers.paging import Page
from handlers.privacy import owners, words
from handlers.turn import Choice, Reply, Turn, rows
from models import rights
from models.rights import DataRequest, RequestKind, RequestOutcome, Wish

PAGE = 4
_LONGEST = 500  # characters of what is to be corrected
_QUESTIONS = {
    RequestKind.RESTRICT: N_("Shall {your} data be kept but not used? Nobody then follows {you} on the path, either."),
    RequestKind.OBJECT: N_("Do {you} object to the use of {your} data? Nobody then follows {you} on the path, either."),
    RequestKind.DELETE: N_("Shall everything about {you} be deleted? It cannot be undone, and this chat is closed."),
}


def overview(turn: Turn) -> Reply:
    """Show what can be wished, as choices."""
    # What is to be corrected is typed, which needs a chat that is open to conversation.
    correct = [Choice(turn.t("Correct something"), "privacy:correct")] if turn.chat.joined_at else []
    choices = [
        *correct,
        Choice(turn.t("Restrict the use"), "privacy:restrict"),
        Choice(turn.t("Object to the use"), "privacy:object"),
        Choice(turn.t("Delete everything"), "privacy:delete"),
        Choice(turn.t("My requests"), "privacy:mine:0"),
    ]
    return Reply(turn.t("What do {you} wish? Each request gets a number and a deadline."), rows(choices, 2))


def passed_on(turn: Turn, kind: RequestKind, answer: str = "") -> Reply:
    """Pass a wish of weight on, after having asked once more."""
    if not answer:
        choices = [
            Choice(turn.t("Yes, pass it on"), f"privacy:{kind}:yes"),
            Choice(turn.t("No, leave it"), f"privacy:{kind}:no"),
        ]
        return Reply(turn.t(_QUESTIONS[kind]), rows(choices, 2))
    return _file(turn, kind) if answer == "yes" else Reply(turn.t("All stays as it is."), menu.show(turn).choices)


def correct(turn: Turn, said: str) -> Reply:
    """Ask what is to be corrected, unless it was said."""
    return forms.start(turn, CORRECTING, {"words": said[:_LONGEST]} if said else {})


def mine(turn: Turn, page: int) -> Reply:
    """List the person's own requests, the newest first."""
    own = select(DataRequest).where(DataRequest.person_id == turn.writer_id).order_by(DataRequest.id.desc())
    everything = turn.session.scalars(own).all()
    at = Page.of(len(everything), PAGE, page)
    found = at.cut(everything)
    if not found:
        return Reply(
            turn.t("{You} have made no request."), rows([Choice(turn.t("What can I wish?"), "privacy:rights")])
        )
    choices = [
        Choice(turn.t("Take back {number}", number=request.number), f"privacy:back:{request.number}")
        for request in found
        if request.is_open
    ]
    turns = at.turning(turn, "privacy:mine")
    lines = [bold(turn.t("{Your} requests:")), *(line for request in found for line in _lines(turn, request))]
    return Reply("\n".join(lines), (*rows(choices), *rows(turns, 2)))


def take_back(turn: Turn, number: str) -> Reply:
    """End one of the person's own open requests."""
    request = turn.session.scalar(
        select(DataRequest).where(
            DataRequest.number == number, DataRequest.person_id == turn.writer_id, DataRequest.ended_at.is_(None)
        )
    )
    if request is None:
        return menu.outdated(turn)
    rights.end(request, RequestOutcome.TAKEN_BACK, turn.now)
    return Reply(turn.t("Taken back: {number}.", number=words.title(turn.translator, request)), menu.show(turn).choices)


def filed(turn: Turn, request: DataRequest, *, is_new: bool) -> str:
    """Say that a request stands, with its limits."""
    number = bold(words.title(turn.translator, request))
    head = (
        turn.t("✅ Request {number} has been recorded.", number=number)
        if is_new
        else turn.t("Request {number} stands open already.", number=number)
    )
    return "\n".join((head, words.limits(turn, request)))


def _file(turn: Turn, kind: RequestKind, said: str | None = None) -> Reply:
    request, is_new = rights.file(turn.session, Wish(kind, turn.writer_id, words=said), words.office(turn))
    if is_new:
        owners.tell(turn, request)
    text = "\n".join((filed(turn, request, is_new=is_new), turn.t("{You} will be told here what became of it.")))
    return Reply(text, rows([Choice(turn.t("My requests"), "privacy:mine:0")]))


def _lines(turn: Turn, request: DataRequest) -> list[str]:
    head = f"{request.number} · {turn.t(words.KIND_WORDS[request.kind])}"
    if request.outcome is None:
        state = turn.t("in hand") if request.owner_id else turn.t("nobody has taken it on yet")
        return [f"{head}: {state}", turn.t("Done by {end}.", end=words.day(request.due))]
    ended = words.day(turn.local(request.ended_at).date()) if request.ended_at else ""
    reason = f" ({request.words})" if request.outcome == RequestOutcome.REFUSED and request.words else ""
    return [f"{head}: {turn.t(words.OUTCOME_WORDS[request.outcome])} {ended}{reason}"]


def _take_words(_turn: Turn, answers: Answers, said: str) -> Problem | None:
    answers["words"] = said[:_LONGEST]
    return None


def _ask_words(turn: Turn, _answers: Answers) -> Asked:
    return Asked(turn.t("What is wrong, and how is it right? For example: “năm sinh 1998”."))


def _summary(turn: Turn, answers: Answers) -> Asked:
    options = ((turn.t("Pass it on"), "yes"), (turn.t("Discard"), "no"))
    return Asked(turn.t("To be corrected: “{words}”. Shall I pass it on?", words=answers["words"]), options, 2)


def _pass_on(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    return _file(turn, RequestKind.CORRECT, answers["words"])


def _discard(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    return Reply(turn.t("All stays as it is."), menu.show(turn).choices)


_WORDS = Question("words", _ask_words, _take_words)
CORRECTING = Form(
    name="correct_data",
    next_question=lambda _turn, answers: None if answers.get("words") else _WORDS,
    summary=_summary,
    actions={"yes": _pass_on, "no": _discard},
    mend=_take_words,
    questions={"words": _WORDS},
)
