"""Vietnamese is complete, and says the same things as the source."""

from __future__ import annotations

import ast
import io
import string
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import handlers
from handlers.locales import Catalogue
from handlers.locales.update import CATALOGUE, updated
from models.chats import Language

ADDRESS = {"you", "You", "your", "Your"}


def _messages() -> list[Message]:
    return [message for message in read_po(io.BytesIO(CATALOGUE.read_bytes())) if message.id]


def _placeholders(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name} - ADDRESS


def test_the_catalogue_holds_exactly_the_sentences_of_the_source() -> None:
    assert CATALOGUE.read_bytes() == updated(), "run: make messages"


def test_no_sentence_hides_in_a_formatted_string_where_the_catalogue_does_not_find_it() -> None:
    hidden = [
        f"{file.name}:{call.lineno}"
        for file in Path(handlers.__path__[0]).rglob("*.py")
        for joined in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and _is_translation(call)
    ]
    assert hidden == []


def _is_translation(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("t", "N_") and bool(call.args) and isinstance(call.args[0], ast.Constant)


def test_every_sentence_has_its_vietnamese() -> None:
    assert [message.id for message in _messages() if not message.string] == []


def test_a_translation_fills_in_the_same_facts() -> None:
    assert [message.id for message in _messages() if _placeholders(message.id) != _placeholders(message.string)] == []


def test_members_are_addressed_as_comrades_and_workers_as_friends() -> None:
    catalogue = Catalogue()
    sentence = "What can I do for {you}?"
    assert catalogue.translator(Language.VIETNAMESE, is_member=True)(sentence) == "Tôi giúp được gì cho đồng chí?"
    assert catalogue.translator(Language.VIETNAMESE, is_member=False)(sentence) == "Tôi giúp được gì cho bạn?"
    assert catalogue.translator(Language.ENGLISH)(sentence) == "What can I do for you?"


def test_braces_in_a_name_are_only_braces() -> None:
    translator = Catalogue().translator(Language.ENGLISH)
    assert translator("Welcome, {name}.", name="{you} {0}") == "Welcome, {you} {0}."
