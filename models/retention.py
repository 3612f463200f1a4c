"""How long what is kept, and the nightly run that lets it go: only as long as the purpose needs (NĐ 356/2025/NĐ-CP).

No document seen names these times; they are this program's choice and the committee's to change (``[retention]``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from models import deletion
from models.audit import Actor, AuditRecord, Via, act_as
from models.candidates import Candidate, Stage, StageStep
from models.chats import Chat
from models.classes import RollPhoto
from models.consent import Consent
from models.deadlines import add_months
from models.meetings import Meeting
from models.messages import IncomingMessage, OutgoingMessage, OutgoingState
from models.rights import DataRequest, RetentionRun

MONTHS_OF_A_YEAR = 12
# Ended for good: nobody is followed any more. “Paused” is not among them.
_ENDED = (Stage.WITHDRAWN, Stage.REJECTED, Stage.TRANSFERRED)
CHATS, DRAFTS, ENDED, MEMBERS = "chats_of_nobody", "drafts", "ended_candidates", "members"
REQUESTS, AUDIT, MEETINGS, PHOTOS = "requests", "audit", "meetings", "roll_photos"
# After these the database's files are written anew (models/overwriting.py).
LEAVING_PIECES = (deletion.ON_REQUEST, CHATS, DRAFTS, ENDED, MEMBERS, PHOTOS)


@dataclass(frozen=True, slots=True)
class Retention:
    """The settings of ``[retention]``; config.example.toml says why each is what it is."""

    messages_days: int = 30
    drafts_months: int = 6
    ended_candidates_months: int = 24
    members_months: int = 60
    meetings_months: int = 24
    requests_years: int = 5
    audit_years: int = 10
    roll_photos_days: int = 90


@dataclass(frozen=True, slots=True)
class _Night:
    session: Session
    kept: Retention
    now: datetime
    today: date

    def months_ago(self, months: int) -> date:
        """Return the last day that is `months` back or more."""
        return add_months(self.today, -months)

    def years_ago(self, years: int) -> datetime:
        """Return the moment `years` back."""
        day = add_months(self.today, -years * MONTHS_OF_A_YEAR)
        return self.now - timedelta(days=(self.today - day).days)


def run(session: Session, kept: Retention, now: datetime, today: date) -> dict[str, int]:
    """Let go what has been kept long enough, and note each rule with its number of rows, 0 as well; return them."""
    act_as(session, Actor(Via.SERVICE, now))
    night = _Night(session, kept, now, today)
    gone = {rule: work(night) for rule, work in _RULES.items()}
    session.add_all(RetentionRun(at=now, rule=rule, rows=rows) for rule, rows in gone.items())
    return gone


def forget_chats(session: Session, now: datetime) -> int:
    """Delete the chats that are nobody's and of which nothing was heard that is still kept; return how many.

    A deleted person's chat stays for the one message that says so, and goes as soon as that was sent.
    """
    to_send = (OutgoingState.WAITING, OutgoingState.CLAIMED)
    heard = select(IncomingMessage.id).where(IncomingMessage.chat_id == Chat.id)
    waiting = select(OutgoingMessage.id).where(OutgoingMessage.chat_id == Chat.id, OutgoingMessage.state.in_(to_send))
    nobodys = Chat.person_id.is_(None) & ~heard.exists() & ~waiting.exists()
    gone = _deleted(session.execute(delete(Chat).where(nobodys), execution_options={"synchronize_session": False}))
    if gone:
        session.add(RetentionRun(at=now, rule=CHATS, rows=gone))
    return gone


def last_run(session: Session) -> tuple[datetime, Mapping[str, int]] | None:
    """Return when the nightly run was last at work and what each rule deleted then; None when it never was."""
    at = session.scalar(select(func.max(RetentionRun.at)).where(RetentionRun.rule == AUDIT))
    if at is None:
        return None
    rows = select(RetentionRun.rule, RetentionRun.rows).where(RetentionRun.at == at, RetentionRun.rule.in_(_RULES))
    return at, dict(session.execute(rows).all())


def _drafts(night: _Night) -> int:
    """Candidates who have not agreed, or have withdrawn, for so long that they will not agree any more."""
    withdrawn = select(func.max(Consent.withdrawn_at)).where(Consent.candidate_id == Candidate.id).scalar_subquery()
    drafts = select(Candidate, withdrawn).where(Candidate.consented_on.is_(None))
    old = night.months_ago(night.kept.drafts_months)
    found = night.session.execute(drafts).all()
    return _let_go(night, [row for row, ended in found if max(row.created_at, ended or row.created_at).date() <= old])


def _ended(night: _Night) -> int:
    return _after(night, _ENDED, night.kept.ended_candidates_months)


def _members(night: _Night) -> int:
    """Candidates who became members: what remains is in the member database, where it belongs."""
    return _after(night, (Stage.OFFICIAL,), night.kept.members_months)


def _after(night: _Night, stages: tuple[Stage, ...], months: int) -> int:
    """Delete the candidates who stand in one of `stages`, reached `months` ago or earlier."""
    last = (
        select(func.max(StageStep.reached_on))
        .where(
            StageStep.candidate_id == Candidate.id, StageStep.stage == Candidate.stage, StageStep.undone_at.is_(None)
        )
        .scalar_subquery()
    )
    found = select(Candidate).where(Candidate.stage.in_(stages), last <= night.months_ago(months))
    return _let_go(night, list(night.session.scalars(found)))


def _let_go(night: _Night, candidates: list[Candidate]) -> int:
    for candidate in candidates:
        subject = deletion.subject_of(night.session, candidate_id=candidate.id)
        deletion.delete_for_good(night.session, subject, night.now)
    return len(candidates)


def _requests(night: _Night) -> int:
    ended = DataRequest.ended_at <= night.years_ago(night.kept.requests_years)
    return _deleted(night.session.execute(delete(DataRequest).where(ended)))


def _meetings(night: _Night) -> int:
    """Meetings with who was called and came: rates look a year back, reports another."""
    old = list(
        night.session.scalars(select(Meeting).where(Meeting.period <= night.months_ago(night.kept.meetings_months)))
    )
    for meeting in old:
        night.session.delete(meeting)
    night.session.flush()
    return len(old)


def _audit(night: _Night) -> int:
    old = AuditRecord.at <= night.years_ago(night.kept.audit_years)
    return _deleted(night.session.execute(delete(AuditRecord).where(old)))


def _photos(night: _Night) -> int:
    """Photographs of rolls on paper: whoever doubts a roll says so before."""
    old = RollPhoto.added_at <= night.now - timedelta(days=night.kept.roll_photos_days)
    return _deleted(night.session.execute(delete(RollPhoto).where(old)))


def _deleted(result: Any) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount


_RULES: dict[str, Callable[[_Night], int]] = {
    DRAFTS: _drafts,
    ENDED: _ended,
    MEMBERS: _members,
    MEETINGS: _meetings,
    REQUESTS: _requests,
    AUDIT: _audit,
    PHOTOS: _photos,
}
