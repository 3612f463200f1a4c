"""Zalo's Bot Platform, as far as bots of this kind use it."""

from bot.sandbox.zalo.server import ZaloDialect

__all__ = ["ZaloDialect"]
