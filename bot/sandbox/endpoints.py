"""Small pieces of HTTP that several parts of the sandbox need."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.errors import SandboxError
from bot.sandbox.fields import read_body

Endpoint = Callable[[Request], Awaitable[Response]]

HELD_SECONDS = 60


async def hung_up(request: Request) -> None:
    """Ends when the caller closes the connection. The body must have been read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def hold(request: Request) -> None:
    """Answer nothing until the caller gives up: it cannot know that its call was carried out."""
    try:
        async with asyncio.timeout(HELD_SECONDS):
            await hung_up(request)
    except TimeoutError:
        pass


async def read_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body; an empty body is an empty object.

    Raises:
        SandboxError: the body is no JSON object.
    """
    body = await read_body(request)
    try:
        value = json.loads(body) if body.strip() else {}
    except (ValueError, RecursionError) as error:
        raise SandboxError("The body must be JSON.") from error
    if not isinstance(value, dict):
        raise SandboxError("The body must be a JSON object.")
    return value


def whole_number(request: Request, name: str) -> int:
    """A whole number ≥ 0 of the query string, 0 when it is not there.

    Raises:
        SandboxError: it is something else.
    """
    text = request.query_params.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise SandboxError(f'"{name}" must be a whole number.')
    return int(text)


def in_sentences(endpoint: Endpoint) -> Endpoint:
    """The same endpoint, answering a SandboxError with its sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except SandboxError as error:
            return JSONResponse({"error": error.sentence}, error.status)

    return answer
