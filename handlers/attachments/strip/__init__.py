"""Two weeks of somebody's shifts: a row for each week, a tile for each day. No name is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from handlers import day_words
from handlers.attachments import wording
from handlers.attachments.painting.canvas import INNER, MARGIN, Area, Canvas, shortened
from handlers.attachments.painting.colours import MUTED
from handlers.attachments.painting.painter import png
from handlers.attachments.painting.typeface import Weight
from handlers.attachments.strip import legend
from handlers.attachments.strip.days import DAYS, Day, Look, days_of, monday
from handlers.attachments.strip.tiles import draw_tile, tile_height
from handlers.locales import Translator
from models.people import Person
from models.person_rotas import rota_of
from models.units import ShiftSystem

_WEEK = 7
_GAP = 4.0
_TITLE, _WORDS = 17.0, 12.0


@dataclass(frozen=True, slots=True)
class Strip:
    """What is drawn: fourteen days from a Monday on, `system` and `crew` where they are known."""

    days: tuple[Day, ...]
    today: date | None = None
    system: str | None = None
    crew: str | None = None


def draw(session: Session, params: dict[str, Any]) -> tuple[str, str, bytes]:
    """Return name, media type and PNG of the two weeks of ``params["person_id"]``.

    They begin on the Monday of the week of ``params["first"]``; ``params["today"]``, when it is given, is marked. Both
    are ISO 8601 days. ``params["language"]`` is Vietnamese without it.
    """
    first = monday(date.fromisoformat(params["first"]))
    today = date.fromisoformat(params["today"]) if params.get("today") else None
    person = session.get(Person, params["person_id"])
    t = wording.translator(params, is_member=person is not None and person.membership is not None)
    picture = laid_out(loaded(session, person, first, today), t) if person else nobody(t)
    return "shifts.png", "image/png", png(picture)


def loaded(session: Session, person: Person, first: date, today: date | None) -> Strip:
    """Return the two weeks of a person from `first` on."""
    rota = rota_of(session, person, first, first + timedelta(days=DAYS - 1))
    system = session.get(ShiftSystem, person.shift_system_code) if person.shift_system_code else None
    return Strip(days_of(rota, first), today, system.name if system else None, person.crew)


def nobody(t: Translator) -> Canvas:
    """Return the picture for somebody who has been deleted since."""
    canvas = Canvas()
    canvas.write_lines(t("There is nothing to show here any more."), 34, _WORDS, colour=MUTED)
    return canvas


def laid_out(strip: Strip, t: Translator) -> Canvas:
    """Return the picture of two weeks."""
    canvas = Canvas()
    first, last = strip.days[0].day, strip.days[-1].day
    canvas.write(_title(t, first, last), MARGIN, 30, size=_TITLE, weight=Weight.BOLD)
    y = 35.0
    for line in _under_title(strip, t):
        y = canvas.write_lines(line, y + 17, _WORDS, colour=MUTED)
    height = tile_height(strip.days)
    for week in (strip.days[:_WEEK], strip.days[_WEEK:]):
        y = _draw_week(canvas, week, strip.today, t, Area(MARGIN, y + 24, INNER, height))
    legend.draw(canvas, legend.entries(strip.days, strip.today, t), y + 14)
    return canvas


def _title(t: Translator, first: date, last: date) -> str:
    return t("{Your} shifts · {first} – {last}", first=day_words.day(first), last=day_words.day(last))


def _under_title(strip: Strip, t: Translator) -> list[str]:
    lines = [" · ".join(_crew(strip, t))] if strip.system else []
    if all(day.look is Look.UNKNOWN for day in strip.days):
        lines.append(t("Your shifts are not known yet. Write for example “crew B” or “shift 2 this week”."))
    return lines


def _crew(strip: Strip, t: Translator) -> list[str]:
    crew = [t("crew {crew}", crew=strip.crew)] if strip.crew else []
    return [shortened(strip.system or "", INNER * 0.7, _WORDS), *crew]


def _draw_week(canvas: Canvas, week: Sequence[Day], today: date | None, t: Translator, room: Area) -> float:
    """Draw a week whose heading is written at the top of `room`, with tiles of its height; return where it ends."""
    canvas.write(_week_name(week, today, t), room.x, room.y, size=_WORDS, weight=Weight.BOLD)
    top, width = room.y + 10, (room.width - (_WEEK - 1) * _GAP) / _WEEK
    for number, day in enumerate(week):
        area = Area(room.x + number * (width + _GAP), top, width, room.height)
        draw_tile(canvas, area, day, t, is_today=day.day == today)
    return top + room.height


def _week_name(week: Sequence[Day], today: date | None, t: Translator) -> str:
    first = week[0].day
    if today is not None and first == monday(today):
        return t("This week")
    if today is not None and first == monday(today) + timedelta(days=_WEEK):
        return t("Next week")
    return f"{day_words.day(first)} – {day_words.day(week[-1].day)}"
