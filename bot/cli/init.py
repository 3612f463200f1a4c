"""``taonguon init``: asks a few questions and writes config.toml."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import DEFAULT_CONFIG
from bot.cli.telling import console, fail

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{10,}")
_TEMPLATE = """\
# Cấu hình của Tạo Nguồn. Mọi khóa khác và giải thích: config.example.toml
[organisation]
name = {name}
administrators = [{administrator}]

[database]
url = {database}

[telegram]
enabled = true
token = {token}
"""


def init(
    config: Annotated[Path, typer.Option("--config", help="Where to write the configuration.")] = DEFAULT_CONFIG,
) -> None:
    """Ask a few questions and write the configuration; an existing one is never overwritten without asking."""
    if config.exists() and not typer.confirm(f"{config} already exists. Overwrite it?", default=False, err=True):
        fail(f"{config} was left as it is.")
    if not config.parent.is_dir():
        fail(f"There is no folder {config.parent}: make it first, or choose another place with --config.")
    name = typer.prompt("Tên tổ chức (name of the organisation)", default="Đảng ủy", err=True)
    token = typer.prompt("Mã bot Telegram do @BotFather cấp (bot token)", default="", show_default=False, err=True)
    if token and not _TOKEN.fullmatch(token.strip()):
        fail("That is not a bot token: it looks like 123456:ABC-DEF…; nothing was written.")
    administrator = typer.prompt(
        "Mã quản trị viên đầu tiên (code of the first administrator)", default="QT01", err=True
    )
    database = typer.prompt("Cơ sở dữ liệu (database)", default="sqlite:///taonguon.db", err=True)
    text = _TEMPLATE.format(
        name=_quoted(name),
        administrator=_quoted(administrator),
        database=_quoted(database),
        token=_quoted(token.strip()),
    )
    _write_private(config, text)
    console.print(f"✅ {config}")
    console.print(f"Tiếp theo · next: taonguon invite --person {administrator} --config {config}")
    console.print(f"                  taonguon run --config {config}")


def _quoted(text: str) -> str:
    """Return `text` as a TOML string."""
    escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 32 or c in '"\\' else c for c in text)
    return f'"{escaped}"'


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all: it holds the token."""
    aside = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    aside.replace(path)
