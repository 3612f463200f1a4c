"""A reply is cut into what a messenger can carry; nothing of it is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.parts import FORMS, Form, parts_of
from handlers.markup import to_plain
from handlers.turn import Attachment, Choice, Reply
from models.chats import Platform

SMALL = Form(text=60, caption=30)
CHOICES = ((Choice("Được", "yes"),),)
PICTURE = Attachment("qr_code", {"text": "x"})
words = st.text(alphabet="aăâ \n", max_size=400)


def test_a_short_reply_stays_as_it_is() -> None:
    reply = Reply("Xin chào", CHOICES, PICTURE, replaces=True, commands=(("menu", "Menu"),))
    assert parts_of(reply, FORMS[Platform.TELEGRAM]) == [reply]


def test_the_choices_and_the_menu_come_with_the_last_text() -> None:
    parts = parts_of(Reply("dòng\n" * 40, CHOICES, commands=(("menu", "Menu"),)), SMALL)
    assert len(parts) > 2
    assert all(part.choices == () and part.commands == () for part in parts[:-1])
    assert (parts[-1].choices, parts[-1].commands) == (CHOICES, (("menu", "Menu"),))


def test_a_text_too_long_for_a_caption_goes_before_its_picture() -> None:
    parts = parts_of(Reply("chữ " * 10, CHOICES, PICTURE), SMALL)
    assert [part.attachment for part in parts] == [None, PICTURE]
    assert parts[0].choices == CHOICES


@given(text=words, attachment=st.sampled_from([None, PICTURE]))
def test_no_part_is_too_long_and_no_word_is_lost(text: str, attachment: Attachment | None) -> None:
    parts = parts_of(Reply(text, attachment=attachment), SMALL)
    for part in parts:
        assert len(to_plain(part.text)) <= (SMALL.caption if part.attachment and part.text else SMALL.text)
    texts = [part.text for part in parts if part.text]
    bodies = [body.partition("\n")[2] for body in texts] if len(texts) > 1 else texts
    assert "".join("".join(bodies).split()) == "".join(text.split())
    assert sum(part.attachment is not None for part in parts) == (attachment is not None)
