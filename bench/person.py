"""A virtual person in a private chat: says the next step of the script, receives the bot's messages."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from bench.script import Script, filled

FIRST_CHAT = 1_000_000_001
BOT = {"id": 123456789, "is_bot": True, "first_name": "Tạo Nguồn", "username": "tao_nguon_bot"}


@dataclass(slots=True)
class Person:
    """One chat. `asked_at` is the time of the step that still waits for `expected` messages."""

    chat_id: int
    script: Script
    turn: int = 0
    expected: int = 0
    asked_at: float = 0.0
    message_id: int = 0
    buttons: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def next_update(self, update_id: int, now: float) -> dict[str, Any]:
        """The update of this person's next step.

        Raises:
            LookupError: the step presses a button that the bot has not shown.
        """
        step = self.script.step(self.turn)
        self.turn += 1
        self.expected = step.replies
        self.asked_at = now
        if step.press is None:
            return {"update_id": update_id, "message": self._message(filled(step.text or "", self.chat_id, self.turn))}
        return {"update_id": update_id, "callback_query": self._press(step.press, update_id)}

    def receive(self, call: dict[str, Any]) -> dict[str, Any]:
        """The message as the Bot API returns it to the bot that sent or edited it."""
        self.message_id += 1
        message: dict[str, Any] = {
            "message_id": int(call.get("message_id", self.message_id)),
            "from": BOT,
            "chat": self._chat(),
            "date": int(time.time()),
            "text": call.get("text", ""),
        }
        markup = call.get("reply_markup")
        if isinstance(markup, str):
            markup = json.loads(markup)
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
            self.buttons = {
                button["text"]: (button.get("callback_data", ""), message)
                for row in reversed(markup["inline_keyboard"])
                for button in reversed(row)
            }
        return message

    def _press(self, label: str, update_id: int) -> dict[str, Any]:
        if label not in self.buttons:
            raise LookupError(f"no button {label!r} among {list(self.buttons)}")
        data, message = self.buttons[label]
        return {
            "id": str(self.chat_id * 1_000_000 + update_id),
            "from": self._user(),
            "message": message,
            "chat_instance": str(-self.chat_id),
            "data": data,
        }

    def _message(self, text: str) -> dict[str, Any]:
        self.message_id += 1
        message: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self._user(),
            "chat": self._chat(),
            "date": int(time.time()),
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return message

    def _user(self) -> dict[str, Any]:
        return {"id": self.chat_id, "is_bot": False, "language_code": "vi", **self._names()}

    def _chat(self) -> dict[str, Any]:
        return {"id": self.chat_id, "type": "private", **self._names()}

    def _names(self) -> dict[str, str]:
        return {"first_name": "Hạnh", "last_name": "Nguyễn Thị", "username": f"person{self.chat_id}"}
