"""Serves the screen of a sitting's check-in: a page, and its figures as JSON, which it asks for again and again.

An address holds 256 bits that follow from the sitting's key (models/check_in.py), so guesses are not counted. It ends
with the sitting, and with a new key. Nobody's name is on the page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import check_in_html, published_html
from bot.check_in_html import Now
from bot.clock import Clock
from bot.published_pages import HEADERS, page_of
from handlers.classes import check_in_words, words
from handlers.classes.check_in import LINK
from handlers.classes.check_in_screen import PATH
from handlers.settings import Settings
from models import check_in
from models.chats import Language
from models.classes import ClassSitting
from models.database import Database

_QUIET_ZONE_MODULES = 4
_UNTIL_OPEN = 30  # seconds after which a page that came too early looks again
_log = structlog.get_logger(__name__)


def routes(database: Database, clock: Clock, settings: Settings) -> list[Route]:
    """Return the routes."""
    screen = _Screen(database, clock, settings)
    path = PATH + "/{address}"
    return [Route(path, screen.show, methods=["GET"]), Route(path + "/now", screen.now, methods=["GET"])]


class _Screen:
    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._t = settings.catalogue.translator(Language.VIETNAMESE, is_member=False)

    async def show(self, request: Request) -> Response:
        """Answer with the page."""
        return await self._answered(request, _page)

    async def now(self, request: Request) -> Response:
        """Answer with the figures alone."""
        return await self._answered(
            request, lambda now: Response(now.to_json(), headers=HEADERS, media_type="application/json")
        )

    async def _answered(self, request: Request, write: Callable[[Now], Response]) -> Response:
        try:
            now = await asyncio.to_thread(self._look, request.path_params["address"])
        except SQLAlchemyError as error:
            _log.error("check_in_not_served", error=type(error).__name__)
            return page_of(published_html.busy(), HTTPStatus.SERVICE_UNAVAILABLE)
        return write(now) if now else page_of(check_in_html.nothing(), HTTPStatus.NOT_FOUND)

    def _look(self, address: str) -> Now | None:
        moment = self._clock.now()
        with self._database.read() as session:
            sitting = check_in.sitting_at(session, address, moment)
            if sitting is None or sitting.check_in_key is None:
                return None
            board = check_in.board(session, sitting)
            title = f"{sitting.course.name} · {words.held_in(self._t, sitting)}"
            if not check_in.is_open(sitting, moment):
                return self._too_early(sitting, title)
            code = check_in.code_at(sitting.check_in_key, moment)
            link, size = self._link(code)
            return Now(
                title=title,
                code=f"{code[:3]} {code[3:]}",
                hint=check_in_words.how(self._t, self._settings.zalo_name, has_link=bool(link)),
                present=check_in_words.present(self._t, board),
                odd=" ".join(check_in_words.oddities(self._t, board)),
                link=link,
                size=size,
                seconds=check_in.seconds_left(moment),
            )

    def _too_early(self, sitting: ClassSitting, title: str) -> Now:
        opens = (sitting.starts_at - check_in.OPENS_BEFORE).astimezone(ZoneInfo(self._settings.timezone))
        hint = check_in_words.opens(self._t, opens)
        return Now(title, code="", hint=hint, present="", odd="", link="", size=1, seconds=_UNTIL_OPEN)

    def _link(self, code: str) -> tuple[str, int]:
        """Return the QR code of a link that opens the bot with the code, where there is one, and its size."""
        username = self._settings.telegram_username
        if not username:
            return "", 1
        import segno  # noqa: PLC0415 - a service draws few codes, and they take 1.4 MiB to know

        matrix = segno.make(f"https://t.me/{username}?start={LINK}{code}", error="m").matrix
        return check_in_html.dots(matrix, _QUIET_ZONE_MODULES), len(matrix) + 2 * _QUIET_ZONE_MODULES


def _page(now: Now) -> Response:
    headers = HEADERS | {"Content-Security-Policy": check_in_html.POLICY}
    return Response(check_in_html.page(now), headers=headers, media_type="text/html")
