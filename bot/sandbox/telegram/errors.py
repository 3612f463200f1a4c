"""Telegram's way of refusing a call.

Wordings: the Bot API as seen in public issue threads and in the error lists of bot libraries; bots match on them.
"""

from bot.sandbox.records import JSON


class ApiError(Exception):
    """A call that fails: the HTTP status (also `error_code`), Telegram's description, and its hints to the caller."""

    def __init__(self, code: int, description: str, parameters: JSON | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> JSON:
        body: JSON = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body

    def headers(self) -> dict[str, str] | None:
        seconds = (self.parameters or {}).get("retry_after")
        return None if seconds is None else {"Retry-After": str(seconds)}


def bad_request(what: str) -> ApiError:
    return ApiError(400, f"Bad Request: {what}")


def forbidden(what: str) -> ApiError:
    return ApiError(403, f"Forbidden: {what}")


def conflict(what: str) -> ApiError:
    return ApiError(409, f"Conflict: {what}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


BLOCKED = "bot was blocked by the user"
