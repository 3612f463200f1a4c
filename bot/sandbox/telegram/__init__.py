"""The Telegram Bot API, spoken locally."""

from bot.sandbox.telegram.server import TelegramDialect

__all__ = ["TelegramDialect"]
