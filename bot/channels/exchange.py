"""What all requests to a messenger over aiohttp share: a careful pool of connections, and what a failure tells.

Idle connections. A server may close a kept connection at the very moment a request is written on it. That looks the
same as a server that died with the request in hand, and RFC 9110, section 9.2.2, forbids to repeat a POST on a guess;
so nothing is repeated here, and the case is avoided instead. A connection that was idle for `KEEPALIVE_SECONDS` is not
used again, which is below the idle time-outs of common servers (uvicorn, Node, Apache 5 s, nginx 75 s); a quiet bot
pays a TLS handshake for that. And before a request the loop looks once at its sockets, so that a connection whose end
has already arrived here is not used, however long the loop had been busy. What is left is an end that is on its way:
then the request may have been accepted. aiohttp itself repeats only idempotent methods, which here means downloads.
"""

import asyncio

import aiohttp

KEEPALIVE_SECONDS = 4.0

_NEVER_CONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.InvalidURL,
)


def open_session(user_agent: str) -> aiohttp.ClientSession:
    """Return a pool without a limit of its own, without cookies; to be closed by whoever opened it."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEPALIVE_SECONDS),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent},
    )


def why_not_sent(error: Exception) -> str | None:
    """Return why a request certainly was not accepted, None where it may have been.

    The answer holds the kind of failure and at most host and port. The error itself must not leave the place where it
    was caught, nor be chained to another: aiohttp puts URLs into its texts, and a bot's token is part of every URL.
    """
    if isinstance(error, aiohttp.ClientConnectorError):
        return str(error)  # names host, port and reason, no path
    if isinstance(error, _NEVER_CONNECTED) or _was_closed_before_writing(error.__cause__ or error):
        return type(error).__name__
    return None


async def let_loop_see_closed_connections() -> None:
    """One turn of the loop polls the sockets, the next runs what was found; each costs a few microseconds."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def _was_closed_before_writing(error: BaseException) -> bool:
    """Whether a connection was found closing when (the rest of) the request was to be written on it.

    aiohttp has the same type for one lost after the last write and tells them apart by the text alone. Should the text
    change, the error counts as "perhaps accepted", which is the safe side.
    """
    return isinstance(error, aiohttp.ClientConnectionResetError) and "write to closing" in str(error)
