"""The configuration: ``config.toml``, overridden by ``TAONGUON_…`` variables. Every key has a default that runs.

``config.example.toml`` explains each key. A mistake is named with its line, and nothing starts.
"""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from models.chats import Platform
from models.quota import Quota
from models.retention import Retention
from models.toml_lines import TomlLines

ENVIRONMENT_PREFIX = "TAONGUON_"
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
    candidates_per_helper: int = Field(2, ge=1, le=20)
    no_movement_days: int = Field(90, ge=7, le=3650)
    messenger_out_hours: int = Field(2, ge=1, le=168)

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
    messages_per_month: int = Field(3000, ge=0)
    users: int = Field(50, ge=0)


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


class Calendar(_Section):
    """The organisation's own days beside the public holidays."""

    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _no_day_is_both(self) -> Calendar:
        if both := set(self.days_off) & set(self.working_days):
            raise ValueError(f"{min(both).isoformat()} cannot be a day off and a working day")
        return self


class Rules(_Section):
    """Time limits that the organisation changes."""

    file: str = ""


class RetentionSection(_Section):
    """How long what is kept. config.example.toml gives the reasons."""

    messages_days: int = Field(30, ge=2, le=365)
    drafts_months: int = Field(6, ge=1, le=120)
    ended_candidates_months: int = Field(24, ge=1, le=240)
    members_months: int = Field(60, ge=1, le=600)
    requests_years: int = Field(5, ge=1, le=50)
    audit_years: int = Field(10, ge=1, le=50)

    @property
    def kept(self) -> Retention:
        """Return the times as the nightly run takes them."""
        return Retention(**self.model_dump())


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
    calendar: Annotated[Calendar, Field(default_factory=Calendar)]
    rules: Annotated[Rules, Field(default_factory=Rules)]
    retention: Annotated[RetentionSection, Field(default_factory=RetentionSection)]

    @property
    def quotas(self) -> dict[Platform, Quota]:
        """Return what the messengers that are switched on allow in a month."""
        return {Platform.ZALO: Quota(self.zalo.messages_per_month, self.zalo.users)} if self.zalo.enabled else {}

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
        lines = TomlLines(text)
        raise ConfigError([_sentence(path, lines, dict(mistake)) for mistake in error.errors()]) from None


def relative_to(path: Path | None, name: str) -> Path:
    """Return the file `name` of the configuration at `path`: relative names stand beside the configuration."""
    return (path.parent if path else Path.cwd()) / name


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
