"""The enterprises of the organisation, indexed once for the understanding and again only when they have changed."""

from __future__ import annotations

import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.understanding import EnterpriseIndex
from models.audit import last_change
from models.units import Enterprise

LOOK_EVERY_SECONDS = 1.0


class Enterprises:
    """Hands out the index. Building one takes milliseconds; whether another process changed the enterprises is looked
    up at most once a second, and :meth:`changed` says that this process did."""

    def __init__(self) -> None:
        self._built_at: int | None = None
        self._looked_at = -LOOK_EVERY_SECONDS
        self._index = EnterpriseIndex(())

    def index(self, session: Session) -> EnterpriseIndex:
        """Return the index of the enterprises as they stand in `session`."""
        now = time.monotonic()
        if now - self._looked_at >= LOOK_EVERY_SECONDS:
            self._looked_at = now
            self._renew(session)
        return self._index

    def changed(self) -> None:
        """Look again at the next occasion."""
        self._looked_at = -LOOK_EVERY_SECONDS

    def _renew(self, session: Session) -> None:
        newest = last_change(session, Enterprise)
        if newest == self._built_at:
            return
        rows = session.execute(select(Enterprise.code, Enterprise.name, Enterprise.zone).order_by(Enterprise.code))
        found = [(code, name, zone) for code, name, zone in rows]
        zones = {code: zone for code, _, zone in found if zone}
        self._index, self._built_at = EnterpriseIndex([(code, name) for code, name, _ in found], zones), newest
