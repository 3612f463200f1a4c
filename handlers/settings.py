"""What the handlers need to know of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from handlers.enterprises import Enterprises
from handlers.locales import Catalogue
from models import public_holidays
from models.chats import Platform
from models.class_rules import ClassRules
from models.meeting_rules import MeetingRules
from models.quota import Quota
from models.rest import ClockHours, Habits
from models.rulebook import RuleBook, shipped
from models.working_days import WorkingDays


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings that a committee can choose, and the words."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    enterprises: Enterprises = field(default_factory=Enterprises)
    organisation: str = "Đảng ủy"
    timezone: str = "Asia/Ho_Chi_Minh"
    telegram_username: str = ""  # of the bot, for links; known once the messenger has said it
    zalo_name: str = ""  # of the bot, under which people find it; known once the messenger has said it
    messengers: frozenset[Platform] = frozenset()  # that are switched on
    quotas: Mapping[Platform, Quota] = field(default_factory=dict)  # of messengers that have one
    undo_minutes: int = 15
    invitation_days: int = 3
    candidates_per_helper: int = 2  # at a time
    rules: RuleBook = field(default_factory=shipped)
    calendar: WorkingDays = field(default_factory=lambda: WorkingDays(public_holidays.of_year))
    no_movement_days: int = 90  # after which a candidate without any step is shown as one who stands still
    habits: Habits = field(default_factory=Habits)
    quiet: ClockHours = field(default_factory=lambda: ClockHours(time(21), time(7)))  # no notices, whoever is awake
    meetings: MeetingRules = field(default_factory=MeetingRules)
    classes: ClassRules = field(default_factory=ClassRules)
    pages_at: str = ""  # where people reach the pages of the service, without a slash at its end; empty: nowhere
    roll_photos_days: int = 90  # that photographs of rolls are kept
    letter_template: str = ""  # the file of the letter to an employer; empty: the program's own
    shifts_asked_after_days: int = 30  # without a word about their shifts people are asked whether they still fit

    @property
    def zone(self) -> ZoneInfo:
        """Return the organisation's time zone."""
        return ZoneInfo(self.timezone)

    def local(self, moment: datetime) -> datetime:
        """Return `moment` at the organisation's place."""
        return moment.astimezone(self.zone)

    def day_of(self, moment: datetime) -> date:
        """Return the day of `moment` at the organisation's place."""
        return self.local(moment).date()
