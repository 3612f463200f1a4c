"""The sandbox as a web application. Whoever serves it binds it to 127.0.0.1."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.clock_api import ClockApi
from bot.sandbox.control_api import ControlApi
from bot.sandbox.loopback import LoopbackOnly
from bot.sandbox.page_api import PageApi
from bot.sandbox.people_api import PeopleApi
from bot.sandbox.quota_api import QuotaApi
from bot.sandbox.sandbox import Sandbox


def build_app(sandbox: Sandbox) -> Starlette:
    """All that CONTRACTS.md §3 names, on one port. It saves and closes the sandbox when the server's life ends."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        sandbox.resume()
        yield
        await sandbox.close()

    apis = (PeopleApi(sandbox), ControlApi(sandbox), QuotaApi(sandbox), ClockApi(sandbox), PageApi(sandbox))
    routes = [route for dialect in sandbox.dialects.values() for route in dialect.routes()]
    routes += [route for api in apis for route in api.routes()]
    return Starlette(
        routes=routes,
        middleware=[Middleware(LoopbackOnly)],
        exception_handlers={HTTPException: _refuse},
        lifespan=lifespan,
    )


async def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = f"{request.method} {request.url.path} is not offered here: {error.detail}."
    return JSONResponse({"error": sentence}, error.status_code, error.headers)
