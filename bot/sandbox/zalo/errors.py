"""Zalo's way of refusing a call."""

from bot.sandbox.records import JSON

# The real platform spells the field in two ways; here these codes come in the rarer one.
_SPELT_OTHERWISE = frozenset({401, 429})


class ApiError(Exception):
    """A call that fails: its code, which is the HTTP status as well, and a description."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description

    def body(self) -> JSON:
        name = "errorCode" if self.code in _SPELT_OTHERWISE else "error_code"
        return {"ok": False, "description": self.description, name: self.code}


def bad_request(what: str) -> ApiError:
    return ApiError(400, f"Bad Request: {what}")


def unauthorized() -> ApiError:
    return ApiError(401, "Unauthorized")


def internal_error() -> ApiError:
    """What Zalo says under 403: it tells nothing about the person."""
    return ApiError(403, "Internal server error")


def no_webhook() -> ApiError:
    return ApiError(404, "Webhook not found")


def nothing_new() -> ApiError:
    """How a poll ends that found nothing."""
    return ApiError(408, "Request timeout")


def quota_exceeded() -> ApiError:
    """No `retry_after`: Zalo does not say when."""
    return ApiError(429, "Quota exceeded")
