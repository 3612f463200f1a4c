"""A plant's roster from a workbook (.xlsx), rows people and columns days: read, compared, written.

    roster = read_roster(content, today=today, name=file_name)   # None: not a roster
    matched, unmatched = match(session, access.on_rosters(), roster)
    rows = kept_rows(matched)                                    # all of it that is kept
    changes = plan(session, access.on_rosters(), rows)           # the preview
    apply(session, changes, by=person_id, now=now, today=today)  # all or nothing, with the caller's transaction

``handlers.workbook.rosters.report`` says for people, and as JSON, what was found.
"""

from handlers.workbook.rosters.kept import KeptRow, from_bytes, kept_rows, to_bytes
from handlers.workbook.rosters.people import Matched, Missing, Unmatched, match
from handlers.workbook.rosters.planning import RosterPlan, plan
from handlers.workbook.rosters.reading import Roster, read_roster
from handlers.workbook.rosters.saving import apply, take_back

__all__ = [
    "KeptRow",
    "Matched",
    "Missing",
    "Roster",
    "RosterPlan",
    "Unmatched",
    "apply",
    "from_bytes",
    "kept_rows",
    "match",
    "plan",
    "read_roster",
    "take_back",
    "to_bytes",
]
