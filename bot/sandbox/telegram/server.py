"""Telegram's dialect as a whole: which method does what, and how a call comes in and an answer goes out."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.actions import Action
from bot.sandbox.endpoints import hold, hung_up
from bot.sandbox.faults import CallLog, CallRecord, Fault, Faults
from bot.sandbox.records import JSON, SandboxBot, SandboxPerson
from bot.sandbox.state import Numbering, State
from bot.sandbox.telegram import account, editing, sending
from bot.sandbox.telegram.call import Call, Method
from bot.sandbox.telegram.errors import BLOCKED, ApiError, forbidden, too_many_requests
from bot.sandbox.telegram.parameters import Parameters, read_parameters
from bot.sandbox.telegram.person import Phone
from bot.sandbox.telegram.updates import Gone, UpdateQueue
from bot.sandbox.telegram.webhook import Webhooks

_METHODS: dict[str, Method] = {
    "getMe": account.get_me,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": editing.answer_callback_query,
    "setMyCommands": account.set_my_commands,
    "getMyCommands": account.get_my_commands,
    "deleteMyCommands": account.delete_my_commands,
    "getFile": account.get_file,
    "getChat": account.get_chat,
    "leaveChat": account.leave_chat,
    "logOut": account.do_nothing,
    "close": account.do_nothing,
}


class TelegramDialect:
    """The Bot API under `/telegram`, and the phones of the people who use Telegram."""

    platform = "telegram"
    numbering = Numbering("tg", first=1001)
    quota = None

    def __init__(self, state: State, faults: Faults, calls: CallLog) -> None:
        self._state = state
        self._faults = faults
        self._calls = calls
        self._queue = UpdateQueue(state, faults)
        self._webhooks = Webhooks(state, self._queue, faults, self._call_in_webhook_answer)
        methods = _METHODS | {
            "setWebhook": self._webhooks.set_webhook,
            "deleteWebhook": self._webhooks.delete_webhook,
            "getWebhookInfo": self._webhooks.get_webhook_info,
        }
        # Method names are case-insensitive.
        self._methods = {name.lower(): (name, method) for name, method in methods.items()}

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/telegram/file/bot{token}/{path:path}", self._download, methods=["GET"]),
            Route("/telegram/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
            Route("/telegram/{rest:path}", self._not_found, methods=["GET", "POST"]),
        ]

    def base_path(self) -> str:
        return "/telegram"

    def chat_id(self, person: SandboxPerson) -> str:
        return str(person.number)

    def act(self, person: SandboxPerson, action: Action) -> int:
        return self._phone(person).act(action)

    def set_blocked(self, person: SandboxPerson, *, blocked: bool) -> None:
        self._phone(person).set_blocked(blocked=blocked)

    def open_group(self, person: SandboxPerson, title: str) -> int:
        return self._phone(person).open_group(title)

    def commands_for(self, person: SandboxPerson) -> list[dict[str, str]]:
        return account.commands_for(self._state.bot_of(person), person)

    def bot_changed(self, bot: SandboxBot) -> None:
        self._webhooks.resume(bot)

    async def close(self) -> None:
        self._queue.closing.set()
        await self._webhooks.close()

    def _phone(self, person: SandboxPerson) -> Phone:
        return Phone(self._state, self._queue.push, self._state.bot_of(person), person)

    def _bot_of_token(self, token: str) -> SandboxBot:
        bot = self._state.bot_of_token(self.platform, token)
        if bot is None:
            raise ApiError(401, "Unauthorized")
        return bot

    async def _answer(self, request: Request) -> Response:
        name = request.path_params["method"]
        parameters = Parameters({})
        fault: Fault | None = None
        try:
            bot = self._bot_of_token(request.path_params["token"])
            parameters = await read_parameters(request)
            name = "getUpdates" if name.lower() == "getupdates" else self._methods.get(name.lower(), (name,))[0]
            call = Call(self._state, bot, parameters)
            fault = self._faults.strike(self.platform, name, has_chat=parameters.has("chat_id"))
            await _misbehave(fault)
            result = await self._carry_out(call, name, lambda: hung_up(request))
            status, body, headers = 200, {"ok": True, "result": result}, None
        except ApiError as error:
            status, body, headers = error.code, error.body(), error.headers()
        chat_id = parameters.integer("chat_id", 0) or None
        self._calls.append(CallRecord(self._state.clock.now(), self.platform, name, chat_id, status))
        if fault is not None and fault.kind == "timeout_after_accept":
            await hold(request)
            return JSONResponse(ApiError(504, "Gateway Timeout").body(), 504)
        return JSONResponse(body, status, headers)

    async def _carry_out(self, call: Call, name: str, gone: Gone) -> object:
        if name == "getUpdates":
            return await self._queue.poll(call.bot, call.parameters, gone)
        if name.lower() not in self._methods:
            raise ApiError(404, "Not Found")
        return await self._methods[name.lower()][1](call)

    async def _call_in_webhook_answer(self, bot: SandboxBot, asked: JSON) -> None:
        name = asked.pop("method")
        try:
            await self._carry_out(Call(self._state, bot, Parameters(asked)), name, _never)
            status = 200
        except ApiError as error:
            status = error.code
        self._calls.append(CallRecord(self._state.clock.now(), self.platform, name, asked.get("chat_id"), status))

    async def _download(self, request: Request) -> Response:
        try:
            self._bot_of_token(request.path_params["token"])
        except ApiError as error:
            return JSONResponse(error.body(), error.code)
        file = self._state.find_file(request.path_params["path"].rpartition("/")[2].rpartition(".")[0])
        data = self._state.read_file(file.id) if file is not None else None
        if file is None or data is None or account.file_path(file) != request.path_params["path"]:
            return await self._not_found(request)
        return Response(data, media_type="application/octet-stream")

    async def _not_found(self, _request: Request) -> Response:
        return JSONResponse(ApiError(404, "Not Found").body(), 404)


async def _misbehave(fault: Fault | None) -> None:
    match fault.kind if fault is not None else None:
        case "429" if fault is not None:
            raise too_many_requests(fault.retry_after)
        case "403":
            raise forbidden(BLOCKED)
        case "500":
            raise ApiError(500, "Internal Server Error")
        case "slow" if fault is not None:
            await asyncio.sleep(fault.seconds)


async def _never() -> None:
    await asyncio.Event().wait()
