"""To who leads a cell: somebody has missed months of meetings without a reason, and should be asked how they are."""

from __future__ import annotations

from datetime import date

from handlers.markup import bold
from handlers.meetings.missed import KIND, RULE
from handlers.notices.kinds import Kind, Telling
from handlers.readers import leaders_of
from handlers.rule_words import cited
from handlers.turn import Choice, Reply, rows
from models import attendance
from models.names import initials
from models.notices import Notice
from models.people import Person
from models.units import Unit


def _say(telling: Telling, notice: Notice) -> Reply | None:
    session, settings = telling.session, telling.settings
    person, unit = session.get(Person, notice.about["person"]), session.get(Unit, notice.about["unit"])
    if person is None or unit is None or person.unit_id != unit.id or person.membership is None:
        return None
    if person is telling.person or telling.person not in leaders_of(session, unit):
        return None
    found = attendance.months_missed(session, [person.id], telling.today, settings.timezone)
    months = found.get(person.id, [])
    if len(months) < notice.about["count"]:
        return None
    who = bold(f"{person.code} · {initials(person.full_name)}")
    told = telling.t(
        "{who} has missed {count} months of the last 12 without a reason ({months}).",
        who=who,
        count=len(months),
        months=", ".join(_month(month) for month in months),
    )
    rule = settings.rules.rules[RULE]
    lines = [f"⚠️ {told}", *_advice(telling, len(months), rule.value), cited(telling.t, rule)]
    return Reply("\n".join(lines), rows([Choice(telling.t("Attendance"), f"rate:cell:{unit.code}:0")]))


def _advice(telling: Telling, count: int, most: int) -> list[str]:
    ask = telling.t("It would be good to ask how they are: a shift, an illness or a worry may be behind it.")
    if count < most:
        return [ask]
    return [telling.t("From {most} months on the Statutes let a cell consider removal.", most=most), ask]


def _month(month: date) -> str:
    return f"{month:%m/%Y}"


KINDS = (Kind(KIND, _say),)
