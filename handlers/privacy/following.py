"""The consent of a candidate to be followed, given by the candidate in the chat; and what goes when it ends."""

from __future__ import annotations

from sqlalchemy import exists, select

from handlers import menu
from handlers.locales import Translator
from handlers.markup import bold
from handlers.privacy import words
from handlers.readers import leaders_of
from handlers.turn import Choice, Reply, Turn, rows
from models.candidates import Candidate
from models.consent import Consent, ConsentMeans, Purpose
from models.rights import RequestKind

NOTICE_VERSION = "2026-11-follow"
_PROVABLE = (ConsentMeans.CHAT, ConsentMeans.PAPER)


def question(turn: Turn, before: str) -> Reply | None:
    """Ask a candidate, in words of its own and with two equal choices, whether to be followed; None for others."""
    unanswered = _unanswered(turn)
    if not unanswered:
        return None
    lines = (
        before,
        "",
        turn.t("One more question, apart from the first: {unit} would like to follow and support {you} on the way "
               "to the Party.", unit=bold(unanswered[0].unit.name)),
        turn.t("What is kept: name, year of birth, enterprise, shift, who introduced {you}, each step and its day. "
               "This is sensitive data."),
        turn.t("Controller: {organisation}. {Your} rights: see, correct, restrict, withdraw, delete, at any time.",
               organisation=turn.settings.organisation),
        turn.t("Silence is no consent, and nothing follows from declining. Do {you} agree?"),
    )  # fmt: skip
    choices = [
        Choice(turn.t("I agree"), "consent:follow:yes"),
        Choice(turn.t("I do not agree"), "consent:follow:no"),
    ]
    return Reply("\n".join(lines), rows(choices, 2))


def answered(turn: Turn, answer: str) -> Reply:
    """Take the candidate's answer."""
    unanswered = _unanswered(turn)
    if not unanswered or answer not in ("yes", "no"):
        return menu.outdated(turn)
    if answer == "no":
        return _declined(turn, unanswered)
    for candidate in unanswered:
        turn.session.add(
            Consent(
                candidate_id=candidate.id,
                purpose=Purpose.FOLLOW_CANDIDATE,
                means=ConsentMeans.CHAT,
                notice_version=NOTICE_VERSION,
                given_at=turn.now,
                recorded_by_id=turn.writer_id,
            )
        )
        candidate.consented_on = candidate.consented_on or turn.today
        _tell(turn, candidate, has_agreed=True)
    turn.session.flush()
    return menu.welcome(turn, turn.t("Thank {you}. {Your} consent has been recorded."))


def standing(turn: Turn) -> list[Candidate]:
    """Return the candidates that the writer is and has agreed to be followed as."""
    mine = select(Candidate).where(Candidate.person_id == turn.writer_id, Candidate.consented_on.is_not(None))
    return list(turn.session.scalars(mine.order_by(Candidate.id)))


def withdraw(turn: Turn, candidate: Candidate) -> None:
    """End every consent to follow `candidate`: code and initials are left, as of somebody who never agreed."""
    given = select(Consent).where(
        Consent.candidate_id == candidate.id,
        Consent.purpose == Purpose.FOLLOW_CANDIDATE,
        Consent.withdrawn_at.is_(None),
    )
    for consent in turn.session.scalars(given):
        consent.withdrawn_at = turn.now
    forget_facts(candidate)
    _tell(turn, candidate, has_agreed=False)


def forget_facts(candidate: Candidate) -> None:
    """Leave of a candidate what may be held without consent."""
    candidate.consented_on = None
    candidate.full_name = candidate.name_hash = candidate.birth_date = candidate.birth_year = None
    candidate.gender = candidate.enterprise_id = candidate.shift_system_code = None
    candidate.crew = candidate.shift = candidate.note = None


def _declined(turn: Turn, candidates: list[Candidate]) -> Reply:
    """A “no” ends a consent that somebody else had reported."""
    for candidate in candidates:
        if candidate.consented_on is not None:
            withdraw(turn, candidate)
            words.file_done(turn, RequestKind.WITHDRAW, candidate_id=candidate.id)
    return menu.welcome(turn, turn.t("That is quite all right, and nothing follows from it."))


def _unanswered(turn: Turn) -> list[Candidate]:
    """Return the candidates that the writer is, of whom no consent stands that the person gave in person."""
    given = exists().where(
        Consent.candidate_id == Candidate.id,
        Consent.purpose == Purpose.FOLLOW_CANDIDATE,
        Consent.withdrawn_at.is_(None),
        Consent.means.in_(_PROVABLE),
    )
    mine = select(Candidate).where(Candidate.person_id == turn.writer_id, ~given)
    return list(turn.session.scalars(mine.order_by(Candidate.id)))


def _tell(turn: Turn, candidate: Candidate, *, has_agreed: bool) -> None:
    who, code = f"{candidate.code} · {candidate.initials}", candidate.code

    def compose(t: Translator) -> Reply:
        said = (
            t("{who} has agreed to be followed.", who=bold(who))
            if has_agreed
            else t("{who} has withdrawn consent: only code and initials are kept.", who=bold(who))
        )
        return Reply(said, rows([Choice(t("Open {code}", code=code), f"cand:{code}")]))

    for person in leaders_of(turn.session, candidate.unit):
        if person.id != turn.writer_id:
            turn.send(person, compose)
