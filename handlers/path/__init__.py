"""The path of candidates by chat: steps, pauses, ends, transfers, going back (DOMAIN.md §2)."""

from handlers.path.buttons import choices, lines, pressed, resume, resumes
from handlers.path.form import FORM, begin
from handlers.path.undoing import UNDO_KIND, take_back

__all__ = ["FORM", "UNDO_KIND", "begin", "choices", "lines", "pressed", "resume", "resumes", "take_back"]
