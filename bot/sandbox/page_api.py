"""What the chat page alone needs: its own files, one feed of changes for all phones, pictures and files."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.sandbox.bell import first_of
from bot.sandbox.endpoints import hung_up, in_sentences, whole_number
from bot.sandbox.errors import SandboxError
from bot.sandbox.people_api import LONGEST_WAIT_SECONDS
from bot.sandbox.records import JSON, SandboxPerson
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.view import show_message

_PAGE = Path(__file__).parent / "page"
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
# What a bot or a person sent must never run as a page of this origin.
_FILE_HEADERS = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}
_SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "audio/ogg"})


class _FreshFiles(StaticFiles):
    """Files that a browser asks about each time: after an upgrade the page must not mix old parts with new ones."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


class PageApi:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._state = sandbox.state

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._index, methods=["GET"]),
            Mount("/page", _FreshFiles(directory=_PAGE)),
            Route("/sandbox/changes", in_sentences(self._changes), methods=["GET"]),
            Route("/sandbox/files/{file_id}/{name}", in_sentences(self._file), methods=["GET"]),
        ]

    async def _index(self, _request: Request) -> Response:
        return FileResponse(_PAGE / "index.html", headers=_PAGE_HEADERS)

    async def _changes(self, request: Request) -> Response:
        """All that changed since a revision; everything when the page comes fresh or from before a restart.

        One feed for all phones: a browser keeps only six connections to a host, and every phone would hold one.
        """
        after, seconds = whole_number(request, "after"), min(whole_number(request, "wait"), LONGEST_WAIT_SECONDS)
        if request.query_params.get("epoch") != self._state.epoch or after > self._state.revision:
            after = 0
        elif seconds and after == self._state.revision:
            await first_of(self._change(after), self._sandbox.closed(), hung_up(request), seconds=seconds)
        return JSONResponse(self._since(after))

    async def _change(self, after: int) -> None:
        while self._state.revision == after:
            await self._state.news.wait()

    def _since(self, after: int) -> JSON:
        people = self._state.people
        return {
            "epoch": self._state.epoch,
            "revision": self._state.revision,
            "reset": after == 0,
            "people": [self._sandbox.show(person) for person in people],
            "chats": {person.id: changes for person in people if (changes := self._chat_since(person, after))},
        }

    def _chat_since(self, person: SandboxPerson, after: int) -> JSON:
        chat = self._state.private_chat(person)
        changes: JSON = {}
        if chat.revision > after:
            changed = [message for message in chat.messages.values() if message.revision > after]
            changes["messages"] = [show_message(self._state, message) for message in changed]
            changes["deleted"] = [number for number, revision in chat.deleted.items() if revision > after]
        moments = list(self._moments_since(person, after)) if after else []
        return changes | {"moments": moments} if moments else changes

    def _moments_since(self, person: SandboxPerson, after: int) -> Iterator[JSON]:
        for revision, person_id, moment in self._state.moments:
            if revision > after and person_id == person.id:
                yield moment

    async def _file(self, request: Request) -> Response:
        file = self._state.find_file(request.path_params["file_id"])
        data = self._state.read_file(file.id) if file is not None else None
        if file is None or data is None:
            raise SandboxError("There is no such file.", 404)
        inline = file.mime_type in _SHOWN_INLINE
        headers = _FILE_HEADERS | {
            "Content-Disposition": f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(file.name)}"
        }
        return Response(data, media_type=file.mime_type if inline else "application/octet-stream", headers=headers)
