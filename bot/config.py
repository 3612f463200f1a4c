"""The configuration: ``config.toml``, overridden by ``TAONGUON_…`` variables. Every key has a default that runs.

``config.example.toml`` explains each key. A mistake is named with its line, and nothing starts.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from bot.sections import (
    Calendar,
    Classes,
    DatabaseSection,
    Meetings,
    Notices,
    Organisation,
    RetentionSection,
    Rules,
    Section,
    Shifts,
    Telegram,
    Web,
    Zalo,
)
from models.chats import Platform
from models.quota import Quota
from models.toml_lines import TomlLines

ENVIRONMENT_PREFIX = "TAONGUON_"


class ConfigError(Exception):
    """The configuration cannot be used; ``mistakes`` holds one sentence for each, with its line."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class Config(Section):
    """Everything that can be set."""

    organisation: Organisation = Field(default_factory=Organisation)
    database: DatabaseSection = Field(default_factory=DatabaseSection)
    telegram: Telegram = Field(default_factory=Telegram)
    zalo: Zalo = Field(default_factory=Zalo)
    web: Web = Field(default_factory=Web)
    calendar: Calendar = Field(default_factory=Calendar)
    rules: Rules = Field(default_factory=Rules)
    retention: RetentionSection = Field(default_factory=RetentionSection)
    shifts: Shifts = Field(default_factory=Shifts)
    meetings: Meetings = Field(default_factory=Meetings)
    classes: Classes = Field(default_factory=Classes)
    notices: Notices = Field(default_factory=Notices)

    @property
    def quotas(self) -> dict[Platform, Quota]:
        """Return what the messengers that are switched on allow in a month."""
        return {Platform.ZALO: Quota(self.zalo.messages_per_month, self.zalo.users)} if self.zalo.enabled else {}


def load(path: Path | None) -> Config:
    """Return the configuration of a file, or the defaults without one. Raises :class:`ConfigError`."""
    text = ""
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise ConfigError([f"{path} cannot be read: {reason}"]) from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path} is not valid TOML: {error}"]) from None
    try:
        return Config(**_with_environment(values))
    except ValidationError as error:
        lines = TomlLines(text)
        raise ConfigError([_sentence(path, lines, dict(mistake)) for mistake in error.errors()]) from None


def _with_environment(values: Mapping[str, Any]) -> dict[str, Any]:
    """Let ``TAONGUON_<SECTION>__<KEY>`` win over the file; a list is written as in the file, ``["QT01"]``."""
    merged = dict(values)
    for section, field in Config.model_fields.items():
        keys = getattr(field.annotation, "model_fields", {})
        names = {key: ENVIRONMENT_PREFIX + f"{section}__{key}".upper() for key in keys}
        given = {key: _value(os.environ[name]) for key, name in names.items() if name in os.environ}
        in_file = merged.get(section, {})
        if given and isinstance(in_file, dict):
            merged[section] = {**in_file, **given}
    return merged


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text.startswith("[") else text
    except ValueError:
        return text  # a mistake that is named like any other


def relative_to(path: Path | None, name: str) -> Path:
    """Return the file `name` of the configuration at `path`: relative names stand beside the configuration."""
    return (path.parent if path else Path.cwd()) / name


def letter_template_of(config: Config, path: Path | None) -> str:
    """Return the organisation's own letter to employers, named by the configuration at `path`; empty without one."""
    return str(relative_to(path, config.classes.letter_template)) if config.classes.letter_template else ""


def _sentence(path: Path | None, lines: TomlLines, mistake: dict[str, Any]) -> str:
    place = tuple(str(part) for part in mistake["loc"] if not isinstance(part, int))
    name = ".".join(place)
    where = lines.line_of(place)
    variable = ENVIRONMENT_PREFIX + "__".join(place).upper()
    if where is None and variable in os.environ:
        source = variable
    else:
        source = f"{path or 'the configuration'}, line {where}" if where else str(path or "the configuration")
    if mistake["type"] == "extra_forbidden":
        return f"{source}: there is no setting {name}; config.example.toml lists them all"
    reason = mistake["msg"].removeprefix("Value error, ")
    return f"{source}: {name}: {reason[:1].lower()}{reason[1:]}"
