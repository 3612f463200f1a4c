"""The key under which personal data is kept: from the configuration, else a file beside the database."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config, relative_to
from models.cipher import Cipher, load_or_create_secret
from models.database import Database


def open_database(config: Config, path: Path | None) -> Database:
    """Return the database of `config`, whose file stands at `path`.

    A relative SQLite file stands beside the configuration. The key is made on first use, readable by its owner only.
    Raises ``ValueError`` when the key is not one, ``OSError`` when its file cannot be read.
    """
    url = config.database.url
    file = _sqlite_file(url)
    if file:
        database_file = relative_to(path, file)
        database_file.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{database_file}"
    return Database(url, Cipher(_secret(config, path, file)))


def _secret(config: Config, path: Path | None, sqlite_file: str) -> bytes:
    text = config.database.key.get_secret_value()
    if text:
        try:
            return bytes.fromhex(text)
        except ValueError:
            raise ValueError("database.key is not a key: 64 hexadecimal digits") from None
    name = config.database.key_file or (f"{sqlite_file}.key" if sqlite_file else "taonguon.key")
    return load_or_create_secret(relative_to(path, name))


def _sqlite_file(url: str) -> str:
    return url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else ""
