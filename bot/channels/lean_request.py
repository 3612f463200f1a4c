"""Requests whose answers hold only what this service reads."""

from __future__ import annotations

from typing import Any

from bot.channels.aiohttp_request import AiohttpRequest

_NAMING = ("message_id", "date", "chat")


class LeanRequest(AiohttpRequest):
    """Of a message just sent only what names it is kept.

    Building python-telegram-bot's objects for the sender, the text and the buttons that we have just sent ourselves
    would cost a sixth of the event loop's time.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dictionary; raises what the inherited method raises."""
        answer = AiohttpRequest.parse_json_payload(payload)
        message = answer.get("result")
        if isinstance(message, dict) and "message_id" in message and "chat" in message:
            answer["result"] = {name: message[name] for name in _NAMING if name in message}
        return answer
