"""The people's side: who there is, what they write and press, what they see."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.actions import read_action
from bot.sandbox.bell import first_of
from bot.sandbox.endpoints import hung_up, in_sentences, read_object, whole_number
from bot.sandbox.errors import SandboxError
from bot.sandbox.fields import Fields
from bot.sandbox.records import Chat, SandboxPerson
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.view import messages_after

LONGEST_WAIT_SECONDS = 60
NAME_LIMIT = 64


class PeopleApi:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._state = sandbox.state

    def routes(self) -> list[BaseRoute]:
        one = "/sandbox/people/{person_id}"
        return [
            Route("/sandbox/people", in_sentences(self._list), methods=["GET"]),
            Route("/sandbox/people", in_sentences(self._add), methods=["POST"]),
            Route(f"{one}/messages", in_sentences(self._messages), methods=["GET"]),
            Route(f"{one}/messages", in_sentences(self._act), methods=["POST"]),
            Route(f"{one}/block", in_sentences(self._block), methods=["POST"]),
            Route(f"{one}/unblock", in_sentences(self._unblock), methods=["POST"]),
            Route(f"{one}/group", in_sentences(self._open_group), methods=["POST"]),
            Route(f"{one}/commands", in_sentences(self._commands), methods=["GET"]),
        ]

    async def _list(self, _request: Request) -> Response:
        return JSONResponse([self._sandbox.show(person) for person in self._state.people])

    async def _add(self, request: Request) -> Response:
        fields = Fields(await read_object(request))
        platform, name = fields.platform(), fields.text("name").strip()
        bot = fields.text("bot", required=False) or None
        fields.refuse_others()
        if len(name) > NAME_LIMIT:
            raise SandboxError(f'"name" must have at most {NAME_LIMIT} characters.')
        person = self._sandbox.add_person(platform, name, bot=bot)
        return JSONResponse(self._sandbox.show(person), 201)

    async def _act(self, request: Request) -> Response:
        person = self._person(request)
        action = read_action(await read_object(request))
        message_id = self._sandbox.dialect(person.platform).act(person, action)
        return JSONResponse({"message_id": message_id}, 202)

    async def _messages(self, request: Request) -> Response:
        chat = self._chat(request)
        after, seconds = whole_number(request, "after"), min(whole_number(request, "wait"), LONGEST_WAIT_SECONDS)
        if seconds and chat.next_message <= after + 1:
            await first_of(
                self._something_after(chat, after), self._sandbox.closed(), hung_up(request), seconds=seconds
            )
        return JSONResponse(messages_after(self._state, chat, after))

    async def _something_after(self, chat: Chat, after: int) -> None:
        while chat.next_message <= after + 1:
            await self._state.news.wait()

    async def _block(self, request: Request) -> Response:
        return self._set_blocked(request, blocked=True)

    async def _unblock(self, request: Request) -> Response:
        return self._set_blocked(request, blocked=False)

    def _set_blocked(self, request: Request, *, blocked: bool) -> Response:
        person = self._person(request)
        self._sandbox.dialect(person.platform).set_blocked(person, blocked=blocked)
        return JSONResponse(self._sandbox.show(person))

    async def _open_group(self, request: Request) -> Response:
        person = self._person(request)
        fields = Fields(await read_object(request))
        title = fields.text("title", required=False).strip() or "Nhóm"
        fields.refuse_others()
        chat_id = self._sandbox.dialect(person.platform).open_group(person, title)
        return JSONResponse({"chat_id": chat_id, "title": title}, 201)

    async def _commands(self, request: Request) -> Response:
        person = self._person(request)
        return JSONResponse(self._sandbox.dialect(person.platform).commands_for(person))

    def _person(self, request: Request) -> SandboxPerson:
        return self._state.person(request.path_params["person_id"])

    def _chat(self, request: Request) -> Chat:
        person = self._person(request)
        if request.query_params.get("group") != "true":
            return self._state.private_chat(person)
        group = self._state.newest_group(person)
        if group is None:
            raise SandboxError(f"{person.name} is in no group.", 404)
        return group
