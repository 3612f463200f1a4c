"""A whole new statement in the middle of a form about shifts: it takes the place of the open question."""

from __future__ import annotations

from dataclasses import replace

from handlers.forms import ASKED, SUMMARY, Answers
from handlers.hearing import bare, hear
from handlers.shifts import known, speaking
from handlers.shifts.change_plan import Change
from handlers.shifts.change_reading import KINDS
from handlers.turn import Reply, Turn
from handlers.understanding import ShiftNews, ShiftTopic

_AWAY = frozenset({"bo", "bo di", "bo qua", "huy", "cancel"})
_STAY = frozenset({"giu", "giu lai", "giu nguyen", "de nguyen", "keep"})


def taken_anew(turn: Turn, answers: Answers, said: str) -> Reply | None:
    """Answer what is a statement of its own; None for what may be the answer to the open question."""
    conversation = turn.conversation
    assert conversation is not None
    if answers.get(ASKED) == SUMMARY and bare(said) in _AWAY | _STAY:
        return _short(turn, answers, conversation.form, is_away=bare(said) in _AWAY)
    news = hear(turn, said).understanding.shift_news
    if news is None:
        return None
    meant = _in_change(turn, answers, news) if conversation.form == "shift" else _own(news)
    return speaking.told(turn, meant) if meant is not None else None


def _short(turn: Turn, answers: Answers, form: str, *, is_away: bool) -> Reply | None:
    """“Bỏ” takes off what is to be taken off, and leaves every other question; “giữ” changes nothing."""
    takes_off = form == "shift" and Change.of(answers).is_denied
    return speaking.settled(turn, form, answers, "yes" if is_away and takes_off else "discard")


def _in_change(turn: Turn, answers: Answers, news: ShiftNews) -> ShiftNews | None:
    change = Change.of(answers)
    is_open = any(days.is_open for days in news.days)
    if news.topic is ShiftTopic.SHIFT and news.days and not is_open and known.own_system(turn, turn.known_person):
        return replace(news, topic=ShiftTopic.SWAP)
    if news.topic in (ShiftTopic.CREW, ShiftTopic.CREW_OF) or (news.topic is ShiftTopic.SHIFT and is_open):
        return news
    is_answer = answers.get(ASKED) == "days" and KINDS.get(news.topic) is change.kind
    return None if is_answer else _own(news)


def _own(news: ShiftNews) -> ShiftNews | None:
    """A swap, leave, overtime or a closing of which the days are said, or that is denied; a crew from a day on."""
    if news.topic in KINDS and (news.days or news.is_denied):
        return news
    return news if news.topic is ShiftTopic.CREW and news.days else None
