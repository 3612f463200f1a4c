"""Without buttons the choices are numbered lines, and a number keeps its meaning when something comes unasked."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.offers import offered
from bot.parts import FORMS, numbered, parts_of
from handlers.hearing import numbers
from handlers.markup import to_plain
from handlers.turn import Attachment, Choice, Reply
from models.chats import Chat, Platform
from models.messages import Priority

ZALO = FORMS[Platform.ZALO]
TWO = ((Choice("Đã đồng ý", "yes"), Choice("Chưa", "no")),)
labels = st.text(alphabet="aăâđ 12.", min_size=1, max_size=40)


def _chat(platform: Platform, *open_choices: str) -> Chat:
    chat = Chat(platform=platform, external_id="1", first_seen_at=datetime(2026, 11, 24, tzinfo=UTC))
    chat.offer = [{"label": label, "data": label} for label in open_choices] or None
    return chat


def test_choices_become_numbered_lines() -> None:
    rows = (*TWO, (Choice("Công ty TNHH Điện tử Hoa Sen", "a"), Choice("Công ty CP Bao bì Thái Sơn", "b")))
    assert numbered(Reply("Đồng ý chưa?", rows)).text == (
        "Đồng ý chưa?\n1. Đã đồng ý   2. Chưa\n3. Công ty TNHH Điện tử Hoa Sen\n4. Công ty CP Bao bì Thái Sơn"
    )


def test_a_messenger_with_buttons_keeps_them() -> None:
    reply = Reply("Đồng ý chưa?", TWO)
    assert parts_of(reply, FORMS[Platform.TELEGRAM]) == [reply]


@given(text=st.text(max_size=5000), names=st.lists(labels, max_size=40))
def test_every_number_is_there_and_no_part_too_long(text: str, names: list[str]) -> None:
    rows = tuple((Choice(name, f"x:{place}"),) for place, name in enumerate(names))
    parts = parts_of(Reply(text, rows, Attachment("qr_code", {"text": "x"})), ZALO)
    assert all(part.choices == () and len(to_plain(part.text)) <= ZALO.text for part in parts)
    whole = "\n".join(part.text for part in parts)
    assert all(f"{number}. {name}".split()[0] in whole for number, name in enumerate(names, 1))


def test_the_answer_to_ones_own_words_begins_at_one() -> None:
    reply, offer = offered(Reply("?", TWO), Priority.REPLY, _chat(Platform.ZALO, "cũ"))
    assert (reply.numbered_from, [choice["data"] for choice in offer or []]) == (1, ["yes", "no"])


def test_what_came_unasked_keeps_its_numbers_while_something_else_is_answered() -> None:
    chat = _chat(Platform.ZALO, "a", "b")
    _, chat.offer = offered(Reply("Tin", TWO), Priority.NOTICE, chat)
    _, chat.offer = offered(Reply("Tin khác", TWO), Priority.NOTICE, chat)
    _, chat.offer = offered(Reply("?", ((Choice("Ca của tôi", "mine"),),)), Priority.REPLY, chat)
    known = {number: choice["data"] for number, choice in numbers(chat.offer or []).items()}
    assert known == {1: "mine", 3: "yes", 4: "no", 5: "yes", 6: "no"}
    four = tuple((Choice(str(place), f"x:{place}"),) for place in range(4))
    _, chat.offer = offered(Reply("?", four), Priority.REPLY, chat)
    assert sorted(numbers(chat.offer or [])) == [1, 2, 3, 4, 5, 6]
    assert numbers(chat.offer or [])[4]["data"] == "x:3", "what answers the person's own words comes first"


def test_an_answer_without_choices_closes_those_before() -> None:
    assert offered(Reply("Xong"), Priority.REPLY, _chat(Platform.ZALO, "cũ"))[1] is None


def test_a_notice_goes_on_counting_where_choices_are_numbered() -> None:
    reply, offer = offered(Reply("Tin", TWO), Priority.NOTICE, _chat(Platform.ZALO, "a", "b"))
    assert [choice["data"] for choice in offer or []] == ["a", "b", "yes", "no"]
    assert numbered(reply).text == "Tin\n3. Đã đồng ý   4. Chưa"


def test_a_notice_without_choices_changes_nothing() -> None:
    chat = _chat(Platform.ZALO, "a")
    assert offered(Reply("Tin"), Priority.NOTICE, chat)[1] == chat.offer


def test_with_buttons_the_newest_choices_are_meant() -> None:
    reply, offer = offered(Reply("Tin", TWO), Priority.NOTICE, _chat(Platform.TELEGRAM, "a"))
    assert (reply.numbered_from, [choice["data"] for choice in offer or []]) == (1, ["yes", "no"])


def test_numbers_never_have_three_digits() -> None:
    many = [str(number) for number in range(98)]
    reply, offer = offered(Reply("Tin", TWO), Priority.NOTICE, _chat(Platform.ZALO, *many))
    assert (reply.numbered_from, len(offer or [])) == (1, 2)


def test_a_line_that_names_a_choice_takes_its_number() -> None:
    rows = ((Choice("QC007", "a"), Choice("QC012", "b")), (Choice("Còn thiếu (2)", "c"),))
    text = "được giới thiệu (2)\nQC007 · Lê Bích Ngọc\nQC012 · Hoàng Mạnh Tùng"
    assert numbered(Reply(text, rows)).text == (
        "được giới thiệu (2)\n1. QC007 · Lê Bích Ngọc\n2. QC012 · Hoàng Mạnh Tùng\n3. Còn thiếu (2)"
    )
    assert numbered(Reply("ca 1: 4\nca 12: 3", ((Choice("ca 1 (4)", "a"), Choice("ca 12 (3)", "b")),))).text == (
        "1. ca 1: 4\n2. ca 12: 3"
    )


def test_lines_take_no_numbers_when_other_choices_come_before() -> None:
    rows = ((Choice("Phân công QC056", "a"),), (Choice("QC007", "b"),))
    assert numbered(Reply("QC007 · Lê Bích Ngọc", rows)).text == "QC007 · Lê Bích Ngọc\n1. Phân công QC056\n2. QC007"


def test_a_choice_without_a_label_takes_its_number_and_is_not_shown() -> None:
    rows = ((Choice("", "p1"),), (Choice("", "p2"),), (Choice("3. Hạnh: có mặt", "p3"),), (Choice("Lưu", "yes"),))
    assert numbered(Reply("Trang 2", rows)).text == "Trang 2\n3. Hạnh: có mặt\n4. Lưu"
    _, offer = offered(Reply("Trang 2", rows), Priority.REPLY, _chat(Platform.ZALO))
    assert [choice["data"] for choice in offer or []] == ["p1", "p2", "p3", "yes"]
