"""The sections of the configuration: every key with its type, its limits and a default that runs."""

from __future__ import annotations

import re
from datetime import date, time
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from models.class_rules import ClassRules
from models.meeting_rules import MeetingRules
from models.rest import LONGEST_REST_MINUTES, LONGEST_TRAVEL_MINUTES, ClockHours, Habits
from models.retention import Retention

MINUTES_AN_HOUR = 60
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+(/[^\s]*)?")


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organisation(Section):
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


class DatabaseSection(Section):
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


class Messenger(Section):
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


class Web(Section):
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


class Calendar(Section):
    """The organisation's own days beside the public holidays."""

    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _no_day_is_both(self) -> Calendar:
        if both := set(self.days_off) & set(self.working_days):
            raise ValueError(f"{min(both).isoformat()} cannot be a day off and a working day")
        return self


class Rules(Section):
    """Time limits that the organisation changes."""

    file: str = ""


class RetentionSection(Section):
    """How long what is kept. config.example.toml gives the reasons."""

    messages_days: int = Field(30, ge=2, le=365)
    drafts_months: int = Field(6, ge=1, le=120)
    ended_candidates_months: int = Field(24, ge=1, le=240)
    members_months: int = Field(60, ge=1, le=600)
    meetings_months: int = Field(24, ge=13, le=600)
    requests_years: int = Field(5, ge=1, le=50)
    audit_years: int = Field(10, ge=1, le=50)
    roll_photos_days: int = Field(90, ge=1, le=3650)

    @property
    def kept(self) -> Retention:
        """Return the times as the nightly run takes them."""
        return Retention(**self.model_dump())


class Shifts(Section):
    """What is assumed of people's days, until they say otherwise."""

    travel_minutes: int = Field(30, ge=0, le=LONGEST_TRAVEL_MINUTES)
    rest_hours_after_night: int = Field(8, ge=0, le=LONGEST_REST_MINUTES // MINUTES_AN_HOUR)
    sleep_from: time = time(22)
    sleep_until: time = time(6)
    asked_after_days: int = Field(30, ge=7, le=3650)

    @model_validator(mode="after")
    def _is_some_sleep(self) -> Shifts:
        ClockHours(self.sleep_from, self.sleep_until)
        return self

    def habits(self, timezone: str) -> Habits:
        """Return these settings as the laws over shifts take them."""
        rest = self.rest_hours_after_night * MINUTES_AN_HOUR
        return Habits(self.travel_minutes, rest, ClockHours(self.sleep_from, self.sleep_until), timezone)


class Meetings(Section):
    """How cells hold their meetings."""

    monthly_minutes: int = Field(90, ge=15, le=600)
    thematic_minutes: int = Field(120, ge=15, le=600)
    earliest: time = time(6)
    latest_end: time = time(22)
    step_minutes: int = Field(30, ge=5, le=240)
    most_sittings: int = Field(2, ge=1, le=3)
    quorum: float = Field(0.667, gt=0, le=1)
    quorum_is_verified: bool = False
    usual_start: time = time(8)
    usual_weekday: int = Field(7, ge=1, le=7)
    notice_days: int = Field(3, ge=0, le=30)
    report_days: int = Field(2, ge=1, le=30)
    chase_hours: int = Field(48, ge=2, le=336)

    @model_validator(mode="after")
    def _a_sitting_fits(self) -> Meetings:
        hours = (self.latest_end.hour - self.earliest.hour) * MINUTES_AN_HOUR
        room = hours + self.latest_end.minute - self.earliest.minute
        if room < max(self.monthly_minutes, self.thematic_minutes):
            raise ValueError("no meeting fits between earliest and latest_end")
        return self

    @property
    def rules(self) -> MeetingRules:
        """Return these settings as the planner takes them; two thirds are written as 0.667."""
        given = self.model_dump(exclude={"quorum", "usual_weekday"})
        quorum = Fraction(self.quorum).limit_denominator(12)
        return MeetingRules(**given, quorum=quorum, usual_weekday=self.usual_weekday - 1)


class Classes(Section):
    """How classes are held, and what is written about them."""

    letter_template: str = ""
    certificate_share: float = Field(0.8, gt=0, le=1)
    certificate_share_is_verified: bool = False

    @property
    def rules(self) -> ClassRules:
        """Return these settings as the laws over classes take them."""
        share = Fraction(self.certificate_share).limit_denominator(100)
        return ClassRules(certificate_share=share, certificate_share_is_verified=self.certificate_share_is_verified)


class Notices(Section):
    """When people may be written to unasked."""

    quiet_from: time = time(21)
    quiet_until: time = time(7)

    @model_validator(mode="after")
    def _is_not_the_whole_day(self) -> Notices:
        ClockHours(self.quiet_from, self.quiet_until)
        return self

    @property
    def quiet(self) -> ClockHours:
        """Return the hours in which nothing is sent unasked."""
        return ClockHours(self.quiet_from, self.quiet_until)
