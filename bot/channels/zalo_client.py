"""Zalo's Bot Platform over HTTP: one method here for one method there, and what each failure means.

Zalo tells errors in two layers: the status of HTTP, and ``"ok": false`` with a code that may come with status 200. Both
count, the code first. What a failure means is said by the faults of bot/channels/channel.py; a request is never
repeated here, for whether that is right only the caller knows.

The token is part of every URL. No fault, log line or representation holds a URL or a description by the server.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self

import aiohttp

from bot.channels.channel import AnswerLost, Misconfigured, Refused, SendError, TooFast, Unavailable
from bot.channels.exchange import let_loop_see_closed_connections, open_session, why_not_sent

USER_AGENT = "taonguon"
FIRST_BACK_OFF_SECONDS, LONGEST_BACK_OFF_SECONDS = 2.0, 300.0
LONGEST_ID = 64  # characters that are kept of a message's id
_TOO_FAST = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.UPGRADE_REQUIRED)  # Zalo's 426: the day's test quota is used up
_OK = 0


@dataclass(frozen=True, slots=True)
class ZaloBot:
    """The account behind a token."""

    id: str
    name: str


class ZaloClient:
    """One bot's access to Zalo. Every method raises a ``SendError``; they work between `start` and `close`.

    Args:
        connect_timeout: seconds for name, TCP and TLS together.
        read_timeout: longest silence of the server while an answer is awaited, in seconds.
        now: seconds of a monotonic clock.
    """

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 20.0,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = f"{base_url.rstrip('/')}/bot{token}"
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._back_offs: dict[str, _BackOff] = defaultdict(lambda: _BackOff(now))  # by method
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the pool of connections; nothing is sent yet."""
        if self._session is None:
            self._session = open_session(USER_AGENT)

    async def close(self) -> None:
        """Close all connections; what is under way fails."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def get_me(self) -> ZaloBot:
        """Return the bot's own account."""
        result = await self._call("getMe")
        if not isinstance(result, dict):
            raise AnswerLost("answer not understood")
        return ZaloBot(str(result.get("id", "")), str(result.get("account_name", "")))

    async def get_updates(self, timeout_seconds: int) -> dict[str, Any] | None:
        """Wait for the next event, at most `timeout_seconds`; return it as it came, None when there is nothing new."""
        result = await self._call(
            "getUpdates",
            {"timeout": timeout_seconds},
            nothing=HTTPStatus.REQUEST_TIMEOUT,
            read_timeout=self._read_timeout + timeout_seconds,
        )
        if result and not isinstance(result, dict):
            raise AnswerLost("answer not understood")
        return result or None

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have events sent to `url`, an https address, each with `secret` (8 to 256 characters) in a header."""
        await self._call("setWebhook", {"url": url, "secret_token": secret})

    async def delete_webhook(self) -> None:
        """Have events wait for `get_updates`, also when no webhook was set."""
        await self._call("deleteWebhook", nothing=HTTPStatus.NOT_FOUND)

    async def get_webhook(self) -> str | None:
        """Return the address to which events are sent, None when there is none."""
        result = await self._call("getWebhookInfo", nothing=HTTPStatus.NOT_FOUND)
        url = result.get("url") if isinstance(result, dict) else None
        return str(url) if url else None

    async def send_message(self, chat: str, text: str) -> str:
        """Send a text of 1 to 2000 characters; return the message's id."""
        return _message_id(await self._call("sendMessage", {"chat_id": chat, "text": text}))

    async def send_photo(self, chat: str, photo_url: str, caption: str = "") -> str:
        """Send the picture that Zalo finds at a public address; return the message's id."""
        parameters = {"chat_id": chat, "photo": photo_url} | ({"caption": caption} if caption else {})
        return _message_id(await self._call("sendPhoto", parameters))

    async def send_chat_action(self, chat: str) -> None:
        """Show for a moment that the bot is writing."""
        await self._call("sendChatAction", {"chat_id": chat, "action": "typing"})

    async def _call(
        self,
        method: str,
        parameters: dict[str, Any] | None = None,
        *,
        nothing: HTTPStatus | None = None,
        read_timeout: float | None = None,
    ) -> Any:
        """Return the result of a method, or None when the error is the one that means `nothing` here."""
        answer = await self._exchange(method, parameters or {}, read_timeout or self._read_timeout)
        # Raised out here, where no exception is being handled: none with a URL in its text becomes the context of ours.
        if isinstance(answer, SendError):
            raise answer
        code, result = answer
        back_off = self._back_offs[method]
        if code in _TOO_FAST:
            raise TooFast(back_off.refused())
        if code not in (_OK, nothing):
            raise fault_of(code)
        back_off.accepted()
        return result if code == _OK else None

    async def _exchange(
        self, method: str, parameters: dict[str, Any], read_timeout: float
    ) -> tuple[int, Any] | SendError:
        """One request and what its answer says, or what its failure means."""
        if self._session is None:
            raise RuntimeError("ZaloClient is not started")
        limits = aiohttp.ClientTimeout(total=None, connect=self._connect_timeout, sock_read=read_timeout)
        await let_loop_see_closed_connections()
        try:
            async with self._session.post(
                f"{self._url}/{method}", json=parameters, timeout=limits, allow_redirects=False
            ) as response:
                body = await response.read()
        except Exception as error:  # whatever it is: its text may hold the URL, so it may not leave
            reason = why_not_sent(error)
            return Unavailable(f"not sent: {reason}") if reason else AnswerLost(f"no answer: {type(error).__name__}")
        return _understood(response.status, body)


