"""What Zalo's events say, whatever their shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.channels.zalo_updates import note_dropped, translate
from bot.messages import Incoming
from handlers.turn import Said, SentFile
from models.chats import Platform
from tests.channels.zalo_server import CHAT, event


def _of_kind(kind: str, **parts: Any) -> dict[str, Any]:
    whole = event(**parts)
    whole["event_name"] = f"message.{kind}.received"
    if "text" not in parts:
        del whole["message"]["text"]
    return whole


def _said(whole: object) -> Said | None:
    incoming = translate(whole)
    return incoming.said if incoming else None


@pytest.mark.parametrize("whole", [event(), {"ok": True, "result": event()}], ids=["bare", "envelope"])
def test_a_text_is_heard_with_its_envelope_or_without(whole: dict[str, Any]) -> None:
    assert translate(whole) == Incoming(Platform.ZALO, "m1", CHAT, Said(text="menu", display_name="Ted"))


@pytest.mark.parametrize("name", ["photo", "photo_url"])
def test_a_picture_is_found_under_either_name(name: str) -> None:
    url = "https://photo.example/1.jpg"
    whole = _of_kind("image", caption="hồ sơ", **{name: url})
    assert _said(whole) == Said(file=SentFile("", 0, url, is_picture=True), display_name="Ted")


def test_a_picture_without_an_address_is_still_a_picture() -> None:
    assert _said(_of_kind("image")) == Said(file=SentFile("", 0, "", is_picture=True), display_name="Ted")


@pytest.mark.parametrize(
    ("kind", "unreadable"),
    [("sticker", "sticker"), ("voice", "voice"), ("unsupported", "other"), ("video", "other"), ("text", "other")],
)
def test_what_cannot_be_read_is_named(kind: str, unreadable: str) -> None:
    assert _said(_of_kind(kind)) == Said(unreadable=unreadable, display_name="Ted")


def test_an_event_without_a_name_is_told_by_what_it_holds() -> None:
    text, picture, other = event(), _of_kind("image", photo="https://x"), _of_kind("sticker")
    for whole in (text, picture, other):
        del whole["event_name"]
    said = [_said(whole) for whole in (text, picture, other)]
    assert [(it.text, bool(it.file), it.unreadable) for it in said if it] == [
        ("menu", False, None),
        (None, True, None),
        (None, False, "other"),
    ]


@pytest.mark.parametrize(
    "whole",
    [
        {"event_name": "message.unsupported.received"},
        {"event_name": "message.text.received", "message": None},
        {**event(), "event_name": "message.reaction"},
        {**event(), "event_name": "bot.joined"},
        {**event(), "event_name": 5},
        event(message_id=""),
        event(message_id="x" * 65),
        event(message_id="a\x00b"),
        event(person="\ud800"),
        event(sender={}, chat={}),
        event(sender={"id": CHAT, "is_bot": True}),
        event(chat={"id": "g1", "chat_type": "GROUP"}),
        event(chat={"id": CHAT, "chat_type": "GROUP"}),
        event(chat={"id": "g1"}),
        {"ok": False, "error_code": 408},
        [event()],
        None,
    ],
)
def test_where_nobody_can_be_answered_nothing_is(whole: object) -> None:
    assert translate(whole) is None
    note_dropped(whole)


def test_what_is_missing_or_odd_in_small_things_does_not_matter() -> None:
    bare = {"event_name": "message.text.received", "message": {"message_id": 7, "from": {"id": 5}, "text": "a\ud800"}}
    assert translate(bare) == Incoming(Platform.ZALO, "7", "5", Said(text="a?"))


def test_of_what_is_dropped_the_log_holds_no_words() -> None:
    with capture_logs() as logs:
        note_dropped({**event(text="Nguyễn Thị Hạnh"), "event_name": "bí mật"})
    assert logs == [{"event": "zalo_event_dropped", "log_level": "info", "kind": "unknown", "has_message": True}]


_KEYS = st.sampled_from(
    ["ok", "result", "event_name", "message", "from", "chat", "id", "text", "photo", "message_id", "chat_type", "x"]
)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=8)
    | st.sampled_from(["message.text.received", "message.image.received", "PRIVATE", "m1"])
)
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=6), max_leaves=25
)


@given(_JSON | st.fixed_dictionaries({"message": _JSON, "event_name": _LEAVES}) | st.builds(event, text=_JSON))
def test_no_json_breaks_it_and_what_comes_out_can_be_written_down(whole: object) -> None:
    note_dropped(whole)
    incoming = translate(whole)
    if incoming is not None:
        assert 1 <= len(incoming.update_key) <= 64
        assert 1 <= len(incoming.chat) <= 64
        (incoming.chat + incoming.update_key).encode("ascii")
        (incoming.said.display_name + (incoming.said.text or "")).encode()


@given(st.text(max_size=2000))
def test_every_text_arrives_as_it_was_written(text: str) -> None:
    assert _said(event(text=text)) == Said(text=text, display_name="Ted")
