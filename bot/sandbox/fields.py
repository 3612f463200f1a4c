"""Reading the JSON that callers of the people's side send, with a sentence for every mistake."""

import base64
import binascii
import math
from typing import Any, TypeVar, overload

from starlette.requests import ClientDisconnect, Request

from bot.sandbox.errors import SandboxError

PLATFORMS = ("telegram", "zalo")
BODY_LIMIT_BYTES = 80 * 1024 * 1024

_Choice = TypeVar("_Choice", bound=str)


async def read_body(request: Request, limit: int = BODY_LIMIT_BYTES) -> bytes:
    """The whole body of a request.

    Raises:
        SandboxError: it is larger than `limit` bytes (413), or the caller left in the middle.
    """
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise SandboxError(f"The request is larger than {limit // 1024 // 1024} MB.", 413)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise SandboxError("The request was cut off.") from error
    return b"".join(chunks)


class Fields:
    """The fields of one JSON object; each is read once, what is left over was not expected."""

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = dict(body)

    def has(self, name: str) -> bool:
        return name in self._body

    def take(self, name: str) -> Any:  # any JSON value may stand here; the callers below check it
        return self._body.pop(name, None)

    def text(self, name: str, *, required: bool = True) -> str:
        value = self.take(name)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            raise SandboxError(f'"{name}" must be a text that is not empty.')
        if any("\ud800" <= letter <= "\udfff" for letter in value):
            raise SandboxError(f'"{name}" holds half a character (a lone surrogate).')
        return value

    def flag(self, name: str) -> bool:
        value = self.take(name)
        if value is not None and not isinstance(value, bool):
            raise SandboxError(f'"{name}" must be true or false.')
        return value is True

    def choice(self, name: str, choices: tuple[_Choice, ...]) -> _Choice:
        value = self.take(name)
        if isinstance(value, int) and not isinstance(value, bool):  # 429 for "429"
            value = str(value)
        for choice in choices:
            if choice == value:
                return choice
        raise SandboxError(f'"{name}" must be one of {", ".join(choices)}.')

    def platform(self) -> str:
        return self.choice("platform", PLATFORMS)

    @overload
    def integer(self, name: str, default: int, low: int, high: int) -> int: ...
    @overload
    def integer(self, name: str, default: None, low: int, high: int) -> int | None: ...
    def integer(self, name: str, default: int | None, low: int, high: int) -> int | None:
        value = self.take(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise SandboxError(f'"{name}" must be a whole number from {low} to {high}.')
        return value

    def number(self, name: str, default: float | None, low: float, high: float) -> float:
        value = self.take(name)
        value = default if value is None else value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise SandboxError(f'"{name}" must be a number from {low:g} to {high:g}.')
        if not math.isfinite(value) or not low <= value <= high:
            raise SandboxError(f'"{name}" must be a number from {low:g} to {high:g}.')
        return float(value)

    def nested(self, name: str) -> "Fields":
        value = self.take(name)
        if not isinstance(value, dict):
            raise SandboxError(f'"{name}" must be an object.')
        return Fields(value)

    def bytes(self) -> bytes:
        """The field "base64", decoded."""
        try:
            data = base64.b64decode(self.text("base64"), validate=True)
        except (binascii.Error, ValueError) as error:
            raise SandboxError('"base64" is not base64.') from error
        if not data:
            raise SandboxError("The file is empty.")
        return data

    def refuse_others(self) -> None:
        if self._body:
            raise SandboxError(f"Unknown field: {', '.join(sorted(self._body))}.")
