"""Telegram's HTML style: tags become entities, mistakes become Telegram's errors.

The rules are those of "Formatting options" in the Bot API documentation; offsets and lengths of entities count UTF-16
units, offsets in errors count bytes of UTF-8.
"""

import html
import re
from dataclasses import dataclass, field

from bot.sandbox.plain_text import utf16_length
from bot.sandbox.records import JSON
from bot.sandbox.telegram.errors import ApiError, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s/>]*)(?P<rest>[^>]*)>")
_ATTRIBUTE = re.compile(
    r"""\s+(?P<name>[\w-]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+)))?"""
)
# Only these four names and numbers are known; any other "&" stands for itself.
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_TEXT = re.compile(r"[^<&]+")


@dataclass
class _Open:
    name: str
    start: int
    attributes: dict[str, str]


@dataclass
class _Reader:
    source: str
    text: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[JSON] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.text.append(text)
        self.length += utf16_length(text)

    def error(self, what: str, place: int) -> ApiError:
        return bad_request(f"can't parse entities: {what.format(len(self.source[:place].encode()))}")


def parse_html(source: str) -> tuple[str, list[JSON]]:
    """The plain text and its entities, ordered as Telegram orders them: by offset, the longer first.

    Raises:
        ApiError: "can't parse entities: …", as Telegram words it.
    """
    reader = _Reader(source)
    place = 0
    while place < len(source):
        place = _step(reader, place)
    if reader.open:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1].name}\""
        )
    return "".join(reader.text), sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _step(reader: _Reader, place: int) -> int:
    source = reader.source
    if run := _TEXT.match(source, place):
        reader.put(run[0])
        return run.end()
    if source[place] == "&":
        reference = _REFERENCE.match(source, place)
        reader.put(html.unescape(reference[0]) if reference else "&")
        return reference.end() if reference else place + 1
    tag = _TAG.match(source, place)
    if tag is None:
        raise reader.error("Unclosed start tag at byte offset {}", place)
    if tag["end"]:
        _close(reader, tag["name"].lower(), place)
    else:
        _open(reader, tag["name"].lower(), tag["rest"], place)
    return tag.end()


def _open(reader: _Reader, name: str, rest: str, place: int) -> None:
    if name not in _KINDS:
        raise reader.error(f'Unsupported start tag "{_literal(name)}" at byte offset {{}}', place)
    attributes = {
        match["name"].lower(): html.unescape(match["double"] or match["single"] or match["bare"] or "")
        for match in _ATTRIBUTE.finditer(rest)
    }
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.error('Tag "span" must have class "tg-spoiler" at byte offset {}', place)
    reader.open.append(_Open(name, reader.length, attributes))


def _close(reader: _Reader, name: str, place: int) -> None:
    if not reader.open:
        raise reader.error("Unexpected end tag at byte offset {}", place)
    opened = reader.open.pop()
    if name not in {"", opened.name}:
        raise reader.error(
            f'Unmatched end tag at byte offset {{}}, expected "</{opened.name}>", found "</{_literal(name)}>"', place
        )
    length = reader.length - opened.start
    entity = _entity(opened, "".join(reader.text)) if length else None
    if entity is not None:
        reader.entities.append(entity | {"offset": opened.start, "length": length})


def _entity(opened: _Open, text: str) -> JSON | None:
    kind = _KINDS[opened.name]
    if kind == "text_link":
        url = opened.attributes.get("href", "")
        # Without an address Telegram takes the words themselves as one, and drops the link when they are none.
        url = url or text.encode("utf-16-le")[opened.start * 2 :].decode("utf-16-le")
        return {"type": kind, "url": url} if re.match(r"(https?|tg)://\S+$|mailto:\S+$", url) else None
    if kind == "custom_emoji":
        return {"type": kind, "custom_emoji_id": opened.attributes.get("emoji-id", "")}
    if kind == "blockquote" and "expandable" in opened.attributes:
        return {"type": "expandable_blockquote"}
    return {"type": kind}


def _literal(name: str) -> str:
    return name.replace("{", "{{").replace("}", "}}")