class _BackOff:
    """How long to wait after a refusal for which Zalo names no time: twice as long after each one in a row."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._pauses = 0
        self._until = 0.0

    def refused(self) -> float:
        """Note a refusal; return the seconds to wait."""
        now = self._now()
        if not self._pauses or now >= self._until:  # what was under way when the pause began counts once
            self._until = now + min(FIRST_BACK_OFF_SECONDS * 2 ** min(self._pauses, 16), LONGEST_BACK_OFF_SECONDS)
            self._pauses += 1
        return self._until - now

    def accepted(self) -> None:
        self._pauses = 0


def fault_of(code: int) -> SendError:
    """Return what an error's code means for the message; those that mean "too fast" are not known here."""
    if code == HTTPStatus.UNAUTHORIZED:
        return Misconfigured("401")
    if code in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT):
        return AnswerLost(str(code))
    # Zalo's 403 says "Internal server error": nobody has blocked anything. And who redirects is not Zalo.
    is_redirected = HTTPStatus.MULTIPLE_CHOICES <= code < HTTPStatus.BAD_REQUEST
    if is_redirected or code == HTTPStatus.FORBIDDEN or code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(str(code))
    return Refused(str(code))


def _understood(status: int, body: bytes) -> tuple[int, Any] | SendError:
    """Return the code of an error (or `_OK`) and the result that an answer tells."""
    answer = _json_object(body)
    if status >= HTTPStatus.MULTIPLE_CHOICES:
        return _code_in(answer) or status, None
    if answer is None:
        return AnswerLost("answer not readable")
    if "ok" not in answer:  # without the envelope
        return _OK, answer
    if answer["ok"] is not True:
        return _code_in(answer) or status, None
    return _OK, answer.get("result")


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _code_in(answer: dict[str, Any] | None) -> int | None:
    """Return the code of an error that an answer names, None for none that HTTP knows."""
    for name in ("error_code", "errorCode"):
        code = str((answer or {}).get(name, ""))
        if code.isascii() and code.isdecimal() and len(code) == len("404"):
            return int(code)
    return None


def _message_id(result: Any) -> str:
    name = result.get("message_id") if isinstance(result, dict) else None
    if not isinstance(name, str | int):
        raise AnswerLost("answer not understood")  # it was accepted, most likely; it must not go out again
    return str(name)[:LONGEST_ID]
