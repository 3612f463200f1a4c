"""Zalo's dialect as a whole: which method does what, and how a call comes in and an answer goes out."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.actions import Action
from bot.sandbox.endpoints import hold, hung_up
from bot.sandbox.errors import SandboxError
from bot.sandbox.faults import CallLog, CallRecord, Fault, Faults
from bot.sandbox.quota import MonthlyQuota
from bot.sandbox.records import JSON, SandboxBot, SandboxPerson
from bot.sandbox.state import Numbering, State
from bot.sandbox.zalo import sending
from bot.sandbox.zalo.call import Call, Method
from bot.sandbox.zalo.errors import ApiError, bad_request, internal_error, quota_exceeded, unauthorized
from bot.sandbox.zalo.events import LONGEST_POLL_SECONDS, EventQueue
from bot.sandbox.zalo.ids import id_of_person
from bot.sandbox.zalo.objects import addressed
from bot.sandbox.zalo.parameters import Parameters, read_parameters
from bot.sandbox.zalo.person import Phone
from bot.sandbox.zalo.webhook import Webhooks

# Outgoing messages of a bot in a calendar month, on the free plan.
MONTHLY_LIMIT = 3_000
USUAL_POLL_SECONDS = 30


class ZaloDialect:
    """The Bot Platform under `/zalo`, and the phones of the people who use Zalo."""

    platform = "zalo"
    numbering = Numbering("za", first=2001)

    def __init__(self, state: State, faults: Faults, calls: CallLog) -> None:
        self._state = state
        self._faults = faults
        self._calls = calls
        self._queue = EventQueue(state, faults)
        self._webhooks = Webhooks(state, self._queue, faults)
        self.quota = MonthlyQuota(state, MONTHLY_LIMIT)
        self._methods: dict[str, Method] = {
            "getMe": sending.get_me,
            "sendMessage": sending.send_message,
            "sendPhoto": sending.send_photo,
            "sendSticker": sending.send_sticker,
            "sendVoice": sending.send_voice,
            "sendChatAction": sending.send_chat_action,
            "setWebhook": self._webhooks.set_webhook,
            "deleteWebhook": self._webhooks.delete_webhook,
            "getWebhookInfo": self._webhooks.get_webhook_info,
        }

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/zalo/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
            Route("/zalo/{rest:path}", self._not_found, methods=["GET", "POST"]),
        ]

    def base_path(self) -> str:
        return "/zalo"

    def chat_id(self, person: SandboxPerson) -> str:
        return id_of_person(person)

    def act(self, person: SandboxPerson, action: Action) -> int:
        return self._phone(person).act(action)

    def set_blocked(self, person: SandboxPerson, *, blocked: bool) -> None:
        self._phone(person).set_blocked(blocked=blocked)

    def open_group(self, person: SandboxPerson, title: str) -> int:
        raise SandboxError(f"{person.name} cannot open {title}: Zalo's bots know no groups here.")

    def commands_for(self, person: SandboxPerson) -> list[dict[str, str]]:  # noqa: ARG002 - the same for everybody
        """None: Zalo has no menu of commands."""
        return []

    def bot_changed(self, bot: SandboxBot) -> None:
        self._webhooks.resume(bot)

    async def close(self) -> None:
        self._queue.closing.set()
        await self._webhooks.close()

    def _phone(self, person: SandboxPerson) -> Phone:
        return Phone(self._state, self._queue.push, person)

    async def _answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        parameters = Parameters({})
        fault: Fault | None = None
        try:
            bot = self._bot_of_token(request)
            parameters = await read_parameters(request)
            fault = self._faults.strike(self.platform, name, has_chat=parameters.has("chat_id"))
            await _misbehave(fault)
            code, body = 200, await self._carry_out(name, bot, parameters, request)
        except ApiError as error:
            code, body = error.code, error.body()
        chat_id = parameters.chat_id()
        self._calls.append(CallRecord(self._state.clock.now(), self.platform, name, chat_id, code))
        if fault is not None and fault.kind == "timeout_after_accept":
            await hold(request)
            return JSONResponse(ApiError(504, "Gateway timeout").body(), 504)
        return JSONResponse(body, 200 if fault is not None and fault.hidden else code)

    async def _carry_out(self, name: str, bot: SandboxBot, parameters: Parameters, request: Request) -> JSON:
        if name == "getUpdates":
            seconds = parameters.seconds("timeout", USUAL_POLL_SECONDS, LONGEST_POLL_SECONDS)
            event = await self._queue.poll(bot, seconds, lambda: hung_up(request))
            return {"ok": True, "result": addressed(bot, event)}
        if name not in self._methods:
            raise bad_request("there is no such method")
        result = await self._methods[name](Call(self._state, bot, parameters, self.quota))
        return {"ok": True} if result is None else {"ok": True, "result": result}

    def _bot_of_token(self, request: Request) -> SandboxBot:
        bot = self._state.bot_of_token(self.platform, request.path_params["token"])
        if bot is None:
            raise unauthorized()
        here = f"{request.url.scheme}://{request.url.netloc}"
        if bot.reached_at != here:
            bot.reached_at = here
            self._state.touched()
        return bot

    async def _not_found(self, _request: Request) -> Response:
        return JSONResponse(ApiError(404, "Not found").body(), 404)


async def _misbehave(fault: Fault | None) -> None:
    match fault.kind if fault is not None else None:
        case "429":
            raise quota_exceeded()
        case "403":
            raise internal_error()
        case "500":
            raise ApiError(500, "Internal server error")
        case "slow" if fault is not None:
            await asyncio.sleep(fault.seconds)
