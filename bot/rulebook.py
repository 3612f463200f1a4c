"""The rules and the calendar that a configuration means."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config, relative_to
from handlers.locales import Translator
from models import public_holidays, rulebook
from models.rulebook import RuleBook
from models.working_days import WorkingDays


def rules_path(config: Config, path: Path | None) -> Path | None:
    """Return the organisation's own file of rules, named by the configuration at `path`; None when there is none."""
    return relative_to(path, config.rules.file) if config.rules.file else None


def rules_of(config: Config, path: Path | None) -> RuleBook:
    """Return the rules in force under the configuration at `path`. Raises :class:`models.rulebook.RuleError`."""
    return rulebook.load(rules_path(config, path))


def working_days_of(config: Config, t: Translator) -> WorkingDays:
    """Return the calendar: public holidays, own days off, make-up working days."""
    own = t("day off of the organisation")
    return WorkingDays(
        public_holidays.of_year,
        days_off=dict.fromkeys(config.calendar.days_off, own),
        working_days=config.calendar.working_days,
    )
