"""What the handlers need to know of the configuration."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.enterprises import Enterprises
from handlers.locales import Catalogue


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings that a committee can choose, and the words."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    enterprises: Enterprises = field(default_factory=Enterprises)
    organisation: str = "Đảng ủy"
    timezone: str = "Asia/Ho_Chi_Minh"
    telegram_username: str = ""  # of the bot, for links; known once the messenger has said it
    undo_minutes: int = 15
    invitation_days: int = 3
