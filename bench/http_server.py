"""The leanest HTTP/1.1 server that Bot API libraries can talk to: no routing, no logging, no validation."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

Respond = Callable[[int, object], None]
"""Answers a call with a status and a JSON value, or a function that makes the value when the answer leaves."""

Handle = Callable[[str, dict[str, Any], Respond], None]
"""Takes a method's name, its parameters, and how to answer."""

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TYPE = re.compile(rb"\r\ncontent-type: *([^\r]*)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_PART = re.compile(rb'name="([^"]+)"\r\n(?:Content-[^\r]*\r\n)*\r\n(.*?)\r\n--', re.DOTALL)


class Connection(asyncio.Protocol):
    """One kept-open connection; calls on it come one after another."""

    def __init__(self, handle: Handle, delay: float) -> None:
        self._handle = handle
        self._delay = delay
        self._buffer = b""
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head, body_at = self._buffer[: end + 2], end + 4
            length = _LENGTH.search(head)
            body_end = body_at + (int(length[1]) if length else 0)
            if _CHUNKED.search(head):
                closing = self._buffer.find(b"\r\n0\r\n\r\n", body_at - 2)
                body_end = closing + 7 if closing >= 0 else len(self._buffer) + 1
            if len(self._buffer) < body_end:
                return
            body, self._buffer = self._buffer[body_at:body_end], self._buffer[body_end:]
            self._call(head, body)

    def _call(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        method, _, query = path.rpartition("/")[2].partition("?")
        self._handle(method, dict(parse_qsl(query)) | _parameters(head, body), self._respond)

    def _respond(self, status: int, value: object) -> None:
        if self._delay:
            self._loop.call_later(self._delay, self._write, status, value)
        else:
            self._write(status, value)

    def _write(self, status: int, value: object) -> None:
        body = json.dumps(value() if callable(value) else value, ensure_ascii=False).encode()
        self._transport.write(
            b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (status, len(body), body)
        )


def _parameters(head: bytes, body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    found = _TYPE.search(head)
    kind = found[1] if found else b""
    if kind.startswith(b"application/json"):
        parsed: dict[str, Any] = json.loads(body)
        return parsed
    if kind.startswith(b"multipart/"):
        return {name.decode(): value.decode("utf-8", "replace") for name, value in _PART.findall(body)}
    return dict(parse_qsl(body.decode()))
