"""Requests of python-telegram-bot over aiohttp.

What a failure means to whoever sent the message:

- `NetworkError`: the request never was complete on the wire (name not resolved, refused, TLS, connect time-out, no free
  connection, connection found closed before the last byte was written). It was certainly not accepted: send it again.
- `TimedOut`: the request was written, the answer did not come (read or write time-out, connection lost, answer cut off,
  504). It may have been accepted.

Errors carry the kind of failure and at most host and port: the token is part of every URL, and aiohttp puts URLs into
the texts of its exceptions. For the same reason no aiohttp exception is chained to ours.

What is done about idle connections, and which failures mean what: bot/channels/exchange.py.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any, TypeAlias

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.exchange import let_loop_see_closed_connections, open_session, why_not_sent
from bot.channels.form_body import encode

CHUNK_BYTES = 64 * 1024

# What callers of python-telegram-bot may give for a time-out: seconds, None (for ever), or its mark for "not given".
_Seconds: TypeAlias = Any


class AiohttpRequest(BaseRequest):
    """One pool of connections to a Bot API server. All times are in seconds; `None` waits for ever.

    Args:
        connection_limit: requests under way at the same time; more wait for `pool_timeout`.
        read_timeout: longest silence of the server while an answer is awaited.
        write_timeout, media_write_timeout: longest standstill while a request without, or with, files is written.
        connect_timeout: name, TCP and TLS together.
    """

    def __init__(
        self,
        *,
        connection_limit: int = 100,
        read_timeout: float | None = 20.0,
        write_timeout: float | None = 5.0,
        media_write_timeout: float | None = 20.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 5.0,
    ) -> None:
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._media_write_timeout = media_write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._session: aiohttp.ClientSession | None = None
        # Ours and not the connector's, whose connect time-out would include the wait for a free connection.
        self._free = asyncio.Semaphore(connection_limit)

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = open_session(self.USER_AGENT)

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 - the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer.

        Raises:
            NetworkError: certainly not accepted (see the module).
            TimedOut: perhaps accepted.
            RuntimeError: before `initialize` or after `shutdown`.
        """
        if self._session is None:
            raise RuntimeError("AiohttpRequest is not initialised")
        has_files = request_data is not None and request_data.contains_files
        write_default = self._media_write_timeout if has_files else self._write_timeout
        limits = aiohttp.ClientTimeout(
            total=None,
            connect=_given(connect_timeout, self._connect_timeout),
            sock_read=_given(read_timeout, self._read_timeout),
        )
        await self._wait_for_connection(_given(pool_timeout, self._pool_timeout))
        try:
            await let_loop_see_closed_connections()
            answer = await _exchange(
                self._session,
                method,
                url,
                request_data=request_data,
                limits=limits,
                write_timeout=_given(write_timeout, write_default),
            )
        finally:
            self._free.release()
        # Raised out here, where no exception is being handled: none with a URL in its text becomes the context of ours.
        if isinstance(answer, TelegramError):
            raise answer
        return answer

    async def _wait_for_connection(self, pool_timeout: float | None) -> None:
        try:
            async with asyncio.timeout(pool_timeout):
                await self._free.acquire()
        except TimeoutError:
            raise NetworkError("Not sent: all connections are in use") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dictionary.

        Raises:
            TimedOut: it is none, so whether the request was accepted is unknown. (The inherited method would also write
                the whole answer, and with it personal data, into the log.)
        """
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TimedOut("The server's answer is not a JSON object")
        return answer


async def _exchange(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    request_data: RequestData | None,
    limits: aiohttp.ClientTimeout,
    write_timeout: float | None,
) -> tuple[int, bytes] | TelegramError:
    """One request and its answer, or what its failure means."""
    body, content_type = encode(request_data)
    headers = {"Content-Type": content_type, "Content-Length": str(len(body))} if body else None
    try:
        async with (
            asyncio.timeout(None) as writing,
            session.request(
                method,
                url,
                # A small body is one write into the buffer of the transport, which never stands still.
                data=body if len(body) <= CHUNK_BYTES else _chunks(body, writing, write_timeout),
                headers=headers,
                timeout=limits,
                allow_redirects=False,
            ) as response,
        ):
            payload = await response.read()
    except Exception as error:  # whatever it is: its text may hold the URL, so it may not leave
        return _meaning(error)
    if response.status == HTTPStatus.GATEWAY_TIMEOUT:
        return TimedOut("The server's gateway got no answer in time (504)")
    return response.status, payload


def _meaning(error: Exception) -> TelegramError:
    """What a failed exchange means to the sender of a message."""
    reason = why_not_sent(error)
    return NetworkError(f"Not sent: {reason}") if reason else TimedOut(f"No answer: {type(error).__name__}")


async def _chunks(body: bytes, writing: asyncio.Timeout, write_timeout: float | None) -> AsyncIterator[memoryview]:
    """The body in pieces; `writing` expires when one of them stands still for `write_timeout` seconds."""
    loop = asyncio.get_running_loop()
    view = memoryview(body)
    for start in range(0, len(view), CHUNK_BYTES):
        if write_timeout is not None and not writing.expired():
            writing.reschedule(loop.time() + write_timeout)
        yield view[start : start + CHUNK_BYTES]
    if not writing.expired():
        writing.reschedule(None)


def _given(timeout: _Seconds, default: float | None) -> float | None:
    if timeout is BaseRequest.DEFAULT_NONE:
        return default
    seconds: float | None = timeout
    return seconds
