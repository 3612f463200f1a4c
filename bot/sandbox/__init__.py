"""A local messenger: the bots' HTTP interface, the people's phones, faults, and a clock that can be moved."""

from bot.sandbox.app import build_app
from bot.sandbox.errors import SandboxError
from bot.sandbox.records import PersonStatus, SandboxBot, SandboxPerson
from bot.sandbox.sandbox import Sandbox

__all__ = ["PersonStatus", "Sandbox", "SandboxBot", "SandboxError", "SandboxPerson", "build_app"]
