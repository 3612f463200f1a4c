"""Telegram's HTML: what becomes of it, and the laws it keeps."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.plain_text import utf16_length
from bot.sandbox.records import JSON
from bot.sandbox.telegram.errors import ApiError
from bot.sandbox.telegram.markup import parse_html
from bot.sandbox.telegram.text import find_entities

UNICODE = st.text(st.characters(exclude_categories=["Cs"]))


@given(UNICODE)
def test_escaped_text_comes_back_unchanged(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(UNICODE.filter(bool), UNICODE.filter(bool))
def test_an_entity_covers_exactly_what_its_tags_enclosed(before: str, inside: str) -> None:
    text, [entity] = parse_html(f"{html.escape(before)}<i>{html.escape(inside)}</i>")
    encoded = text.encode("utf-16-le")
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    assert encoded[start:end].decode("utf-16-le") == inside
    assert entity["offset"] == utf16_length(before)


@given(st.text("<>/b&; iu=\"'a-z{}"))
def test_any_markup_is_either_read_or_refused_in_telegrams_words(source: str) -> None:
    refused, (text, entities) = _read(source)
    assert refused is None or refused.startswith("Bad Request: can't parse entities: ")
    assert all(entity["offset"] + entity["length"] <= utf16_length(text) for entity in entities)


def _read(source: str) -> tuple[str | None, tuple[str, list[JSON]]]:
    try:
        return None, parse_html(source)
    except ApiError as error:
        return error.description, ("", [])


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("<b>mở", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ạ<script>x</script>", 'Unsupported start tag "script" at byte offset 3'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("<< a >>", 'Unsupported start tag "<" at byte offset 0'),
        ("<{x}>", 'Unsupported start tag "{x}" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_a_mistake_is_named_with_its_place(source: str, description: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {description}"


def test_nested_tags_links_and_references() -> None:
    text, entities = parse_html('<b>A <i>B</i></b> <a href="https://vidu.vn/?a=1&amp;b=2">xem</a> &lt;&#33;&nbsp;&')
    assert text == "A B xem <!&nbsp;&"
    assert entities == [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "italic", "offset": 2, "length": 1},
        {"type": "text_link", "url": "https://vidu.vn/?a=1&b=2", "offset": 4, "length": 3},
    ]


def test_commands_and_addresses_are_found_in_plain_text() -> None:
    assert find_entities("/start ABC") == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert find_entities("12/12 và a/b") == []
    assert find_entities("xem https://vidu.vn/a.") == [{"type": "url", "offset": 4, "length": 17}]
