"""A plain text file, for lists that are too long for a message."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session


def draw(_session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and content of a file with ``params["lines"]``; opens rightly on Windows, too."""
    return params["name"], "text/plain; charset=utf-8", ("\ufeff" + "\r\n".join(params["lines"]) + "\r\n").encode()
