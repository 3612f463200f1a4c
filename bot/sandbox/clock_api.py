"""The demo's clock over HTTP."""

import asyncio
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.durations import parse_duration, parse_moment, show_moment
from bot.sandbox.endpoints import in_sentences, read_object
from bot.sandbox.errors import SandboxError
from bot.sandbox.fields import Fields
from bot.sandbox.sandbox import Sandbox

# Twenty years: more would only be a slip of the hand, and the walk through every day on the way would not end.
FARTHEST = timedelta(days=7305)


class ClockApi:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._moving = asyncio.Lock()

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/sandbox/clock", in_sentences(self._show), methods=["GET"]),
            Route("/sandbox/clock", in_sentences(self._move), methods=["POST"]),
        ]

    async def _show(self, _request: Request) -> Response:
        return JSONResponse({"now": show_moment(self._sandbox.clock.now())})

    async def _move(self, request: Request) -> Response:
        fields = Fields(await read_object(request))
        if fields.has("to") == fields.has("forward"):
            raise SandboxError('Give either "to" (a time) or "forward" (a duration such as "P1DT2H").')
        async with self._moving:  # one move after another, each from where the last one ended
            target = self._target(fields)
            fields.refuse_others()
            sent = await self._sandbox.move_clock(target)
        return JSONResponse({"now": show_moment(self._sandbox.clock.now()), "sent": sent})

    def _target(self, fields: Fields) -> datetime:
        now = self._sandbox.clock.now()
        target = _read_moment(fields.text("to")) if fields.has("to") else now + _read_duration(fields.text("forward"))
        if target < now:
            raise SandboxError(f"The clock only moves forward; it is {show_moment(now)} already.")
        if target - now > FARTHEST:
            raise SandboxError("The clock moves at most twenty years at a time.")
        return target


def _read_moment(text: str) -> datetime:
    try:
        return parse_moment(text)
    except ValueError as error:
        raise SandboxError('"to" must be a time such as "2026-12-07T07:00".') from error


def _read_duration(text: str) -> timedelta:
    try:
        duration = parse_duration(text)
    except ValueError as error:
        raise SandboxError('"forward" must be a duration such as "P1DT2H" or "PT30M".') from error
    if duration > FARTHEST:
        raise SandboxError("The clock moves at most twenty years at a time.")
    return duration
