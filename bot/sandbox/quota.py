"""How many messages a bot may send in a calendar month, where its messenger limits that."""

from bot.sandbox.durations import VIETNAM
from bot.sandbox.records import JSON, MonthlyUse, SandboxBot
from bot.sandbox.state import State


class MonthlyQuota:
    """Counts by the months of the sandbox's clock in Vietnam; `limit` messages a bot and month."""

    def __init__(self, state: State, limit: int) -> None:
        self._state = state
        self.limit = limit

    def used(self, bot: SandboxBot) -> int:
        """How many messages the bot has sent this month."""
        return bot.use.sent if bot.use.month == self._month() else 0

    def set_used(self, bot: SandboxBot, sent: int) -> None:
        bot.use = MonthlyUse(self._month(), sent)
        self._state.touched()

    def is_spent(self, bot: SandboxBot) -> bool:
        return self.used(bot) >= self.limit

    def spend(self, bot: SandboxBot) -> None:
        """Count one message more."""
        self.set_used(bot, self.used(bot) + 1)

    def show(self, bot: SandboxBot) -> JSON:
        return {
            "platform": bot.platform,
            "username": bot.username,
            "month": self._month(),
            "used": self.used(bot),
            "limit": self.limit,
        }

    def _month(self) -> str:
        return self._state.clock.now().astimezone(VIETNAM).strftime("%Y-%m")
