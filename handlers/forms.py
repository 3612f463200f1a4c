"""Forms: questions one by one, kept in the database, so that they survive a restart and a change of messenger.

A form declares its questions, its summary and what the choices of the summary do; this module keeps the answers and
the place. Every choice carries the token of one filling: a button of an earlier filling is known as outdated.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from handlers.hearing import bare
from handlers.turn import Attachment, Choice, Reply, Rows, Turn, rows
from models import unfinished
from models.chats import Conversation

Answers = dict[str, Any]
ASKED = "asked"  # the key of the question that stands open
SUMMARY = "summary"  # stands there instead when the summary waits for its confirmation


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer that cannot be taken: the sentence that says why and gives an example."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: its words, and the answers that can be pressed (label, value).

    `shape` says how many of them stand in each row, where they are not `width` each. With `replaces` a press changes
    the message in its place. `picture` comes with the words.
    """

    text: str
    options: tuple[tuple[str, str], ...] = ()
    width: int = 1
    shape: tuple[int, ...] = ()
    replaces: bool = False
    picture: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``take`` puts an answer, typed or pressed, into the answers, or says what is wrong with it.

    ``is_free``: any words may be the answer, so that only exact commands such as “thôi” leave the question.
    """

    name: str
    ask: Callable[[Turn, Answers], Asked]
    take: Callable[[Turn, Answers, str], Problem | None]
    is_free: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form. ``next_question`` returns what is still to be asked, None when the summary can be shown.

    ``actions`` maps the values of the summary's choices to what they do; an action ends the form by
    :func:`finish` or goes on by :func:`proceed`. ``mend`` takes what is typed at the summary; with ``is_free`` that may
    be any words, as in a question. ``asks_again`` maps values of the summary's choices to the answers that are put once
    more. ``anew`` answers what is no answer but a whole new matter, which takes the place of
    the open question; None for everything else.
    """

    name: str
    next_question: Callable[[Turn, Answers], Question | None]
    summary: Callable[[Turn, Answers], Asked]
    actions: Mapping[str, Callable[[Turn, Answers], Reply]]
    mend: Callable[[Turn, Answers, str], Problem | None]
    questions: Mapping[str, Question] = field(default_factory=dict)
    is_free: bool = False
    anew: Callable[[Turn, Answers, str], Reply | None] | None = None
    asks_again: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def start(turn: Turn, form: Form, answers: Answers, before: str = "") -> Reply:
    """Begin `form` with what is known already; an unfinished form of the person is put aside for good.

    `before` is said first.
    """
    finish(turn)
    conversation = Conversation(
        person_id=turn.chat.person_id,
        chat_id=None if turn.chat.person_id else turn.chat.id,
        form=form.name,
        token=secrets.token_hex(3),
        answers={},
        updated_at=turn.now,
    )
    turn.session.add(conversation)
    turn.conversation = conversation
    return proceed(turn, form, answers, before)


def proceed(turn: Turn, form: Form, answers: Answers, before: str = "") -> Reply:
    """Put the next open question, or show the summary; `before` is said first."""
    conversation = turn.conversation
    assert conversation is not None
    question = form.next_question(turn, answers)
    asked = question.ask(turn, answers) if question else form.summary(turn, answers)
    kept = {**answers, ASKED: question.name if question else SUMMARY}
    unfinished.go_on(turn.session, conversation, kept, turn.now)
    choices = [Choice(label, f"form:{conversation.token}:{value}") for label, value in asked.options]
    text = f"{before}\n{asked.text}" if before else asked.text
    shaped = _shaped(choices, asked) if asked.shape else rows(choices, asked.width)
    return Reply(text, shaped, asked.picture, replaces=asked.replaces)


def _shaped(choices: list[Choice], asked: Asked) -> Rows:
    ends = list(accumulate(asked.shape))
    return tuple(tuple(choices[end - size : end]) for end, size in zip(ends, asked.shape, strict=True))


def answer(turn: Turn, form: Form, said: str) -> Reply:
    """Take what was typed or pressed as the answer to what stands open."""
    conversation = turn.conversation
    assert conversation is not None
    answers: Answers = dict(conversation.answers)
    place = answers.get(ASKED, SUMMARY)
    if not any(choice["data"].startswith(f"form:{conversation.token}:") for choice in turn.chat.offer or []):
        said = _named(turn, form, answers, said)
    if place == SUMMARY and said in form.actions:
        return form.actions[said](turn, answers)
    if place == SUMMARY and said in form.asks_again:
        return proceed(turn, form, {key: value for key, value in answers.items() if key not in form.asks_again[said]})
    anew = form.anew(turn, answers, said) if form.anew else None
    if anew is not None:
        return anew
    question = form.questions.get(place)
    problem = question.take(turn, answers, said) if question else form.mend(turn, answers, said)
    return proceed(turn, form, answers, problem.sentence if problem else "")


def takes_any_words(turn: Turn, form: Form) -> bool:
    """Whether any words may be the answer to what stands open."""
    assert turn.conversation is not None
    question = form.questions.get(turn.conversation.answers.get(ASKED, SUMMARY))
    return question.is_free if question else form.is_free


def _named(turn: Turn, form: Form, answers: Answers, said: str) -> str:
    """Return the value of the choice that `said` names, though something else was offered since; else `said`."""
    question = form.questions.get(answers.get(ASKED, SUMMARY))
    asked = question.ask(turn, answers) if question else form.summary(turn, answers)
    return next((value for label, value in asked.options if bare(label) == bare(said)), said)


def resume(turn: Turn, form: Form, before: str = "") -> Reply:
    """Show again where the unfinished form stands; `before` is said first."""
    conversation = turn.conversation
    assert conversation is not None
    return proceed(turn, form, dict(conversation.answers), before)


def finish(turn: Turn) -> None:
    """End the unfinished form, if there is one."""
    if turn.conversation is not None:
        unfinished.end(turn.session, turn.conversation)
        turn.conversation = None
