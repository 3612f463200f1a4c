"""What was said, as values: the answer of :func:`handlers.understanding.understand`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from handlers.understanding.dates import SaidDate
from handlers.understanding.enterprises import EnterpriseIndex, EnterpriseMatch
from handlers.understanding.shift_said import ShiftNews

Gender = Literal["male", "female"]
Introducer = Literal["trade_union", "youth_union", "womens_union", "member"]

# The facts of a candidate in the words and the order of the contract.
CANDIDATE_FIELDS = ("full_name", "birth_year", "gender", "enterprise", "shift", "introduced_by")


class Intent(StrEnum):
    """What the person wants."""

    REPORT_CANDIDATE = "report_candidate"
    ATTENDANCE = "attendance"
    ATTENDANCE_RATES = "attendance_rates"
    CHECK_IN_SCREEN = "check_in_screen"
    ROLL_PHOTO = "roll_photo"
    CERTIFICATES = "certificates"
    MEETING_PAPERS = "meeting_papers"
    MEETING_RESULT = "meeting_result"
    STAGE_UPDATE = "stage_update"
    SCHEDULE = "schedule"
    CLASS_LETTER = "class_letter"
    CLASS_WAGES = "class_wages"
    CLASS_WORKBOOK = "class_workbook"
    CLASS_PATH = "class_path"
    MEETINGS = "meetings"
    MEETING_ANSWER = "meeting_answer"
    OVERDUE = "overdue"
    BASIS = "basis"
    FORECAST = "forecast"
    HELPERS = "helpers"
    MY_PATH = "my_path"
    TARGETS = "targets"
    DIGEST = "digest"
    WEEK = "week"
    UNDO = "undo"
    RESUME = "resume"
    CANCEL = "cancel"
    INVITE = "invite"
    MY_DATA = "my_data"
    DATA_REQUESTS = "data_requests"
    PAPER_CONSENT = "paper_consent"
    SECOND_CHAT = "second_chat"
    SERVICE = "service"
    HELP = "help"
    MENU = "menu"
    LANGUAGE = "language"
    SHIFTS = "shifts"
    LIST_CANDIDATES = "list_candidates"
    CANDIDATE_CODE = "candidate_code"
    GREETING = "greeting"
    AFFIRM = "affirm"
    DENY = "deny"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader knows beside the text.

    `today` decides the century of a year and what age is possible; `roster` holds the full names of the roll that
    attendance is taken of; `own_enterprise` is the code of the writer's own enterprise ("cty mình").
    """

    today: date
    enterprises: EnterpriseIndex
    roster: tuple[str, ...] = ()
    own_enterprise: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Which words gave which field, and by which rule. `person` counts from 1, 0 when it concerns the message."""

    field: str
    words: str
    rule: str
    person: int = 0


@dataclass(frozen=True, slots=True)
class CandidateSaid:
    """One person as reported; what was not said is None.

    `full_name` is NFC with the capitals of ordinary writing. Typed without accents it is the likeliest accented form,
    `name_was_plain` is true and `name_choices` holds up to four likely forms, best first. `birth_year` of somebody
    whose `age` was said is the year of today less the age. `gender` is only what was said; `gender_guess` is what Thị
    or Văn lets one guess. `shift` is "1", "2", "3", "HC", "12H", "3CA", "4K", "4-2", "day" or "night", `crew` "A" to
    "D". `enterprises` are the registered ones that fit `enterprise_said`, best first.
    """

    full_name: str | None = None
    name_was_plain: bool = False
    name_choices: tuple[str, ...] = ()
    birth_year: int | None = None
    birth_date: date | None = None
    age: int | None = None
    gender: Gender | None = None
    gender_guess: Gender | None = None
    enterprise_said: str | None = None
    enterprises: tuple[EnterpriseMatch, ...] = ()
    shift: str | None = None
    crew: str | None = None
    introduced_by: Introducer | None = None
    consent_said: bool | None = None
    leftover: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the facts that were not said, in the words of the contract."""
        there = {
            "full_name": self.full_name,
            "birth_year": self.birth_year,
            "gender": self.gender,
            "enterprise": self.enterprise_said,
            "shift": self.shift or self.crew,
            "introduced_by": self.introduced_by,
        }
        return tuple(name for name in CANDIDATE_FIELDS if there[name] is None)


@dataclass(frozen=True, slots=True)
class AttendanceSaid:
    """Who was there. Names are those of the roster where exactly one fits, else as they were said.

    `absent_numbers` are numbers of the roll; `absent_count` and `present_count` are heads counted without saying
    whose. `excused` and `excused_numbers` are those among the absent who were said to have leave, `unexcused` and
    `unexcused_numbers` those who were said to have none.
    """

    all_present: bool = False
    absent: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent_numbers: tuple[int, ...] = ()
    excused: tuple[str, ...] = ()
    excused_numbers: tuple[int, ...] = ()
    unexcused: tuple[str, ...] = ()
    unexcused_numbers: tuple[int, ...] = ()
    absent_count: int | None = None
    present_count: int | None = None


@dataclass(frozen=True, slots=True)
class StageUpdate:
    """A stage that candidates have reached, or are planned to reach.

    `stage` is an identifier of the path or of an ending (DOMAIN.md §2). `whom` holds codes ("QC012") and names as said,
    in capitals of ordinary writing; so does `helper`. `to_unit` ("CB06" for a code) and `to_enterprise` are where
    somebody moves to, as said. `going_back`: the candidate returns to this stage from a later one. `reason` is what
    was given for an ending or for going back.
    """

    stage: str
    whom: tuple[str, ...] = ()
    on: SaidDate | None = None
    helper: str | None = None
    to_unit: str | None = None
    to_enterprise: str | None = None
    going_back: bool = False
    is_plan: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """One message understood. `sensitive`: it holds an identity number, which is kept nowhere in this value."""

    intent: Intent = Intent.UNKNOWN
    candidates: tuple[CandidateSaid, ...] = ()
    attendance: AttendanceSaid | None = None
    code: str | None = None
    language: Literal["en", "vi"] | None = None
    reasons: tuple[Reason, ...] = ()
    leftover: str = ""
    sensitive: bool = False
    stage_updates: tuple[StageUpdate, ...] = ()
    shift_news: ShiftNews | None = None


@dataclass(frozen=True, slots=True)
class Mend:
    """A correction typed at the summary: of which person (counted from 1, None when not said), and the new facts."""

    person: int | None = None
    said: CandidateSaid = field(default_factory=CandidateSaid)
    reasons: tuple[Reason, ...] = ()
    leftover: str = ""
    sensitive: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the facts that the correction gives, in the words of the contract, `consent` after them."""
        given = tuple(name for name in CANDIDATE_FIELDS if name not in self.said.missing)
        return given if self.said.consent_said is None else (*given, "consent")
