"""A QR code, for a link that somebody in the room scans."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy.orm import Session

_PIXELS_A_MODULE = 10
_QUIET_ZONE_MODULES = 4


def draw(_session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and PNG of the code for ``params["text"]``."""
    import segno  # noqa: PLC0415 - a service draws few codes, and they take 1.4 MiB to know

    picture = io.BytesIO()
    segno.make(params["text"], error="m").save(picture, kind="png", scale=_PIXELS_A_MODULE, border=_QUIET_ZONE_MODULES)
    return "qr.png", "image/png", picture.getvalue()
