"""The words of a message: formatting, trimming, limits, and the entities that Telegram finds by itself."""

import re

from bot.sandbox.plain_text import ADDRESS, clean, find, utf16_length
from bot.sandbox.records import JSON
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.markup import parse_html
from bot.sandbox.telegram.parameters import Parameters

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# Commands must be found: bot libraries recognise "/start" by its entity, not by its slash.
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?!\w))"
    rf"|{ADDRESS}"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w))"
)
_EXPLICIT_KINDS = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    }
)


def find_entities(text: str) -> list[JSON]:
    """Commands, addresses and mentions in plain text."""
    return find(_FOUND, text)


def read_text(parameters: Parameters, name: str, limit: int, too_long: str) -> tuple[str, list[JSON]]:
    """The text under `name`, formatted as the caller asks (`parse_mode` or the list of entities that belongs to it).

    Raises:
        ApiError: bad markup, an unknown parse mode, or more than `limit` characters after parsing.
    """
    source = clean(parameters.text(name))
    mode = parameters.text("parse_mode").lower()
    explicit = parameters.list("caption_entities" if name == "caption" else "entities")
    if mode == "html":
        text, entities = parse_html(source)
    elif mode and not explicit:
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = source, [_check_entity(entity) for entity in explicit or []]
    text, entities = _trim(text, entities)
    if len(text) > limit:
        raise bad_request(too_long)
    return text, _with_found(text, entities)


def _check_entity(entity: object) -> JSON:
    if not isinstance(entity, dict) or str(entity.get("type")) not in _EXPLICIT_KINDS:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    if not all(isinstance(entity.get(edge), int) and entity[edge] >= 0 for edge in ("offset", "length")):
        raise bad_request("can't parse MessageEntity: offset and length must be specified")
    return entity


def _trim(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Leading and trailing space goes; entities move along and shrink with it."""
    stripped = text.strip()
    shift, end = utf16_length(text[: len(text) - len(text.lstrip())]), utf16_length(stripped)
    kept = []
    for entity in entities:
        first = max(0, entity["offset"] - shift)
        last = min(end, entity["offset"] + entity["length"] - shift)
        if first < last:
            kept.append(entity | {"offset": first, "length": last - first})
    return stripped, kept


def _with_found(text: str, entities: list[JSON]) -> list[JSON]:
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in {"code", "pre", "text_link", "bot_command", "url", "mention"}
    ]
    found = [
        entity
        for entity in find_entities(text)
        if not any(first < entity["offset"] + entity["length"] and entity["offset"] < last for first, last in taken)
    ]
    return sorted(entities + found, key=lambda entity: (entity["offset"], -entity["length"]))
