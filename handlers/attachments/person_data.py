"""All that is held of one person, as a file that programs can read too."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.orm import Session

from models.export import person_document


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and content of the JSON file about the person with ``params["code"]``."""
    document = person_document(session, params["code"])
    return params["name"], "application/json", json.dumps(document, ensure_ascii=False, indent=2).encode()
