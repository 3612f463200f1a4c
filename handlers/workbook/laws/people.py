"""Ages, crews, helpers, and the order of the days on a candidate's path."""

from __future__ import annotations

from datetime import date

from handlers.workbook.dates import Birth, written
from handlers.workbook.findings import FaultKind, Sentence
from handlers.workbook.known import Known
from handlers.workbook.layout import CREWS, SheetKind
from handlers.workbook.organisation import Organisation
from models.people import Membership

LEAST_AGE_MONTHS = 18 * 12  # counted by month (DOMAIN.md §3, "age 18 to 60")
# The days of a candidate's path, in the order in which they come true (DOMAIN.md §2).
PATH_FIELDS = ("introduced", "class_completed", "cell_resolved", "decided", "admitted")
_PEOPLE = (SheetKind.MEMBERS, SheetKind.WORKERS, SheetKind.CANDIDATES)

_EXPECTED_ADULT = Sentence("Expected a person of 18 years or more.")
_EXPECTED_SYSTEM = Sentence("Expected the shift system beside the crew.")
_EXPECTED_OFFICIAL = Sentence("Expected an official member of the Party.")


def judge_ages(organisation: Organisation, today: date) -> None:
    """Find people who are too young today, and people who were when they were admitted."""
    for table, row in organisation.each(*_PEOPLE):
        birth = row.get("birth")
        admission = "joined_party_on" if table.kind is SheetKind.MEMBERS else "admitted"
        admitted_on = row.get(admission)
        if birth is None:
            continue
        if _months_at_most(birth, today) < LEAST_AGE_MONTHS:
            organisation.find_fault(table, row, "birth", FaultKind.TOO_YOUNG, _EXPECTED_ADULT, found=str(birth))
        elif admitted_on is not None and _months_at_most(birth, admitted_on) < LEAST_AGE_MONTHS:
            found = written(admitted_on)
            organisation.find_fault(table, row, admission, FaultKind.TOO_YOUNG, _EXPECTED_ADULT, found=found)


def judge_crews(organisation: Organisation, known: Known) -> None:
    """Find crews that their shift system does not have."""
    crews = {code: set(of_system) for code, of_system in known.shift_systems.items()}
    for row in organisation.rows(SheetKind.SHIFT_SYSTEMS):
        crews[row.get("code")] = {crew for crew in CREWS if row.get(f"offset_{crew}") is not None}
    every_crew = set().union(*crews.values())
    for table, row in organisation.each(*_PEOPLE):
        crew, system = row.get("crew"), row.get("shift_system")
        if crew is None:
            continue
        if system is None and "shift_system" in row.values:
            organisation.find_fault(table, row, "crew", FaultKind.UNKNOWN_CREW, _EXPECTED_SYSTEM, found=crew)
            continue
        # With an unknown system, itself a fault, the crew must at least be one of any system.
        possible = crews.get(system, every_crew)
        if crew not in possible:
            expected = Sentence("Expected one of: {choices}.", {"choices": ", ".join(sorted(possible))})
            organisation.find_fault(table, row, "crew", FaultKind.UNKNOWN_CREW, expected, found=crew)


def judge_helpers(organisation: Organisation, known: Known) -> None:
    """Find helpers who are not official members (DOMAIN.md §2, stage 2)."""
    membership = dict(known.people)
    membership.update({row.get("code"): row.get("membership") for row in organisation.rows(SheetKind.MEMBERS)})
    for table, row in organisation.each(SheetKind.CANDIDATES):
        helper = row.get("helper")
        if helper is not None and membership.get(helper) is Membership.PROBATIONARY:
            organisation.find_fault(table, row, "helper", FaultKind.NOT_OFFICIAL, _EXPECTED_OFFICIAL, found=helper)


def judge_paths(organisation: Organisation) -> None:
    """Find days of a path that come before the day that must come first."""
    for table, row in organisation.each(SheetKind.CANDIDATES):
        before: date | None = None
        for name in PATH_FIELDS:
            day = row.get(name)
            if day is not None and before is not None and day < before:
                expected = Sentence("Expected a date no earlier than {date}.", {"date": written(before)})
                organisation.find_fault(table, row, name, FaultKind.BACKWARDS, expected, found=written(day))
            before = day or before


def _months_at_most(birth: Birth, on: date) -> int:
    """Return the age in months; with only the year known, the most that it can be."""
    month = birth.day.month if birth.day else 1
    return (on.year - birth.year) * 12 + on.month - month
