"""A one-time code that the secretary hands to a candidate, so that the candidate agrees in person."""

from __future__ import annotations

from handlers import invite, menu
from handlers.hearing import Heard
from handlers.turn import Reply, Turn
from models.candidates import Candidate
from models.names import name_key
from models.people import Person


def begin(turn: Turn, heard: Heard) -> Reply:
    """“mời QC012”: a code for the candidate; anybody else is invited as ever."""
    code = heard.understanding.code
    return link(turn, code) if code else invite.begin(turn, heard)


def link(turn: Turn, code: str) -> Reply:
    """Make the code, for the person that the candidate is known to be, else for one made for this chat."""
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    if candidate is None:
        return Reply(turn.t("I know no {code}. Please check the code.", code=code[:12]), menu.show(turn).choices)
    person = turn.session.get(Person, candidate.person_id) if candidate.person_id is not None else None
    if person is None:
        person = _made(turn, candidate)
    elif not invite.is_within_reach(turn, person):
        return menu.outdated(turn)
    reply = invite.invited(turn, person)
    hint = turn.t("{code} then agrees in person, or does not; {you} are told.", code=candidate.code)
    return Reply(f"{reply.text}\n{hint}", reply.choices, reply.attachment)


def _made(turn: Turn, candidate: Candidate) -> Person:
    """Make a person of the candidate's code: with the name when it may be held, else with initials."""
    name = candidate.full_name or candidate.initials
    person = Person(code=candidate.code, full_name=name, name_hash=turn.cipher.digest("name", name_key(name)), roles=[])
    turn.session.add(person)
    turn.session.flush()
    candidate.person_id = person.id
    turn.session.flush()
    return person
