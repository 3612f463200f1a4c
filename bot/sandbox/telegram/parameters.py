"""The parameters of a call, read as Telegram reads them."""

import json
from typing import Any

from starlette.requests import Request

from bot.sandbox.errors import SandboxError
from bot.sandbox.multipart import Upload
from bot.sandbox.records import JSON
from bot.sandbox.telegram.errors import ApiError, bad_request
from bot.sandbox.values import NotAnObjectError, read_values

UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024
_FORM_OVERHEAD_BYTES = 256 * 1024


async def read_parameters(request: Request) -> "Parameters":
    """Raises ApiError when the body is too large or is not what its content type says."""
    try:
        return Parameters(await read_values(request, UPLOAD_LIMIT_BYTES + _FORM_OVERHEAD_BYTES))
    except SandboxError as error:
        raise ApiError(413, "Request Entity Too Large") from error
    except NotAnObjectError as error:
        raise bad_request("can't parse request: object expected") from error
    except ValueError as error:
        raise bad_request("can't parse request body") from error


class Parameters:
    """Typed access. Simple fields may come as text, objects as JSON text; in a JSON body both come as they are."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def has(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str) -> str:
        """The text, or "" when it is not given."""
        value = self._values.get(name)
        if value is None or isinstance(value, dict | list | Upload):
            return ""
        text = value if isinstance(value, str) else json.dumps(value)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise bad_request("strings must be encoded in UTF-8")
        return text

    def integer(self, name: str, default: int) -> int:
        """The whole number; like Telegram, anything unreadable counts as not given."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def object(self, name: str) -> JSON | None:
        value = self._json(name)
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: object expected")
        return value

    def list(self, name: str) -> list[Any] | None:
        value = self._json(name)
        if value is None or value == "":
            return None
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: array expected")
        return value

    def upload(self, name: str) -> Upload | None:
        """The file sent under this name, directly or as `attach://<part>`."""
        value = self._values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self._values.get(value.removeprefix("attach://"))
        return value if isinstance(value, Upload) else None

    def _json(self, name: str) -> Any:  # whatever JSON value the caller sent; object() and list() check it
        value = self._values.get(name)
        if not isinstance(value, str) or value == "":
            return value
        try:
            return json.loads(value)
        except (ValueError, RecursionError) as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error
