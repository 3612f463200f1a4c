"""The addresses of published pictures and files, for messengers and people.

A messenger fetches whatever address stands in a message, to show a preview. So a picture is given as often as it is
asked for, and a file only for the press of a button (POST): the first fetch, a preview, finds a page with that button.
An address is 256 random bits (models/published.py), which nobody guesses, so guesses are not limited. It is never
logged: bot/server.py keeps no access log, and what goes wrong is logged by its kind alone.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import published_html
from bot.clock import Clock
from bot.publishing import PATH
from models import published
from models.database import Database
from models.names import fold

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",  # the address itself must not travel on
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_HARMLESS = "default-src 'none'; sandbox; frame-ancestors 'none'"  # also for a picture that holds scripts (SVG)
_log = structlog.get_logger(__name__)


def routes(database: Database, clock: Clock, timezone: str = "Asia/Ho_Chi_Minh") -> list[Route]:
    """Return the routes; the page of a file tells its end in the time of `timezone`."""
    pages = _Pages(database, clock, ZoneInfo(timezone))
    path = PATH + "/{token}"
    return [Route(path, pages.show, methods=["GET"]), Route(path, pages.give, methods=["POST"])]


class _Pages:
    def __init__(self, database: Database, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone

    async def show(self, request: Request) -> Response:
        """Answer GET and HEAD, neither of which uses anything up."""
        return await _answered(self._shown, request)

    async def give(self, request: Request) -> Response:
        """Answer POST: a file, once."""
        return await _answered(self._given, request)

    def _shown(self, token: str) -> Response:
        now, cipher = self._clock.now(), self._database.cipher
        with self._database.read() as session:
            picture = published.picture(session, cipher, token, now)
            ends = None if picture else published.file_expiry(session, cipher, token, now)
        if picture:
            headers = HEADERS | {"Content-Security-Policy": _HARMLESS}
            return Response(picture.content, media_type=picture.media_type, headers=headers)
        if ends:
            return page_of(published_html.waiting(ends.astimezone(self._zone)))
        return page_of(published_html.nothing(), HTTPStatus.NOT_FOUND)

    def _given(self, token: str) -> Response:
        with self._database.write() as session:
            file = published.take_file(session, self._database.cipher, token, self._clock.now())
        # Committed: from here on nobody else gets it.
        if file is None:
            return page_of(published_html.nothing(), HTTPStatus.NOT_FOUND)
        headers = HEADERS | {"Content-Security-Policy": _HARMLESS, "Content-Disposition": _disposition(file.name)}
        return Response(file.content, media_type=file.media_type, headers=headers)


async def _answered(answer: Callable[[str], Response], request: Request) -> Response:
    try:
        return await asyncio.to_thread(answer, request.path_params["token"])
    except SQLAlchemyError as error:
        _log.error("published_not_served", error=type(error).__name__)
        return page_of(published_html.busy(), HTTPStatus.SERVICE_UNAVAILABLE)


def page_of(html: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return the answer with a page of bot/published_html.py."""
    headers = HEADERS | {"Content-Security-Policy": published_html.POLICY}
    return Response(html, status, headers, media_type="text/html")


def _disposition(name: str) -> str:
    """Return the header's value: the name, and one in ASCII for programs that do not know RFC 6266's ``filename*``."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", fold(name)).strip("-.") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
