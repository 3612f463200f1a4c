"""What is logged and how: to standard error, as JSON for machines or plain lines for people.

No personal data and no token is ever logged: events carry ids, kinds and the places of errors, never texts of
messages, names, or the texts of exceptions.
"""

from __future__ import annotations

import logging
import sys

import structlog


def configure(*, json: bool = False, quiet: bool = False) -> None:
    """Send events to standard error; `quiet` leaves out what is not at least a warning."""
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Libraries that speak HTTP may log whole addresses, and with them the token.
    for name in ("httpx", "httpcore", "aiohttp", "uvicorn", "asyncio"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # python-telegram-bot logs an update that it cannot parse whole, at the highest level.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
