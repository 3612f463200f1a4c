"""The command line. Each command is a file of its own; ``CONTRACTS.md`` §2 says what stays stable."""

from bot.cli.main import main

__all__ = ["main"]
