"""Formatted texts. Nothing is refused: what is no markup stands there as it was sent.

Which tags and signs Zalo knows is not documented to the end; here are those that its own examples use.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from bot.sandbox.plain_text import find_addresses, utf16_length
from bot.sandbox.records import JSON
from bot.sandbox.zalo.errors import bad_request

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "del": "strikethrough",
    "code": "code",
}
_MARKDOWN = re.compile(
    r"(?P<bold>\*\*(?=\S)(.+?)(?<=\S)\*\*)|(?P<italic>\*(?=[^\s*])([^*]+?)(?<=\S)\*)|(?P<code>`([^`]+)`)"
)


def formatted(source: str, mode: str) -> tuple[str, list[JSON]]:
    """The text as it is shown, and its entities: formatting and addresses.

    Raises:
        ApiError: the mode is neither "markdown" nor "html" nor empty.
    """
    match mode.lower():
        case "html":
            writer = _read_html(source)
        case "markdown":
            writer = _read_markdown(source)
        case "":
            writer = _Writer()
            writer.put(source)
        case _:
            raise bad_request("parse_mode must be markdown or html")
    return writer.finished()


@dataclass
class _Writer:
    parts: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[JSON] = field(default_factory=list)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def mark(self, kind: str, start: int) -> None:
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start})

    def finished(self) -> tuple[str, list[JSON]]:
        text = "".join(self.parts)
        found = self.entities + find_addresses(text)
        return text, sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


class _HtmlReader(HTMLParser):
    """Closes the tag that was opened last under the same name; an end without a beginning means nothing."""

    def __init__(self, writer: _Writer) -> None:
        super().__init__(convert_charrefs=True)
        self._writer = writer
        self._open: list[tuple[str, int]] = []

    def handle_data(self, data: str) -> None:
        self._writer.put(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's own
        if tag == "br":
            self._writer.put("\n")
        elif tag in _TAGS:
            self._open.append((tag, self._writer.length))
        else:
            self._writer.put(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _TAGS:
            return
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                self._writer.mark(_TAGS[tag], self._open.pop(place)[1])
                return

    def close_all(self) -> None:
        super().close()
        while self._open:
            tag, start = self._open.pop()
            self._writer.mark(_TAGS[tag], start)


def _read_html(source: str) -> _Writer:
    writer = _Writer()
    reader = _HtmlReader(writer)
    reader.feed(source)
    reader.close_all()
    return writer


def _read_markdown(source: str) -> _Writer:
    writer = _Writer()
    place = 0
    for match in _MARKDOWN.finditer(source):
        writer.put(source[place : match.start()])
        kind = next(name for name in ("bold", "italic", "code") if match[name])
        start = writer.length
        writer.put(match[kind].strip("*`"))
        writer.mark(kind, start)
        place = match.end()
    writer.put(source[place:])
    return writer
