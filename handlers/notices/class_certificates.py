"""To the organisers: who has met the attendance at a class's end. To each person: that the certificate is there."""

from __future__ import annotations

from handlers.classes import certifying
from handlers.markup import bold
from handlers.notices.kinds import Kind, Telling
from handlers.turn import Choice, Reply, rows
from models import certificates
from models.candidates import Stage
from models.classes import Course, Enrolment
from models.notices import Notice


def _say_due(telling: Telling, notice: Notice) -> Reply | None:
    session, t, settings = telling.session, telling.t, telling.settings
    course = session.get(Course, notice.about["course"])
    if course is None:
        return None
    waiting = certificates.to_certify(session, course, settings.classes.certificate_share)
    if not waiting:
        return None
    everybody = len(certificates.standings(session, course))
    told = t(
        "{course} has come to its end: {count} of {all} have met the attendance for the certificate, {asked}.",
        course=bold(course.code),
        count=len(waiting),
        all=everybody,
        asked=certifying.asked_for(t, settings),
    )
    return Reply(f"📅 {told}", rows([Choice(t("Show and confirm"), f"croll:cert:{course.id}")]))


def _say(telling: Telling, notice: Notice) -> Reply | None:
    enrolment = telling.session.get(Enrolment, notice.about["enrolment"])
    if enrolment is None or enrolment.completed_on is None:
        return None
    if notice.key != f"{enrolment.id}:{enrolment.completed_on}":
        return None
    t, course = telling.t, enrolment.course
    day = f"{enrolment.completed_on:%d/%m/%Y}"
    lines = [t("✅ {You} have completed {course}; the certificate is of {day}.", course=bold(course.name), day=day)]
    rule = telling.settings.rules.rules["certificate_valid"]
    if certificates.stage_of(course) is Stage.CLASS_COMPLETED:
        end = rule.due(enrolment.completed_on, telling.settings.calendar).date
        lines.append(t("It holds for {months} months, until {end}.", months=rule.value, end=f"{end:%d/%m/%Y}"))
    lines.append(t("The organiser hands it over. Thank {you} for coming through all the shifts."))
    return Reply("\n".join(lines))


KINDS = (Kind(certifying.DUE_KIND, _say_due), Kind(certifying.KIND, _say))
