"""Consent, the data notice, what is held about a person, and the rights over it (DOMAIN.md §6)."""

from handlers.privacy.linking import begin as invite
from handlers.privacy.notice import NOTICE_VERSION, ask
from handlers.privacy.on_behalf import choices, restriction
from handlers.privacy.paper import FORM as PAPER
from handlers.privacy.paper import UNDO_KIND, take_back
from handlers.privacy.paper import said as paper_said
from handlers.privacy.presses import ANSWERS, consent_pressed, pressed, show
from handlers.privacy.requests import REFUSING
from handlers.privacy.requests import begin as requests
from handlers.privacy.requests import pressed as request_pressed
from handlers.privacy.wishes import CORRECTING

FORMS = (CORRECTING, REFUSING, PAPER)

__all__ = [
    "ANSWERS",
    "FORMS",
    "NOTICE_VERSION",
    "UNDO_KIND",
    "ask",
    "choices",
    "consent_pressed",
    "invite",
    "paper_said",
    "pressed",
    "request_pressed",
    "requests",
    "restriction",
    "show",
    "take_back",
]
