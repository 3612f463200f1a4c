"""“Lịch học” of somebody on a class: their own course as it stands, and its entries for the phone's calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers import menu
from handlers.classes import changing, leave, own_page, quitting, seat_view
from handlers.classes.finding_own import enrolment_of
from handlers.hearing import Heard
from handlers.turn import Attachment, Choice, Reply, Turn
from models.classes import Enrolment
from models.names import fold

_CHANGES = re.compile(r"(?:\w+ ){0,2}(?:doi|chuyen) (?:buoi|lich) ?(?:hoc)?\b")


def is_on_a_course(turn: Turn) -> bool:
    """Whether the person is on a course, so that “lịch học” means their own."""
    return turn.session.scalars(turn.access.own_courses().limit(1)).first() is not None


def show(turn: Turn, heard: Heard | None = None) -> Reply:
    """Show the person's own course, or take “xin vắng …” and “xin thôi học”; who is on none is told what to do."""
    if heard is not None and leave.is_meant(heard.text):
        return leave.said(turn, heard.text)
    if heard is not None and quitting.is_meant(heard.text):
        return quitting.begin(turn)
    found = turn.session.scalars(turn.access.own_courses()).all()
    if not found:
        return none(turn)
    if heard is not None and _CHANGES.match(fold(heard.text)):
        return changing.begin(turn, str(found[0].course_id))
    return of(turn, found[0], found[1:])


def none(turn: Turn) -> Reply:
    """Tell somebody without a course what they can do."""
    told = turn.t(
        "{You} are on no class at present. Whoever would like to attend one tells the secretary of the cell or the "
        "trade union; {you} will be told here as soon as {you} are on a list."
    )
    return Reply(told, menu.show(turn).choices)


def opened(turn: Turn, course_id: str) -> Reply:
    """Show one of the person's courses by its id."""
    found = turn.session.scalars(turn.access.own_courses()).all()
    chosen = next((one for one in found if str(one.course_id) == course_id), None)
    return of(turn, chosen, [one for one in found if one is not chosen]) if chosen else menu.outdated(turn)


def of(turn: Turn, enrolment: Enrolment, others: Sequence[Enrolment] = ()) -> Reply:
    """Show a course as it stands for the person; `others` of theirs can be chosen."""
    view = seat_view.load(turn.session, turn.known_person, enrolment, turn.now, turn.settings)
    page = own_page.Page(turn.translator, turn.settings, view)
    text = "\n".join(page.lines())
    choices = [*page.takes, *page.actions()]
    choices += [Choice(one.course.name, f"seat:own:{one.course_id}") for one in others]
    return Reply(text, own_page.shaped(page.takes, choices))


def calendar(turn: Turn, course_id: str) -> Reply:
    """Give the entries of the person's sittings for the phone's calendar."""
    enrolment = enrolment_of(turn, course_id)
    if enrolment is None:
        return menu.outdated(turn)
    view = seat_view.load(turn.session, turn.known_person, enrolment, turn.now, turn.settings)
    if not view.ahead:
        return Reply(turn.t("{You} have no seat in a sitting to come; there is nothing for the calendar yet."))
    told = turn.t(
        "{count} sittings of {your} class. Open the file to add them to the calendar; after a change take it again.",
        count=len(view.ahead),
    )
    params = {"course_id": enrolment.course_id, "person_id": turn.writer_id, "language": turn.chat.language}
    return Reply(told, attachment=Attachment("class_calendar", params))
