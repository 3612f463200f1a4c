"""The meeting planner: the times at which most members of a cell can come (CONTRACTS.md §4)."""

from models.planning.availability import Reason
from models.planning.planner import NoPossibleStartError, Plan, Plans, Sitting, plan
from models.planning.request import Member, PlanRequest

__all__ = ["Member", "NoPossibleStartError", "Plan", "PlanRequest", "Plans", "Reason", "Sitting", "plan"]
