"""The configuration: ``config.toml``, overridden by ``TAONGUON_…`` variables. Every key has a default that runs.

``config.example.toml`` explains each key. A mistake is named with its line, and nothing starts.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

ENVIRONMENT_PREFIX = "TAONGUON_"
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
_TABLE = re.compile(r"^\s*\[\s*([A-Za-z0-9_.-]+)\s*\]")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+(/[^\s]*)?")


class ConfigError(Exception):
    """The configuration cannot be used; ``mistakes`` holds one sentence for each, with its line."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(_Section):
    """Who runs the service."""

    name: str = Field("Đảng ủy", min_length=1, max_length=200)
    timezone: str = "Asia/Ho_Chi_Minh"
    administrators: tuple[str, ...] = ("QT01",)
    undo_minutes: int = Field(15, ge=1, le=1440)
    invitation_days: int = Field(3, ge=1, le=30)

    @field_validator("timezone")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"there is no time zone {value!r}; for example Asia/Ho_Chi_Minh")
        ZoneInfo(value)
        return value


class DatabaseSection(_Section):
    """Where the data is kept, and under which key."""

    url: str = "sqlite:///taonguon.db"
    key: SecretStr = SecretStr("")
    key_file: str = ""

    @field_validator("url")
    @classmethod
    def _usable(cls, value: str) -> str:
        try:
            backend = make_url(value).get_backend_name()
        except ArgumentError:
            backend = ""
        if backend not in ("sqlite", "postgresql"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value


class Messenger(_Section):
    """A messenger's account."""

    enabled: bool = False
    token: SecretStr = SecretStr("")
    token_file: str = ""
    base_url: str = ""
    messages_per_second: int = Field(30, ge=1, le=10_000)

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not _WEB_ADDRESS.fullmatch(value):
            raise ValueError("must be an address such as https://api.telegram.org")
        return value.rstrip("/")

    def secret(self) -> str:
        """Return the token, from the file when one is named. Raises ``OSError`` when it cannot be read."""
        if self.token_file:
            return Path(self.token_file).read_text(encoding="utf-8").strip()
        return self.token.get_secret_value()


class Telegram(Messenger):
    """The Telegram bot."""

    enabled: bool = True
    base_url: str = "https://api.telegram.org"


class Zalo(Messenger):
    """The Zalo bot."""

    base_url: str = "https://bot-api.zaloplatforms.com"


class Web(_Section):
    """The service's own web server."""

    host: str = "127.0.0.1"
    port: int = Field(8081, ge=1, le=65535)
    public_url: str = ""

    @field_validator("public_url")
    @classmethod
    def _secure(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError("must begin with https://, or be empty for polling")
        return value.rstrip("/")


class Config(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    organisation: Annotated[Organisation, Field(default_factory=Organisation)]
    database: Annotated[DatabaseSection, Field(default_factory=DatabaseSection)]
    telegram: Annotated[Telegram, Field(default_factory=Telegram)]
    zalo: Annotated[Zalo, Field(default_factory=Zalo)]
    web: Annotated[Web, Field(default_factory=Web)]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let variables of the environment win over the file."""
        return env_settings, init_settings


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
        return Config(**values)
    except ValidationError as error:
        lines = _lines(text)
        raise ConfigError([_sentence(path, lines, dict(mistake)) for mistake in error.errors()]) from None


def relative_to(path: Path | None, name: str) -> Path:
    """Return the file `name` of the configuration at `path`: relative names stand beside the configuration."""
    return (path.parent if path else Path.cwd()) / name


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of each table and key."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if match := _TABLE.match(line):
            table = tuple(match[1].split("."))
            found.setdefault(table, number)
        elif match := _KEY.match(line):
            found.setdefault((*table, match[1]), number)
    return found


def _sentence(path: Path | None, lines: dict[tuple[str, ...], int], mistake: dict[str, Any]) -> str:
    place = tuple(str(part) for part in mistake["loc"] if not isinstance(part, int))
    name = ".".join(place)
    where = next((lines[place[:size]] for size in range(len(place), 0, -1) if place[:size] in lines), None)
    variable = ENVIRONMENT_PREFIX + "__".join(place).upper()
    if where is None and variable in os.environ:
        source = variable
    else:
        source = f"{path or 'the configuration'}, line {where}" if where else str(path or "the configuration")
    if mistake["type"] == "extra_forbidden":
        return f"{source}: there is no setting {name}; config.example.toml lists them all"
    reason = mistake["msg"].removeprefix("Value error, ")
    return f"{source}: {name}: {reason[:1].lower()}{reason[1:]}"
