"""The words: English source strings, and their Vietnamese in ``vi.po``.

A handler writes ``turn.t("Saved {code}.", code=code)``. Vietnamese addresses members as *đồng chí* and workers as
*bạn*: ``{you}`` and ``{You}`` in a message are filled with the fitting one (CONVERSATIONS.md, rule 9).
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.pofile import read_po

from models.chats import Language

_ADDRESS = {
    (Language.VIETNAMESE, True): ("đồng chí", "của đồng chí"),
    (Language.VIETNAMESE, False): ("bạn", "của bạn"),
    (Language.ENGLISH, True): ("you", "your"),
    (Language.ENGLISH, False): ("you", "your"),
}


def N_(message: str) -> str:  # noqa: N802 - the customary name of gettext's marker, which the extraction looks for
    """Mark `message` for translation where it is declared; it is translated where it is said."""
    return message


class Translator:
    """Turns a source string into the words for one reader."""

    def __init__(self, messages: dict[str, str], language: Language, is_member: bool) -> None:
        self.language = language
        self._messages = messages
        you, your = _ADDRESS[language, is_member]
        self._address = {"you": you, "You": _capital(you), "your": your, "Your": _capital(your)}

    def __call__(self, message: str, /, **values: object) -> str:
        """Return `message` translated, its placeholders filled; an unknown message stays English."""
        return self._messages.get(message, message).format(**self._address, **values)


class Catalogue:
    """Every translation, read once at the start."""

    def __init__(self) -> None:
        with (Path(__file__).parent / "vi.po").open("rb") as file:
            vietnamese = {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
        messages = {Language.VIETNAMESE: vietnamese, Language.ENGLISH: {}}
        self._translators = {
            (language, is_member): Translator(messages[language], language, is_member)
            for language, is_member in _ADDRESS
        }

    def translator(self, language: Language, is_member: bool = True) -> Translator:
        """Return the translator for a reader's language and standing."""
        return self._translators[Language(language), is_member]


def _capital(word: str) -> str:
    return word[0].upper() + word[1:]
