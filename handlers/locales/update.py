"""Brings ``vi.po`` up to date with the source strings: ``make messages``, then fill in what is empty.

A sentence is found where it stands in ``t("…")``, ``N_("…")`` or ``Sentence("…")``. Translations of sentences that are
gone are dropped.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

CATALOGUE = Path(__file__).parent / "vi.po"
ROOT = Path(__file__).parents[2]
FLOORS = ("handlers", "bot")
KEYWORDS = {"t": None, "N_": None, "Sentence": None}
_COMMENT = "# Vietnamese words of Tạo Nguồn. Brought up to date by: make messages"


def source_strings() -> Iterator[tuple[str, str]]:
    """Yield each source string and the file that says it, relative to the repository."""
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            for _, message, *_ in extract("python", io.BytesIO(path.read_bytes()), KEYWORDS):
                yield str(message), path.relative_to(ROOT).as_posix()


def updated(catalogue: Path = CATALOGUE) -> bytes:
    """Return what the catalogue should hold: every source string, with the translation that it has already."""
    with catalogue.open("rb") as file:
        known = {message.id: message.string for message in read_po(file)}
    new = Catalog(locale="vi", project="taonguon", version="0", header_comment=_COMMENT, fuzzy=False)
    for message, path in source_strings():
        new.add(message, known.get(message, ""), locations=[(path, 0)])
    text = io.BytesIO()
    write_po(text, new, width=110, include_lineno=False, sort_by_file=True)
    return _without_dates(text.getvalue())


def _without_dates(text: bytes) -> bytes:
    """Leave out the header's lines that change without any sentence changing, or name nobody."""
    idle = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Last-Translator',
        b'"Report-Msgid',
        b'"Language-Team',
        b'"Generated',
    )
    return b"".join(line for line in text.splitlines(keepends=True) if not line.startswith(idle))


def main() -> None:
    """Rewrite the catalogue and say how many sentences wait for their translation."""
    text = updated()
    CATALOGUE.write_bytes(text)
    empty = sum(1 for message in read_po(io.BytesIO(text)) if message.id and not message.string)
    sys.stdout.write(f"{CATALOGUE.relative_to(ROOT)}: {empty} sentences to translate\n")


if __name__ == "__main__":
    main()
