"""Who sees to a request, and what these people are told: code and initials only."""

from __future__ import annotations

from sqlalchemy import or_, select

from handlers.locales import Translator
from handlers.markup import bold
from handlers.privacy import words
from handlers.readers import administrators, leaders_of
from handlers.turn import Choice, Reply, Turn, rows
from models.candidates import Candidate
from models.people import Person
from models.rights import DataRequest
from models.units import Unit


def of(turn: Turn, request: DataRequest) -> list[Person]:
    """Return the secretary and deputies of the unit, else the administrators; never the person whose wish it is."""
    leaders = [leader for unit in _units(turn, request) for leader in leaders_of(turn.session, unit)]
    chosen = _others(leaders, request) or _others(administrators(turn.session), request)
    return list({person.id: person for person in chosen}.values())


def tell(turn: Turn, request: DataRequest) -> None:
    """Tell the owners of a new request."""
    kind, who = request.kind, words.whom(turn, request, is_masked=True)
    number, answer, end = request.number, words.day(request.answer_due), words.day(request.due)

    def compose(t: Translator) -> Reply:
        lines = (
            t(
                "⚠️ {number}: a request about personal data: {kind}.",
                number=bold(number),
                kind=t(words.KIND_WORDS[kind]),
            ),
            who,
            t("Answer by {answer}, done by {end}.", answer=answer, end=end),
        )
        return Reply("\n".join(lines), rows([Choice(t("Open {code}", code=number), f"request:open:{number}")]))

    for person in of(turn, request):
        if person.id != turn.writer_id:
            turn.send(person, compose)


def _others(people: list[Person], request: DataRequest) -> list[Person]:
    return [person for person in people if person.id != request.person_id]


def _units(turn: Turn, request: DataRequest) -> list[Unit]:
    """Return the unit of the person or candidate; of a worker without one, the cells of the enterprise."""
    person = turn.session.get(Person, request.person_id) if request.person_id is not None else None
    mine = Candidate.id == request.candidate_id
    if person is not None:
        mine = or_(mine, Candidate.person_id == person.id)
    units = list(turn.session.scalars(select(Unit).join(Candidate, Candidate.unit_id == Unit.id).where(mine)))
    if person is None or units:
        return units
    if person.unit is not None:
        return [person.unit]
    if person.enterprise_id is None:
        return []
    return list(turn.session.scalars(select(Unit).where(Unit.enterprise_id == person.enterprise_id)))
