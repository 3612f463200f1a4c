"""Everything that is judged once all sheets are read, in its order."""

from __future__ import annotations

from datetime import date

from handlers.workbook.known import Known
from handlers.workbook.laws.codes import judge_codes
from handlers.workbook.laws.people import judge_ages, judge_crews, judge_helpers, judge_paths
from handlers.workbook.laws.plans import judge_cycles, judge_periods, settle_courses, settle_percents
from handlers.workbook.laws.structure import judge_secretaries, judge_tree
from handlers.workbook.organisation import Organisation
from handlers.workbook.references import resolve


def check(organisation: Organisation, known: Known, today: date) -> None:
    """Settle what refers to other rows, then add every fault that takes several cells, rows or sheets to see."""
    settle_courses(organisation)
    resolve(organisation, known)
    settle_percents(organisation)
    judge_codes(organisation, known)
    judge_tree(organisation, known)
    judge_secretaries(organisation)
    judge_crews(organisation, known)
    judge_ages(organisation, today)
    judge_helpers(organisation, known)
    judge_paths(organisation)
    judge_periods(organisation)
    judge_cycles(organisation)
