"""Plain text as messengers keep it, and what they find in it. Places and lengths count UTF-16 units."""

import re

from bot.sandbox.records import JSON

ADDRESS = r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)])"
_ADDRESS = re.compile(ADDRESS)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def clean(text: str) -> str:
    """No carriage returns, control characters as spaces."""
    return _CONTROL.sub(" ", text.replace("\r", ""))


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def find(pattern: re.Pattern[str], text: str) -> list[JSON]:
    """One entity for each match; the name of the group that matched is its type."""
    return [
        {"type": match.lastgroup, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for match in pattern.finditer(text)
    ]


def find_addresses(text: str) -> list[JSON]:
    """Addresses of the web, as entities."""
    return find(_ADDRESS, text)
