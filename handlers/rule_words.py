"""How a time limit is told: what, how long, from when, and on which document it rests.

The lines below a title are indented, as they are read in a terminal; a messenger strips them.
"""

from __future__ import annotations

from datetime import date

from handlers.locales import N_, Translator
from models.deadlines import Bound, Due, Limit, LimitUnit, Rule, Sourced, Unit
from models.rulebook import RuleBook

_LENGTHS = {
    Unit.WORKING_DAYS: N_("{number} working days"),
    Unit.DAYS: N_("{number} days"),
    Unit.DAYS_BEFORE: N_("{number} days before"),
    Unit.MONTHS: N_("{number} months"),
    Unit.MONTHLY: N_("at least {number} times each month"),
    Unit.QUARTERLY: N_("at least {number} times each quarter"),
    Unit.MONTHS_A_YEAR: N_("{number} months of a year"),
}
_AMOUNTS = {
    LimitUnit.YEARS: N_("{number} years of age"),
    LimitUnit.PEOPLE: N_("{number} people"),
    LimitUnit.PERCENT: N_("{number}%"),
    LimitUnit.SHARE: N_("{number} of all"),
}


def of_rule(t: Translator, rule: Rule, book: RuleBook) -> list[str]:
    """Return the lines that tell a rule."""
    return [f"{rule.code}: {_title(t, rule)}", f"  {_limit(t, rule, book)}", *_basis(t, rule)]


def of_limit(t: Translator, limit: Limit) -> list[str]:
    """Return the lines that tell a limit."""
    amount = t(_AMOUNTS[limit.unit], number=limit.value)
    return [f"{limit.code}: {_title(t, limit)}", f"  {amount}", *_basis(t, limit)]


def of_due(t: Translator, rule: Rule, start: date, due: Due, book: RuleBook) -> list[str]:
    """Return the lines that tell when a rule falls due, and why then."""
    day = _written(due.date)
    lines = [t("At the latest {date}.", date=day) if rule.bound is Bound.LATEST else t("Not before {date}.", date=day)]
    if due.extended:
        lines.append(t("With the whole extension: {date}.", date=_written(due.extended)))
    lines += [_title(t, rule), f"  {_limit(t, rule, book)}: {_written(start)}"]
    if due.skipped:
        days = "; ".join(f"{_written(day)} {name}" for day, name in due.skipped)
        lines.append("  " + t("Not counted, beside weekends: {days}", days=days))
    if due.uncertain_from:
        first = _written(due.uncertain_from)
        lines.append("  ⚠️ " + t("The holidays from {date} on are not known yet: the date may move.", date=first))
    return lines + _basis(t, rule)


def length(t: Translator, rule: Rule) -> str:
    """Return how long a rule's limit is, with its extension."""
    words = t(_LENGTHS[rule.unit], number=rule.value)
    if not rule.extension:
        return words
    more = t(_LENGTHS[rule.unit], number=rule.extension)
    return t("{length}, may be extended by at most {more}", length=words, more=more)


def cited(t: Translator, rule: Sourced) -> str:
    """Return the document behind a figure in one line, with the mark of one that is not verified."""
    told = t("Basis: {document}", document=rule.basis)
    return told if rule.verified else t("{told} (not yet compared with the original document)", told=told)


def _title(t: Translator, rule: Sourced) -> str:
    return rule.title.in_language(t.language)


def _limit(t: Translator, rule: Rule, book: RuleBook) -> str:
    event = book.events[rule.counts_from].in_language(t.language)
    return t("{length}, counted from: {event}", length=length(t, rule), event=event)


def _basis(t: Translator, rule: Sourced) -> list[str]:
    lines = ["  " + t("Basis: {document}", document=rule.basis)] if rule.basis else []
    if rule.is_changed:
        lines.append("  " + t("The organisation has changed this figure."))
    if not rule.verified:
        lines.append("  ⚠️ " + t("not yet compared with the original document"))
    if rule.note:
        lines.append(f"  {rule.note.in_language(t.language)}")
    return lines


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
