"""The parameters of a call, read as Zalo reads them."""

from typing import Any

from starlette.requests import Request

from bot.sandbox.errors import SandboxError
from bot.sandbox.values import read_values
from bot.sandbox.zalo.errors import bad_request

BODY_LIMIT_BYTES = 1024 * 1024


async def read_parameters(request: Request) -> "Parameters":
    """Raises ApiError when the body is too large or is not what its content type says."""
    try:
        return Parameters(await read_values(request, BODY_LIMIT_BYTES))
    except (SandboxError, ValueError) as error:
        raise bad_request("the body cannot be read") from error


class Parameters:
    """Typed access; numbers may come as text, as they do in a query string."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def has(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str) -> str:
        """The text, or "" when none is given. Raises ApiError when half of a character is in it."""
        value = self._values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return ""
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise bad_request(f"{name} is not valid UTF-8")
        return value

    def chat_id(self) -> str | None:
        """What stands under `chat_id`, for the record, be it valid or not."""
        value = self._values.get("chat_id")
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) and value else None

    def seconds(self, name: str, default: int, highest: int) -> int:
        """Whole seconds from 0 to `highest`; anything unreadable counts as not given."""
        text = self.text(name)
        return min(int(text), highest) if text.isascii() and text.isdigit() and len(text) <= 9 else default
