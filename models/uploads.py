"""Files that wait for a decision of the person who sent them; gone with the decision, or after a day."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.database import Base, EncryptedBytes, UTCDateTime

KEPT_FOR = timedelta(days=1)
_MARK = re.compile("([0-9]{1,9})-([0-9a-f]{16})")


class Upload(Base):
    """One file of one person."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    content: Mapped[bytes] = mapped_column(EncryptedBytes)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def mark(self) -> str:
        """Return what a choice about it carries: its id, and a digest since ids may be given out again."""
        return f"{self.id}-{hashlib.sha256(self.content).hexdigest()[:16]}"


def keep(session: Session, person_id: int, content: bytes, now: datetime) -> Upload:
    """Keep `content` for `person_id`; an earlier file of the person and everything older than a day goes."""
    session.execute(delete(Upload).where((Upload.person_id == person_id) | (Upload.created_at < now - KEPT_FOR)))
    upload = Upload(person_id=person_id, content=content, created_at=now)
    session.add(upload)
    session.flush()
    return upload


def kept(session: Session, person_id: int | None, mark: str) -> Upload | None:
    """Return the file of this mark when it still waits and is this person's."""
    found = _MARK.fullmatch(mark)
    upload = session.get(Upload, int(found[1])) if found else None
    return upload if upload is not None and upload.mark == mark and upload.person_id == person_id else None
