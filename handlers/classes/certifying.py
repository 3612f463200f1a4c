"""When a class has come to its end its organisers are told who has met the attendance, and which one is asked for."""

from __future__ import annotations

from datetime import timedelta

from handlers.locales import Translator
from handlers.readers import administrators, organisers
from handlers.settings import Settings
from handlers.turn import Turn
from models import certificates, notices
from models.classes import Course

DUE_KIND = "class_certificates_due"
KIND = "class_certificate"
_WORTH_SAYING = timedelta(days=30)


def look(turn: Turn, course: Course) -> None:
    """Raise a notice to the organisers once no sitting is to come and somebody waits for a certificate."""
    session = turn.session
    if certificates.sittings_ahead(session, course.id, turn.now):
        return
    if not certificates.to_certify(session, course, turn.settings.classes.certificate_share):
        return
    notices.raise_for(
        session,
        [person.id for person in organisers(session) or administrators(session)],
        kind=DUE_KIND,
        key=str(course.id),
        about={"course": course.id},
        now=turn.now,
        not_before=turn.now + timedelta(minutes=turn.settings.undo_minutes),
        until=turn.now + _WORTH_SAYING,
    )


def asked_for(t: Translator, settings: Settings) -> str:
    """Return which attendance a certificate asks for, with the mark of a figure that no document gives."""
    rules = settings.classes
    told = t("from {percent}% of the half-days on", percent=round(rules.certificate_share * 100))
    if rules.certificate_share_is_verified:
        return told
    return t("{told} (not yet compared with the original document)", told=told)
