"""Vietnamese words to intent and fields: from what a tired secretary types to what the bot can act on.

Everything here is pure: no database, no messenger, no clock. A text is cut into tokens (:mod:`.tokens`), phrases of the
lexicon are found in it (:mod:`.words`, :mod:`.phrases`), and recognisers, the surest first, claim the words that they
understand (:mod:`.board`); what is left and looks like a name is the name (:mod:`.names`).
"""

from handlers.understanding.contract import to_contract
from handlers.understanding.dates import Expect, Precision, SaidDate, find_date, find_dates
from handlers.understanding.enterprises import EnterpriseIndex, EnterpriseMatch, clear_match
from handlers.understanding.intents import may_command, understand
from handlers.understanding.meeting_words import Coming, read_coming
from handlers.understanding.mending import mend
from handlers.understanding.said import (
    CANDIDATE_FIELDS,
    AttendanceSaid,
    CandidateSaid,
    Context,
    Intent,
    Mend,
    Reason,
    StageUpdate,
    Understanding,
)
from handlers.understanding.shift_said import SaidDays, SaidHours, SaidShift, ShiftNews, ShiftTopic
from handlers.understanding.stages import read_stage_updates
from handlers.understanding.times import SaidTime, find_times

__all__ = [
    "CANDIDATE_FIELDS",
    "AttendanceSaid",
    "CandidateSaid",
    "Coming",
    "Context",
    "EnterpriseIndex",
    "EnterpriseMatch",
    "Expect",
    "Intent",
    "Mend",
    "Precision",
    "Reason",
    "SaidDate",
    "SaidDays",
    "SaidHours",
    "SaidShift",
    "SaidTime",
    "ShiftNews",
    "ShiftTopic",
    "StageUpdate",
    "Understanding",
    "clear_match",
    "find_date",
    "find_dates",
    "find_times",
    "may_command",
    "mend",
    "read_coming",
    "read_stage_updates",
    "to_contract",
    "understand",
]
