"""The service's addresses: health for whoever watches it, metrics without personal data, what is fetched or called."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import check_in_page, published_pages
from bot.app import App
from bot.clock import Clock, SystemClock


def build_app(app: App, clock: Clock | None = None) -> Starlette:
    """Return the web application over a running service; `clock` is the service's, by default the system's."""

    async def health(_request: Request) -> Response:
        if app.healthy:
            return PlainTextResponse("ok\n")
        where = ", ".join(app.failing) or "database"
        return PlainTextResponse(f"messages do not come in or go out: {where}\n", 503)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(_registry(app)), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", health), Route("/metrics", metrics)]
    routes += [route for listener in app.listeners.values() for route in listener.routes]
    routes += published_pages.routes(app.database, clock or SystemClock(), app.timezone)
    routes += check_in_page.routes(app.database, clock or SystemClock(), app.settings)
    return Starlette(routes=routes)


def _registry(app: App) -> CollectorRegistry:
    registry = CollectorRegistry()
    figures = (
        ("taonguon_healthy", "Whether messages come in and go out", float(app.healthy)),
        ("taonguon_messages_sent", "Messages sent since the start", float(app.outbox.sent)),
        ("taonguon_messages_in_hand", "Messages that wait to be sent", float(app.outbox.waiting)),
    )
    for name, help_text, value in figures:
        Gauge(name, help_text, registry=registry).set(value)
    return registry
