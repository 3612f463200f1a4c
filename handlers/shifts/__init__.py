"""Shifts by conversation: one's own crew, swaps, leave, overtime, closings, and the crews of a cell."""

from dataclasses import replace

from handlers.shifts import cell_form, change, crew
from handlers.shifts.anew import taken_anew
from handlers.shifts.changed import shifts_changed
from handlers.shifts.speaking import pressed, said
from handlers.shifts.undoing import UNDO_KIND, take_back

FORMS = tuple(replace(form, anew=taken_anew) for form in (crew.FORM, change.FORM, cell_form.FORM))

__all__ = ["FORMS", "UNDO_KIND", "pressed", "said", "shifts_changed", "take_back"]
