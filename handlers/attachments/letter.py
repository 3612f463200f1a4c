"""A worker's letter to the employer: asks for paid time off for exactly the sittings within working hours.

It is filled in from a template that a committee can edit (templates/README.md). It is always in Vietnamese, and says
what the class is about only when the worker has chosen so.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import structlog
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlalchemy.orm import Session

from handlers.attachments import discretion, wording
from handlers.locales import Translator
from handlers.meetings.words import clock, when
from models.classes import Course
from models.people import Gender, Person
from models.rest import Habits
from models.wages import Times, WorkedSeat, booked_within_work

_NAME = "giay-gui-cong-ty.docx"
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHIPPED = Path(__file__).parent / "templates" / _NAME
_DISCREET = "lớp học tập, bồi dưỡng"
_BLANK = "……………………"
_ADDRESS = {Gender.MALE: "ông", Gender.FEMALE: "bà", None: "ông (bà)"}
_PROPERTIES = ("author", "last_modified_by", "category", "comments", "keywords", "subject", "title")
_log = structlog.get_logger(__name__)


class UnusableTemplateError(Exception):
    """A template that cannot be filled in; the message says why."""


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and content of the letter for ``params["person_id"]`` on ``params["course_id"]``.

    It covers the booked sittings after ``params["now"]`` (ISO 8601). ``params["is_open"]`` names the course in full;
    ``params["organisation"]``, ``params["timezone"]`` and ``params["template"]`` are settings. With a template that
    cannot be filled in it is written with the program's own. Raises ``NoResultFound`` when person or course are gone.
    """
    fields = _fields(session, params)
    own = params.get("template")
    if own:
        try:
            return _NAME, _MEDIA_TYPE, filled(Path(own), fields)
        except UnusableTemplateError as error:
            _log.error("letter_template_unusable", reason=str(error))
    return _NAME, _MEDIA_TYPE, filled(_SHIPPED, fields)


def filled(template: Path, fields: Mapping[str, object]) -> bytes:
    """Return `template` with its fields filled in. Raises :class:`UnusableTemplateError`.

    Values are text, never template: what stands in a name is escaped and not read again, and the template itself can
    reach nothing but its fields.
    """
    rules = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        letter = DocxTemplate(str(template))
        letter.render(dict(fields), rules, autoescape=True)
        for name in _PROPERTIES:  # who wrote the template may reveal what the letter does not
            setattr(letter.docx.core_properties, name, "")
        content = io.BytesIO()
        letter.save(content)
    except (OSError, TemplateError) as error:
        raise UnusableTemplateError(f"{type(error).__name__}: {error}") from None
    except Exception as error:  # whatever the libraries make of a file that is no letter
        raise UnusableTemplateError(type(error).__name__) from None
    return content.getvalue()


def example() -> dict[str, object]:
    """Return invented facts with which a template can be tried."""
    start = datetime(2026, 12, 10, 14, 30)  # noqa: DTZ001 - shown as it is
    whole = (start, start.replace(hour=18))
    row = _row(1, wording.translator({}), [whole], whole, "Phòng A")
    return _words("Nguyễn Văn A", None, "Công ty A", [row], 210) | _course(_DISCREET, "Ban Quản lý A", start.date())


def _fields(session: Session, params: dict[str, Any]) -> dict[str, object]:
    person, course = session.get_one(Person, params["person_id"]), session.get_one(Course, params["course_id"])
    now = datetime.fromisoformat(params["now"])
    worked, _ = booked_within_work(session, person, course.id, now, Habits(timezone=params["timezone"]))
    is_open, t = bool(params.get("is_open")), wording.translator({})
    organisers = course.organiser, str(params["organisation"])
    name = course.name if is_open else _DISCREET
    organiser = (organisers[0] or organisers[1]) if is_open else discretion.organiser(*organisers)
    rows = [_row_of(number, t, one, is_open) for number, one in enumerate(worked, 1)]
    minutes = sum(one.minutes for one in worked)
    own = _words(person.full_name, person.gender, _enterprise(person), rows, minutes)
    return own | _course(name, organiser, wording.local(now, params).date())


def _enterprise(person: Person) -> str:
    """The name of where somebody works: a member of whom no enterprise is entered works in that of the cell."""
    plant = person.enterprise or (person.unit.enterprise if person.unit else None)
    return plant.name if plant else _BLANK


def _words(
    name: str, gender: Gender | None, enterprise: str, sittings: Sequence[Mapping[str, str]], minutes: int
) -> dict[str, object]:
    """What is said of the worker, by the names that README.md gives the fields."""
    return {
        "ho_ten": _plain(name),
        "xung_ho": _ADDRESS[gender],
        "cong_ty": _plain(enterprise),
        "so_buoi": str(len(sittings)),
        "tong_gio": wording.hours(wording.translator({}), minutes),
        "buoi": list(sittings),
    }


def _course(name: str, organiser: str, today: date) -> dict[str, object]:
    """What is said of the course and the day, likewise."""
    return {
        "lop": _plain(name),
        "don_vi": _plain(organiser),
        "ngay": f"{today.day:02}",
        "thang": f"{today.month:02}",
        "nam": str(today.year),
    }


def _row_of(number: int, t: Translator, one: WorkedSeat, is_open: bool) -> Mapping[str, str]:
    sitting = one.seat.sitting
    zone = one.parts[0][0].tzinfo
    room = (sitting.room or "") if is_open else discretion.room(sitting.room)
    return _row(number, t, one.parts, (sitting.starts_at.astimezone(zone), sitting.ends_at.astimezone(zone)), room)


def _row(number: int, t: Translator, parts: Sequence[Times], whole: Times, room: str) -> Mapping[str, str]:
    return {
        "so": str(number),
        "ngay": f"{when(t, whole[0]).rsplit(' ', 1)[0]}/{whole[0].year}",
        "gio_hoc": _span(whole),
        "gio_lam": ", ".join(_span(part) for part in parts),
        "dia_diem": _plain(room),
    }


def _span(times: Times) -> str:
    return f"{clock(times[0])}–{clock(times[1])}"


def _plain(text: str) -> str:
    """One line of what can be printed: nothing that breaks a file or hides words."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
