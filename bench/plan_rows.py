"""The rows of `make bench` for meeting plans: from the request to the proven answer, alternatives included."""

import time
from statistics import median

from bench.meeting_plans import cell
from bench.row import Row
from models.planning import plan

# Members, sittings, and the seconds that a plan for a month on a half-hour grid may take (DESIGN.md, Budgets).
_BUDGETS = ((30, 2, 0.3), (500, 1, 0.5), (500, 2, 3.0))
_WITHOUT_BUDGET = ((30, 3), (30, 4))


def meeting_plans(quick: bool) -> list[Row]:
    """Best meeting times for a month on a half-hour grid."""
    rows = [_row(members, sittings, quick, budget) for members, sittings, budget in _BUDGETS]
    return rows + [_row(members, sittings, quick) for members, sittings in _WITHOUT_BUDGET]


def _row(members: int, sittings: int, quick: bool, budget: float | None = None) -> Row:
    request, seconds, proven = cell(members, sittings), [], True
    for _ in range(1 if quick else 5):
        began = time.perf_counter()
        proven &= plan(request).is_optimal
        seconds.append(time.perf_counter() - began)
    middle = median(seconds)
    what = f"plan for {members} members, up to {sittings} sitting{'s' if sittings > 1 else ''}"
    figure = f"{middle:.3f} s, {'proven' if proven else 'not proven'}"
    details = {"seconds": seconds}
    if budget is None:
        return Row(what, figure, details=details)
    return Row(what, figure, f"≤ {budget} s", proven and middle <= budget, details)
