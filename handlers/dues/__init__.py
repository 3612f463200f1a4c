"""What is due: “việc quá hạn”, one due, its basis, and its lines on a candidate's card."""

from handlers.dues.basis import ask as ask_basis
from handlers.dues.lists import overview
from handlers.dues.one import choices, lines
from handlers.dues.pressing import pressed
from handlers.dues.recording import FORM, UNDO_KIND, take_back

__all__ = ["FORM", "UNDO_KIND", "ask_basis", "choices", "lines", "overview", "pressed", "take_back"]
