"""Reporting candidates: in one message, several in one message, or question by question."""

from handlers.report.form import FORM, begin, complete_pressed
from handlers.report.saving import enterprise_pressed
from handlers.report.undoing import UNDO_KIND, take_back

__all__ = ["FORM", "UNDO_KIND", "begin", "complete_pressed", "enterprise_pressed", "take_back"]
