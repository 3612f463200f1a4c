"""Nobody but this machine's own programs and the sandbox's own page may call the sandbox.

A web page from elsewhere can make a browser send requests to 127.0.0.1, and can make its own name resolve there ("DNS
rebinding"). So the Host must be a loopback name, and what a browser marks as coming from another origin is refused.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send


def is_loopback(host: str) -> bool:
    """Whether a host name without port means this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_local_address(address: str) -> bool:
    """Whether an address is one of http or https on this machine."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and is_loopback(parts.hostname or "")


class LoopbackOnly:
    """ASGI middleware that lets only local, same-origin requests through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            sentence = _objection(scope["method"], scope["path"], Headers(scope=scope))
            if sentence is not None:
                await JSONResponse({"error": sentence}, 403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _objection(method: str, path: str, headers: Headers) -> str | None:
    host = headers.get("host", "")
    if not is_loopback(_hostname(f"//{host}")):
        return "The sandbox answers only under a loopback address such as 127.0.0.1."
    origin = headers.get("origin")
    if origin is not None and origin not in {f"http://{host}", f"https://{host}"}:
        return "The sandbox answers only its own page, not other web sites."
    opened_by_link = method == "GET" and path == "/"
    if headers.get("sec-fetch-site") in {"cross-site", "same-site"} and not opened_by_link:
        return "The sandbox answers only its own page, not other web sites."
    return None


def _hostname(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
