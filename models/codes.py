"""Codes that are given out in order and never twice, even when their row is gone: QC065, QC066, …"""

from __future__ import annotations

from typing import cast

from sqlalchemy import String, Table, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.candidates import Candidate
from models.database import Base
from models.inserts import insert_into

CANDIDATE_PREFIX = "QC"
_DIGITS = 3


class CodeCounter(Base):
    """The last number given out for a prefix."""

    __tablename__ = "code_counters"

    prefix: Mapped[str] = mapped_column(String(8), primary_key=True)
    last: Mapped[int]


_COUNTERS = cast("Table", CodeCounter.__table__)
_NEXT = (
    update(CodeCounter)
    .where(CodeCounter.prefix == CANDIDATE_PREFIX)
    .values(last=CodeCounter.last + 1)
    .returning(CodeCounter.last)
)


def next_candidate_code(session: Session) -> str:
    """Return a candidate code that no row has or had."""
    last = session.connection().execute(_NEXT).scalar()
    if last is None:
        catch_up(session)
        last = session.connection().execute(_NEXT).scalar_one()
    return f"{CANDIDATE_PREFIX}{last:0{_DIGITS}d}"


def next_number(session: Session, prefix: str) -> int:
    """Return the next number of a series of its own, from 1: no two transactions get the same."""
    connection = session.connection()
    begin = insert_into(_COUNTERS, connection.dialect.name).on_conflict_do_nothing()
    connection.execute(begin.values(prefix=prefix, last=0))
    counted = update(CodeCounter).where(CodeCounter.prefix == prefix).values(last=CodeCounter.last + 1)
    return connection.execute(counted.returning(CodeCounter.last)).scalar_one()


def catch_up(session: Session) -> None:
    """Let the next code come after every code that there is: to be called when codes came from outside."""
    highest = session.scalar(
        select(Candidate.code)
        .where(Candidate.code.startswith(CANDIDATE_PREFIX))
        .order_by(func.length(Candidate.code).desc(), Candidate.code.desc())
        .limit(1)
    )
    counter = session.get(CodeCounter, CANDIDATE_PREFIX, with_for_update=True)
    if counter is None:
        counter = CodeCounter(prefix=CANDIDATE_PREFIX, last=0)
        session.add(counter)
    counter.last = max(counter.last, _number(highest))
    session.flush()


def _number(code: str | None) -> int:
    digits = (code or "").removeprefix(CANDIDATE_PREFIX)
    return int(digits) if digits.isdecimal() else 0
