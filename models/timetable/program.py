"""Integer programs, solved by HiGHS. To be imported only when one is solved, as HiGHS is heavy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import highspy

INFINITY = float("inf")
TOLERANCE = 1e-4
"""A value of the solver within this of a whole number is that number: the solver's own tolerance is 1e-6."""

Terms = Iterable[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Answer:
    """The best `values` found, their objective, and the `bound` that none can pass: these agree when it is proven.

    No values when none obey every row, or none were found in time.
    """

    values: Sequence[float]
    objective: float
    bound: float
    is_proven: bool


class _Solver(highspy.Highs):
    """HiGHS without the callbacks that nobody uses here: to switch them on prints a greeting."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is HiGHS's
        """Leave them off."""


class Program:
    """Variables from `lower` to `upper`, and rows ``lower <= sum of factor × variable <= upper``."""

    def __init__(self) -> None:
        self._bounds: list[tuple[float, float]] = []
        self._are_integer: list[bool] = []
        self._rows: list[tuple[float, list[tuple[int, float]], float]] = []

    @property
    def size(self) -> int:
        """How many terms the rows have together."""
        return sum(len(terms) for _, terms, _ in self._rows)

    def variable(self, upper: float, *, lower: float = 0, is_integer: bool = True) -> int:
        """Add a variable and return its number."""
        self._bounds.append((lower, upper))
        self._are_integer.append(is_integer)
        return len(self._bounds) - 1

    def row(self, terms: Terms, *, lower: float = -INFINITY, upper: float = INFINITY) -> None:
        """Add a row, in which each variable stands at most once."""
        self._rows.append((lower, list(terms), upper))

    def minimised(self, objective: Terms, seconds: float = INFINITY) -> Answer:
        """Return the answer with the smallest objective that is found in so many seconds."""
        solver = _Solver()
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        if seconds < INFINITY:
            solver.setOptionValue("time_limit", max(seconds, 0.0))
        solver.passModel(self._model(objective))
        solver.run()
        info = solver.getInfo()
        is_proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        found = info.objective_function_value if has_values else INFINITY
        bound = info.mip_dual_bound if any(self._are_integer) else (found if is_proven else -INFINITY)
        return Answer(solver.getSolution().col_value if has_values else (), found, bound, is_proven)

    def _model(self, objective: Terms) -> highspy.HighsLp:
        costs = [0.0] * len(self._bounds)
        for variable, factor in objective:
            costs[variable] += factor
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._bounds), len(self._rows)
        model.col_cost_ = costs
        model.col_lower_, model.col_upper_ = [low for low, _ in self._bounds], [high for _, high in self._bounds]
        model.row_lower_, model.row_upper_ = [low for low, _, _ in self._rows], [high for _, _, high in self._rows]
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = list(accumulate((len(terms) for _, terms, _ in self._rows), initial=0))
        matrix.index_ = [variable for _, terms, _ in self._rows for variable, _ in terms]
        matrix.value_ = [factor for _, terms, _ in self._rows for _, factor in terms]
        if any(self._are_integer):
            kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
            model.integrality_ = [kinds[is_integer] for is_integer in self._are_integer]
        return model
