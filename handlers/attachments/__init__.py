"""Pictures and files, drawn when they are sent: outside every transaction, on a session that only reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from handlers.attachments import person_data, qr_code, roll_photo, text_file

if TYPE_CHECKING:
    from handlers.turn import Attachment


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished picture or file."""

    name: str
    media_type: str
    content: bytes

    @property
    def is_picture(self) -> bool:
        """Whether a messenger shows it instead of offering it for download."""
        return self.media_type.startswith("image/")


_Drawer = Callable[[Session, dict[str, Any]], tuple[str, str, bytes]]


def _picture(module: str) -> _Drawer:
    """Return the drawer of a module that is loaded, with the library that paints, when it is first asked to draw."""

    def draw_picture(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
        drawn: tuple[str, str, bytes] = import_module(f"{__name__}.{module}").draw(session, params)
        return drawn

    return draw_picture


_DRAWERS: dict[str, _Drawer] = {
    "cell_heat": _picture("heat"),
    "class_calendar": _picture("class_calendar"),
    "class_letter": _picture("letter"),
    "class_weeks": _picture("class_weeks"),
    "course_workbook": _picture("course_workbook"),
    "meeting_calendar": _picture("calendar"),
    "own_way": _picture("way"),
    "person_data": person_data.draw,
    "qr_code": qr_code.draw,
    "roll_photo": roll_photo.draw,
    "shift_strip": _picture("strip"),
    "text_file": text_file.draw,
}


def draw(session: Session, attachment: Attachment) -> Drawn:
    """Return the picture or file that `attachment` describes. Raises ``KeyError`` for an unknown kind."""
    return Drawn(*_DRAWERS[attachment.kind](session, attachment.params))
