"""“Dự báo kết nạp đến 31/12”: how many admissions are to be expected, with the range and the reasons.

The data of the choices names a place: ``forecast:*:2026-12-31``, ``forecast:CB06:2026-12-31``,
``forecast:cells:2026-12-31:0``.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from handlers import menu
from handlers.dues.scope import EVERYWHERE, walks_in
from handlers.hearing import Heard
from handlers.locales import N_
from handlers.markup import bold
from handlers.paging import Page
from handlers.stage_words import STAGE_WORDS
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding.dates import Expect, find_dates
from models.candidates import Stage
from models.dues import Walk
from models.forecast import Forecast, Ground, Lengths, forecast, history
from models.units import Unit

PAGE = 8
MOST_YEARS = 5
CELLS = "cells"
_GROUNDS = {
    Ground.HISTORY: N_("• Slowest step: “{stage}”, usually {days} days (seen here {times} times)."),
    Ground.ASSUMED: N_("• Slowest step: “{stage}”, assumed {days} days (seen here {times} times; too few to go by)."),
}


def show(turn: Turn, heard: Heard) -> Reply:
    """Forecast the admissions until the day that was said, or the end of the year."""
    said = next(iter(find_dates(heard.text, turn.today, Expect.FUTURE)), None)
    if said is not None and said.is_impossible:
        return Reply(turn.t("There is no such day: {words}. For example: “dự báo đến 31/12”.", words=said.words))
    until = said.last or said.day if said is not None else None
    return _until(turn, EVERYWHERE, until or _year_end(turn.today))


def pressed(turn: Turn, args: str) -> Reply:
    """Go to the place that a choice names."""
    if not turn.access.sees_candidates:
        return menu.outdated(turn)
    match args.split(":"):
        case ["cells", day, page] if page.isdecimal() and (until := _day(day)):
            return _by_cell(turn, until, int(page))
        case [cell, day] if until := _day(day):
            return _until(turn, cell, until)
        case _:
            return menu.outdated(turn)


def _until(turn: Turn, cell: str, until: date) -> Reply:
    if refused := _refused(turn, until):
        return refused
    walks = walks_in(turn, cell)
    found = forecast(walks, history(turn.session), turn.today, until)
    unit = turn.session.scalar(turn.access.units().where(Unit.code == cell)) if cell != EVERYWHERE else None
    lines = [bold(_headline(turn, found) + (f" · {unit.name}" if unit else ""))]
    if not found.candidates:
        lines.append(turn.t("Nobody is on the way to admission yet. To report the first: “báo nguồn” and a name."))
    else:
        lines += _reasons(turn, found)
        lines.append(turn.t("The range holds in about 8 of 10 cases."))
    lines += _in_all(turn, walks, found)
    return Reply("\n".join(lines), rows(_choices(turn, cell, until), 2))


def _by_cell(turn: Turn, until: date, page: int) -> Reply:
    if refused := _refused(turn, until):
        return refused
    by_unit: dict[int, list[Walk]] = defaultdict(list)
    for walk in walks_in(turn):
        by_unit[walk.unit_id].append(walk)
    units = [unit for unit in turn.session.scalars(turn.access.units()) if unit.id in by_unit]
    if not units:
        return _until(turn, EVERYWHERE, until)
    at = Page.of(len(units), PAGE, page)
    shown, known = at.cut(units), history(turn.session)
    found = {unit.id: forecast(by_unit[unit.id], known, turn.today, until) for unit in shown}
    title = turn.t("Forecast of admissions by {date}, by cell", date=f"{until:%d/%m/%Y}")
    lines = [bold(title + at.words(turn)), *(f"{unit.code} · {unit.name}: {_range(found[unit.id])}" for unit in shown)]
    return Reply(
        "\n".join(lines),
        (
            *rows([Choice(unit.code, f"forecast:{unit.code}:{until.isoformat()}") for unit in shown], 4),
            *rows(at.turning(turn, f"forecast:{CELLS}:{until.isoformat()}"), 2),
            *rows([Choice(turn.t("All cells together"), f"forecast:{EVERYWHERE}:{until.isoformat()}")]),
        ),
        replaces=at.last > 0,
    )


def _headline(turn: Turn, found: Forecast) -> str:
    return turn.t("Forecast of admissions by {date}: {range}", date=f"{found.until:%d/%m/%Y}", range=_range(found))


def _range(found: Forecast) -> str:
    return f"{found.middle} ({found.low}–{found.high})"


def _reasons(turn: Turn, found: Forecast) -> list[str]:
    """Return the three main reasons: who is near, what takes long, who waits or is too early."""
    near = max(found.shares, key=lambda share: share.expected)
    reasons = [
        turn.t(
            "• {stage}: {count} people, about {expected} of them in time.",
            stage=_capital(turn.t(STAGE_WORDS[near.stage])),
            count=near.candidates,
            expected=round(near.expected),
        )
    ]
    if found.slowest is not None:
        reasons.append(_slowest(turn, found.slowest))
    early = sum(share.candidates for share in found.shares if share.expected < 0.5)
    if found.waiting:
        reasons.append(turn.t("• {count} people have waited longer than is usual for their step.", count=found.waiting))
    elif early:
        reasons.append(
            turn.t("• {count} of {all} people are still too far from it.", count=early, all=found.candidates)
        )
    else:
        reasons.append(turn.t("• {count} people are on the way in all.", count=found.candidates))
    return reasons


def _slowest(turn: Turn, step: Lengths) -> str:
    stage = turn.t(STAGE_WORDS[step.stage])
    return turn.t(_GROUNDS[step.ground], stage=stage, days=step.usual, times=step.times)


def _in_all(turn: Turn, walks: list[Walk], found: Forecast) -> list[str]:
    """Return the admissions of this year and the forecast together, for a forecast of this year."""
    days = (walk.happened.get(Stage.ADMITTED) for walk in walks)
    done = sum(day is not None and day.year == turn.today.year for day in days)
    if not done or found.until.year != turn.today.year:
        return []
    return [turn.t("Admitted this year so far: {done}; together {sum}.", done=done, sum=done + found.middle)]


def _choices(turn: Turn, cell: str, until: date) -> list[Choice]:
    ends = [_year_end(turn.today), _half_year_end(turn.today), _year_end(_year_end(turn.today), years=1)]
    choices = [
        Choice(turn.t("by {date}", date=f"{day:%d/%m/%Y}"), f"forecast:{cell}:{day.isoformat()}")
        for day in ends
        if day != until
    ]
    if turn.access.sees_several:
        choices.append(Choice(turn.t("By cell"), f"forecast:{CELLS}:{until.isoformat()}:0"))
    return choices


def _refused(turn: Turn, until: date) -> Reply | None:
    """A sentence for a day of which nothing can be forecast."""
    if until < turn.today:
        return Reply(turn.t("{date} is past; a forecast needs a day to come.", date=f"{until:%d/%m/%Y}"))
    if until.year > turn.today.year + MOST_YEARS:
        return Reply(turn.t("{date} is too far away for a forecast.", date=f"{until:%d/%m/%Y}"))
    return None


def _year_end(day: date, years: int = 0) -> date:
    return date(day.year + years, 12, 31)


def _half_year_end(day: date) -> date:
    """The last day of June that comes next."""
    end = date(day.year, 6, 30)
    return end if day <= end else date(day.year + 1, 6, 30)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
