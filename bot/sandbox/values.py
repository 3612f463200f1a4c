"""The values of a bot's call, however they arrive: query string, form, JSON or multipart."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox.fields import read_body
from bot.sandbox.multipart import read_multipart


async def read_values(request: Request, limit: int) -> dict[str, Any]:
    """The values of the query string and of a body of at most `limit` bytes, which go before.

    Raises:
        SandboxError: the body is larger, or was cut off.
        NotAnObjectError: the body is JSON, but no object.
        ValueError: the body is not what its content type says.
    """
    values: dict[str, Any] = dict(parse_qsl(request.url.query, keep_blank_values=True))
    body = await read_body(request, limit)
    return values | _read(request.headers.get("content-type", ""), body) if body else values


class NotAnObjectError(ValueError):
    """JSON that is something else than an object."""


def _read(content_type: str, body: bytes) -> dict[str, Any]:
    match content_type.partition(";")[0].strip().lower():
        case "application/json":
            return _read_json(body)
        case "multipart/form-data":
            return dict(read_multipart(content_type, body))
        case "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    return {}


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(values, dict):
        raise NotAnObjectError("object expected")
    return values
