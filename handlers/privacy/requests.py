"""“Yêu cầu dữ liệu”: the list of those who see to requests, and how each is taken on and ended."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from handlers import data_words, forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.hearing import Heard
from handlers.locales import N_, Translator
from handlers.markup import bold
from handlers.paging import Page
from handlers.privacy import ending, on_behalf, wishes, words
from handlers.turn import Choice, Reply, Turn, rows
from models import rights
from models.people import Person
from models.rights import DataRequest, RequestKind, RequestOutcome

PAGE = 6
_LONGEST = 300  # characters of a reason
_QUESTIONS = {
    RequestKind.DELETE: N_("Delete everything about {who}, beyond recovery?"),
    RequestKind.RESTRICT: N_("Restrict the use of the data of {who}? As a candidate they are paused."),
    RequestKind.OBJECT: N_("Stop using the data of {who}? As a candidate they are paused."),
    RequestKind.WITHDRAW: N_("Withdraw the consent of {who}? Only code and initials are kept."),
}
_IS_DONE = N_("Is what {who} asked for done?")


def begin(turn: Turn, heard: Heard) -> Reply:
    """Open the request whose number was typed, else show the list."""
    number = data_words.request_number(heard.text)
    if not turn.access.may_own_requests:
        return wishes.mine(turn, 0)
    if heard.understanding.code:
        return on_behalf.ask(turn, heard.understanding.code)
    return _card(turn, number) if number else _list(turn, 0)


def pressed(turn: Turn, args: str) -> Reply:
    """Follow a choice of this file. Rights are looked at anew each time."""
    match args.split(":"):
        case ["all", page] if page.isdecimal() and turn.access.may_own_requests:
            return _list(turn, int(page))
        case ["open", number]:
            return _card(turn, number)
        case [("take" | "done" | "refuse") as action, number]:
            return _act(turn, _open_one(turn, number), _ACTIONS[action])
        case ["end", number, answer]:
            return _act(turn, _open_one(turn, number), ending.done if answer == "yes" else _left)
        case _:
            return menu.outdated(turn)


def _act(turn: Turn, request: DataRequest | None, action: Callable[[Turn, DataRequest], Reply]) -> Reply:
    return menu.outdated(turn) if request is None else action(turn, request)


def _left(turn: Turn, request: DataRequest) -> Reply:
    return _card(turn, request.number)


def _list(turn: Turn, page: int) -> Reply:
    waiting = turn.access.requests().where(DataRequest.ended_at.is_(None))
    total = turn.session.scalar(select(func.count()).select_from(waiting.subquery())) or 0
    if not total:
        return Reply(turn.t("No request about personal data stands open."), menu.show(turn).choices)
    at = Page.of(total, PAGE, page)
    found = turn.session.scalars(waiting.order_by(DataRequest.due, DataRequest.id).offset(at.first).limit(PAGE)).all()
    lines = [bold(turn.t("Open requests about personal data: {count}", count=total))]
    lines += [_line(turn, request) for request in found]
    turns = at.turning(turn, "request:all")
    choices = [Choice(request.number, f"request:open:{request.number}") for request in found]
    return Reply("\n".join(lines), (*rows(choices, 2), *rows(turns, 2)), replaces=at.last > 0)


def _line(turn: Turn, request: DataRequest) -> str:
    due = request.due if request.answered_at else request.answer_due
    until = turn.t("done by {day}", day=f"{due:%d/%m}")
    if not request.answered_at:
        until = turn.t("answer by {day}", day=f"{due:%d/%m}")
    late = "⚠️ " if due < turn.today else ""
    kind, who = turn.t(words.KIND_WORDS[request.kind]), words.whom(turn, request, is_masked=False)
    return f"{late}{request.number} · {kind} · {who}: {until}"


def _card(turn: Turn, number: str) -> Reply:
    request = turn.session.scalar(turn.access.requests().where(DataRequest.number == number))
    if request is None:
        return Reply(turn.t("I know no {code}. Please check the code.", code=number[:12]), menu.show(turn).choices)
    owner = turn.session.get(Person, request.owner_id) if request.owner_id is not None else None
    lines = [
        bold(words.title(turn.translator, request)),
        words.whom(turn, request, is_masked=False),
        turn.t("Asked on {day}.", day=words.day(turn.local(request.asked_at).date())),
        words.limits(turn, request),
        turn.t("“{words}”", words=request.words) if request.words else None,
        turn.t("Taken on by {name}.", name=owner.full_name) if owner else None,
        turn.t("Ended: {outcome}.", outcome=turn.t(words.OUTCOME_WORDS[request.outcome])) if request.outcome else None,
    ]
    return Reply("\n".join(line for line in lines if line), rows(_choices(turn, request), 2))


def _choices(turn: Turn, request: DataRequest) -> list[Choice]:
    choices = []
    if request.is_open:
        if request.owner_id != turn.writer_id:
            choices.append(Choice(turn.t("I take it on"), f"request:take:{request.number}"))
        done = turn.t("Delete for good") if request.kind == RequestKind.DELETE else turn.t("It is done")
        choices.append(Choice(done, f"request:done:{request.number}"))
        choices.append(Choice(turn.t("Refuse, with a reason"), f"request:refuse:{request.number}"))
    choices.append(Choice(turn.t("All requests"), "request:all:0"))
    return choices


def _open_one(turn: Turn, number: str) -> DataRequest | None:
    """Return an open request that the person may see to, locked: two cannot end it at once."""
    query = turn.access.requests().where(DataRequest.number == number, DataRequest.ended_at.is_(None))
    return turn.session.scalar(query.with_for_update(of=DataRequest))


def _take(turn: Turn, request: DataRequest) -> Reply:
    rights.take_on(request, turn.writer_id, turn.now)
    due = words.day(request.due)

    def compose(t: Translator) -> Reply:
        head = t("Request {number} is in hand.", number=bold(words.title(t, request)))
        return Reply(f"{head} " + t("Done by {end}.", end=due))

    is_told = ending.tell(turn, request, compose)
    lines = [
        turn.t("✅ {You} have taken on {number}.", number=words.title(turn.translator, request)),
        ending.told(turn, is_told),
    ]
    return Reply("\n".join(lines), rows(_choices(turn, request), 2))


def _confirm(turn: Turn, request: DataRequest) -> Reply:
    question = turn.t(_QUESTIONS.get(request.kind, _IS_DONE), who=words.whom(turn, request, is_masked=False))
    choices = [
        Choice(turn.t("Yes"), f"request:end:{request.number}:yes"),
        Choice(turn.t("No"), f"request:end:{request.number}:no"),
    ]
    return Reply(f"{bold(request.number)}: {question}", rows(choices, 2))


def _refuse(turn: Turn, request: DataRequest) -> Reply:
    return forms.start(turn, REFUSING, {"number": request.number})


def _take_reason(_turn: Turn, answers: Answers, said: str) -> Problem | None:
    answers["reason"] = said[:_LONGEST]
    return None


def _ask_reason(turn: Turn, answers: Answers) -> Asked:
    sentence = turn.t("{number}: which reason does the law give? The person is told.", number=answers["number"])
    return Asked(sentence)


def _summary(turn: Turn, answers: Answers) -> Asked:
    sentence = turn.t("Refuse {number} with the reason “{reason}”?", number=answers["number"], reason=answers["reason"])
    return Asked(sentence, ((turn.t("Refuse"), "yes"), (turn.t("Discard"), "no")), 2)


def _refused(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    request = _open_one(turn, answers["number"])
    if request is None:
        return menu.outdated(turn)
    return ending.ended(turn, request, RequestOutcome.REFUSED, answers["reason"])


def _discarded(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    return _card(turn, answers["number"])


_ACTIONS = {"take": _take, "done": _confirm, "refuse": _refuse}
_REASON = Question("reason", _ask_reason, _take_reason, is_free=True)
REFUSING = Form(
    name="refuse_request",
    next_question=lambda _turn, answers: None if answers.get("reason") else _REASON,
    summary=_summary,
    actions={"yes": _refused, "no": _discarded},
    mend=_take_reason,
    questions={"reason": _REASON},
)
