"""A photograph of a roll on paper, as it was kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from models import photographs
from models.classes import RollPhoto


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and content of the photograph ``params["photo"]``.

    Raises ``NoResultFound`` when it is gone.
    """
    content = session.get_one(RollPhoto, params["photo"]).content
    media_type = photographs.media_type(content)
    return f"diem-danh.{media_type.removeprefix('image/')}", media_type, content
