"""``taonguon rules``: the time limits and their sources; ``taonguon rules due``: when one falls due."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.common import ConfigOption, DataOption, read_config
from bot.cli.telling import JsonOption, fail, print_json, translator
from bot.rulebook import rules_of, working_days_of
from handlers import rule_words
from models.deadlines import Due, Limit, NoDueDateError, Rule, Sourced
from models.rulebook import RuleBook, RuleError

app = typer.Typer(help="The time limits, their sources, and when one falls due.")
_DATE = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<D>\d{1,2})/(?P<M>\d{1,2})/(?P<Y>\d{4})", re.ASCII)


@app.callback(invoke_without_command=True)
def rules(
    context: typer.Context,
    as_json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """List the time limits in force, their sources, and how well each source is known."""
    if context.invoked_subcommand:
        return
    book = _book(config, data)
    if as_json:
        print_json(
            {
                "rules": [_rule_json(rule) for rule in book.rules.values()],
                "limits": [_limit_json(limit) for limit in book.limits.values()],
            }
        )
        return
    t = translator()
    for rule in book.rules.values():
        typer.echo("\n".join(rule_words.of_rule(t, rule, book)) + "\n")
    for limit in book.limits.values():
        typer.echo("\n".join(rule_words.of_limit(t, limit)) + "\n")


@app.command()
def due(
    code: Annotated[str, typer.Argument(help="The rule's code, for example decision_due.")],
    start: Annotated[str, typer.Option("--from", help="The day of the event: 2026-11-24 or 24/11/2026.")],
    as_json: JsonOption = False,
    config: ConfigOption = None,
    data: DataOption = None,
) -> None:
    """Say when a time limit falls due."""
    t = translator()
    book = _book(config, data)
    rule = _rule(book, code)
    day = _day(start)
    chosen, _ = read_config(config, data)
    try:
        found = rule.due(day, working_days_of(chosen, t))
    except NoDueDateError:
        fail(t("{code} counts months of a year: no date follows from it.", code=rule.code))
    except OverflowError:
        fail(t("{date} is too far away: no date can be counted from it.", date=start))
    if as_json:
        print_json(_due_json(rule, day, found))
    else:
        typer.echo("\n".join(rule_words.of_due(t, rule, day, found, book)))


def _book(config: Path | None, data: Path | None) -> RuleBook:
    try:
        return rules_of(*read_config(config, data))
    except RuleError as error:
        fail("\n".join(error.mistakes))


def _rule(book: RuleBook, code: str) -> Rule:
    rule = book.rules.get(code.strip().lower().replace("-", "_"))
    if rule is None:
        t = translator()
        fail(t("There is no rule {code}; near it: {codes}.", code=code, codes=", ".join(book.near(code))))
    return rule


def _day(text: str) -> date:
    """Read ``2026-11-24`` or ``24/11/2026``."""
    found = _DATE.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        year, month, day = (int(found[big] or found[small]) for big, small in ("Yy", "Mm", "Dd"))
        return date(year, month, day)
    except ValueError:
        t = translator()
        fail(t("{date} is not a date; write it like 2026-11-24 or 24/11/2026.", date=text))


def _due_json(rule: Rule, start: date, due: Due) -> dict[str, Any]:
    return {
        "code": rule.code,
        "from": start.isoformat(),
        "due": due.date.isoformat(),
        "bound": rule.bound,
        "unit": rule.unit,
        "value": rule.value,
        "extension": rule.extension or None,
        "extended": due.extended and due.extended.isoformat(),
        "source": rule.basis,
        "mark": rule.mark,
        "verified": rule.verified,
        "skipped": [{"date": day.isoformat(), "name": name} for day, name in due.skipped],
        "uncertain_from": due.uncertain_from and due.uncertain_from.isoformat(),
    }


def _rule_json(rule: Rule) -> dict[str, Any]:
    return {
        **_sourced_json(rule),
        "value": rule.value,
        "unit": rule.unit,
        "bound": rule.bound,
        "extension": rule.extension or None,
        "counts_from": rule.counts_from,
        "to": rule.to,
    }


def _limit_json(limit: Limit) -> dict[str, Any]:
    is_whole = limit.value.denominator == 1
    return {**_sourced_json(limit), "value": int(limit.value) if is_whole else str(limit.value), "unit": limit.unit}


def _sourced_json(rule: Sourced) -> dict[str, Any]:
    note = rule.note
    return {
        "code": rule.code,
        "title": {"vi": rule.title.vi, "en": rule.title.en},
        "source": rule.basis,
        "source_date": None if rule.source_date is None else str(rule.source_date),
        "mark": rule.mark,
        "verified": rule.verified,
        "changed": rule.is_changed,
        "note": note and {"vi": note.vi, "en": note.en},
    }
