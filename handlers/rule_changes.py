"""What administrators are told when the time limits change, or when a file of them has a mistake: each once.

The audit knows what was in force and what has been told (models/rules_in_force.py), so any process may look at any
time, also after a change that was made while the service stood still.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import rule_words
from handlers.locales import Translator
from handlers.readers import administrators
from handlers.settings import Settings
from handlers.turn import Choice, Reply, rows
from models import ledger, rules_in_force
from models.messages import Priority
from models.people import Person
from models.reach import chats_of
from models.rulebook import RuleBook
from models.rules_in_force import IN_FORCE, REFUSED, facts_of

MOST_TOLD = 6
Compose = Callable[[Translator], Reply]


def tell_changes(session: Session, now: datetime, settings: Settings, book: RuleBook) -> int:
    """Tell which rules of `book` are not as they were last in force; return how many messages were written."""
    people = _locked_administrators(session)
    new, old = facts_of(book), rules_in_force.last_in_force(session)
    if rules_in_force.is_noted(session, IN_FORCE, new):
        return 0
    rules_in_force.note_in_force(session, now, old, new)
    if old is None:
        return 0
    codes = [code for code in new if list(new[code]) != old.get(code)]
    if not codes:
        return _write(session, now, settings, people, _mended)
    before = rules_in_force.with_facts(book, old)
    today = settings.day_of(now)
    moved = rules_in_force.cases_moved(session, before, book, settings.calendar, today)
    return _write(session, now, settings, people, _changed(before, book, codes, moved))


def tell_mistakes(session: Session, now: datetime, settings: Settings, mistakes: Sequence[str]) -> int:
    """Tell that a file of rules was not taken, and why; return how many messages were written."""
    people = _locked_administrators(session)
    if rules_in_force.is_noted(session, REFUSED, list(mistakes)):
        return 0
    rules_in_force.note_refused(session, now, mistakes)
    return _write(session, now, settings, people, _refused(mistakes))


def _locked_administrators(session: Session) -> list[int]:
    """The administrators' ids; their rows are locked, so that of two processes one tells and the other sees it told."""
    ids = [person.id for person in administrators(session)]
    session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update())
    return ids


def _write(session: Session, now: datetime, settings: Settings, people: Sequence[int], compose: Compose) -> int:
    drafts = [
        ledger.Draft(chat.id, compose(settings.catalogue.translator(chat.language)).to_json(), Priority.URGENT)
        for chat in chats_of(session, people).values()
    ]
    return len(ledger.queue(session, drafts, incoming_id=None, now=now))


def _changed(before: RuleBook, after: RuleBook, codes: Sequence[str], moved: int) -> Compose:
    def compose(t: Translator) -> Reply:
        lines = [t("⚠️ Time limits have changed: {count}", count=len(codes))]
        lines += [_change(t, before, after, code) for code in codes[:MOST_TOLD]]
        if len(codes) > MOST_TOLD:
            lines.append(t("… and {count} more.", count=len(codes) - MOST_TOLD))
        lines.append(t("Open cases with another due date now: {count}.", count=moved))
        return Reply("\n".join(lines), rows([Choice(t("What is due"), "due:all")]))

    return compose


def _change(t: Translator, before: RuleBook, after: RuleBook, code: str) -> str:
    rule, old = after.rules[code], before.rules[code]
    title = rule.title.in_language(t.language)
    was, now = rule_words.length(t, old), rule_words.length(t, rule)
    return f"• {title}: {was} → {now}" if was != now else f"• {title}"


def _mended(t: Translator) -> Reply:
    return Reply(t("✅ The file of time limits is right again; no time limit has changed."))


def _refused(mistakes: Sequence[str]) -> Compose:
    def compose(t: Translator) -> Reply:
        lines = [t("⚠️ The file of time limits has mistakes; the former ones stay in force:")]
        lines += [f"• {mistake}" for mistake in mistakes[:MOST_TOLD]]
        if len(mistakes) > MOST_TOLD:
            lines.append(t("… and {count} more.", count=len(mistakes) - MOST_TOLD))
        return Reply("\n".join(lines))

    return compose
