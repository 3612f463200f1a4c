"""The laws of the path: which step may follow, on which day, and what is missing for it (DOMAIN.md §2 and §3).

Nothing here writes; what a move writes stands in ``models/path_moves.py``. A check never stops at the first gap: it
names everything, so that a person is told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from models.candidates import PATH, Candidate, CandidateEvent, Introducer, Stage, StageStep
from models.deadlines import MONTHS_OF_A_YEAR, add_months
from models.path_terms import OF_THE_DAY, WITH_A_REASON, Check, Gap, Lack, Move, Verdict
from models.rulebook import RuleBook
from models.working_days import WorkingDays

__all__ = [
    "DOSSIER_MADE",
    "ENDINGS",
    "FIRM",
    "OF_THE_DAY",
    "WITH_A_REASON",
    "Check",
    "Gap",
    "Lack",
    "Laws",
    "Move",
    "Progress",
    "Verdict",
    "check",
    "counting",
    "renews",
]

ENDINGS = (Stage.PAUSED, Stage.WITHDRAWN, Stage.REJECTED, Stage.TRANSFERRED)
DOSSIER_MADE = "dossier_made"
# Without the first of each pair there is no second, whatever the reason.
FIRM = {
    Stage.DECIDED: Stage.CELL_RESOLVED,
    Stage.ADMITTED: Stage.DECIDED,
    Stage.NEW_MEMBER_CLASS_COMPLETED: Stage.ADMITTED,
    Stage.OFFICIAL_RESOLVED: Stage.ADMITTED,
    Stage.OFFICIAL: Stage.OFFICIAL_RESOLVED,
}
_CONSIDERED = (Stage.CELL_RESOLVED, Stage.DECIDED, Stage.ADMITTED)  # where age and certificate are looked at
# With the executive committee of these, one official member is enough; the women's union is no formal introducer.
_FORMAL_INTRODUCERS = (Introducer.TRADE_UNION, Introducer.YOUTH_UNION)


@dataclass(frozen=True, slots=True)
class Laws:
    """The rules in force, the calendar that they count by, and the day on which it is asked."""

    rules: RuleBook
    calendar: WorkingDays
    today: date

    def end(self, code: str, start: date) -> date:
        """Return when the time limit `code` ends if its event was on `start`."""
        return self.rules.rules[code].due(start, self.calendar).date

    def months(self, limit: str) -> int:
        """Return a limit of years in months."""
        return int(self.rules.limits[limit].value) * MONTHS_OF_A_YEAR


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a candidate has come, and what the laws ask about them.

    `reached` holds the stages of the path that count, with their days; `current` the furthest (an imported stage may
    have no day); `ended` a pause or an end; `dossier_made` the day of the newest dossier.
    """

    reached: Mapping[Stage, date]
    current: Stage
    ended: Stage | None = None
    has_consented: bool = True
    has_helper: bool = False
    birth_date: date | None = None
    birth_year: int | None = None
    introduced_by: Introducer | None = None
    dossier_made: date | None = None

    @classmethod
    def of(cls, candidate: Candidate, events: Iterable[CandidateEvent] = ()) -> Progress:
        """Return the progress of `candidate` with the `events` of their path."""
        steps = {step.stage: step.reached_on for step in counting(candidate) if step.stage in PATH}
        reached = {Stage.INTRODUCED: candidate.introduced_on, **steps}
        stages = {*reached, candidate.stage} & set(PATH)
        dossiers = [e.happened_on for e in events if e.event == DOSSIER_MADE and e.undone_at is None]
        return cls(
            reached=reached,
            current=max(stages, key=PATH.index),
            ended=None if candidate.stage in PATH else candidate.stage,
            has_consented=not candidate.is_draft,
            has_helper=candidate.helper_id is not None,
            birth_date=date.fromisoformat(candidate.birth_date) if candidate.birth_date else None,
            birth_year=candidate.birth_year,
            introduced_by=candidate.introduced_by,
            dossier_made=max(dossiers, default=None),
        )

    @property
    def next(self) -> Stage | None:
        """The stage after the furthest one, None at the end of the path and while it is interrupted."""
        place = PATH.index(self.current) + 1
        return PATH[place] if self.ended is None and place < len(PATH) else None

    def after(self, stage: Stage, day: date) -> Progress:
        """Return the progress once `stage` has been reached, too: for several steps told in one message."""
        reached = {**self.reached, stage: day}
        return replace(self, reached=reached, current=max((*reached, self.current), key=PATH.index))

    def has(self, stage: Stage) -> bool:
        """Whether `stage` counts as reached."""
        return stage in self.reached or stage is self.current


def counting(candidate: Candidate) -> list[StageStep]:
    """Return the steps that count, in the order in which they were recorded."""
    return [step for step in candidate.steps if step.undone_at is None]


def check(progress: Progress, move: Move, stage: Stage, day: date | None, laws: Laws) -> Check:
    """Return what stands against a move; a `day` that is not known yet is not looked at."""
    if move is Move.RESUME:
        return Check() if progress.ended is Stage.PAUSED else Check((Lack(Gap.NOT_PAUSED),))
    if move is Move.BACK:
        found = _going_back(progress, stage, day)
    elif stage in ENDINGS:
        found = _ending(progress, stage, day)
    else:
        found = _step(progress, stage, day, laws)
    if day is not None and day > laws.today:
        found.insert(0, Lack(Gap.FUTURE, day=day))
    return Check(tuple(found))


def renews(progress: Progress, stage: Stage, day: date | None, laws: Laws) -> bool:
    """Whether the class was taken again, so that the certificate of `day` takes the place of an old one.

    Sooner than a year after the first it is rather the first that is told again.
    """
    first = progress.reached.get(Stage.CLASS_COMPLETED)
    if stage is not Stage.CLASS_COMPLETED or first is None or day is None:
        return False
    return day >= min(add_months(first, MONTHS_OF_A_YEAR), laws.end("certificate_valid", first))


def _step(progress: Progress, stage: Stage, day: date | None, laws: Laws) -> list[Lack]:
    if progress.ended is not None:
        return [Lack(Gap.INTERRUPTED, progress.ended)]
    if renews(progress, stage, day, laws):
        return []
    if progress.has(stage):
        return [Lack(Gap.REACHED, stage, progress.reached.get(stage))]
    if not progress.has_consented:
        return [Lack(Gap.CONSENT)]
    if stage is Stage.MENTORED and not progress.has_helper:
        return [Lack(Gap.NO_HELPER)]
    first = FIRM.get(stage)
    firm = [Lack(Gap.COMES_FIRST, first)] if first is not None and not progress.has(first) else []
    # A step that is waiting for another one is not told of its day and its smaller gaps, too.
    return firm or [*_order(progress, stage, day), *_dated(progress, stage, day, laws), *_jumped(progress, stage)]


def _order(progress: Progress, stage: Stage, day: date | None) -> list[Lack]:
    if day is None:
        return []
    place = PATH.index(stage)
    earlier = [(on, PATH.index(one)) for one, on in progress.reached.items() if PATH.index(one) < place]
    later = [(on, PATH.index(one)) for one, on in progress.reached.items() if PATH.index(one) > place]
    found = []
    if earlier and day < (last := max(earlier))[0]:
        found.append(Lack(Gap.TOO_EARLY, PATH[last[1]], last[0]))
    if later and day > (first := min(later))[0]:
        found.append(Lack(Gap.TOO_LATE, PATH[first[1]], first[0]))
    return found


def _jumped(progress: Progress, stage: Stage) -> list[Lack]:
    """What is missing before `stage`: the steps passed over, and at the cell's resolution all of them.

    What was passed over knowingly once is not asked about again at each step, but once more when the cell decides.
    """
    begin = 1 if stage is Stage.CELL_RESOLVED else PATH.index(progress.current) + 1
    found = []
    for before in PATH[begin : PATH.index(stage)]:
        if before is Stage.MENTORED:
            found += [] if progress.has_helper else [Lack(Gap.HELPER)]
        elif not progress.has(before):
            found.append(Lack(Gap.STEP, before))
    if stage is Stage.CELL_RESOLVED and not _is_introduced(progress):
        found.append(Lack(Gap.INTRODUCTIONS))
    return found


def _is_introduced(progress: Progress) -> bool:
    """Whether an official member and the trade or youth union stand for the person.

    The helper is the member who is known. Of two members only one can be known here, so they are asked about.
    """
    return progress.has_helper and progress.introduced_by in _FORMAL_INTRODUCERS


def _dated(progress: Progress, stage: Stage, day: date | None, laws: Laws) -> list[Lack]:
    """What depends on the day: certificate, dossier, age, probation."""
    if day is None:
        return []
    found = []
    if stage in _CONSIDERED:
        found += _certificate(progress, stage, day, laws) + _age(progress, day, laws)
    made = progress.dossier_made or progress.reached.get(Stage.APPLIED)
    if stage is Stage.CELL_RESOLVED and made is not None:
        fresh_until = laws.end("dossier_fresh", made)
        found += [Lack(Gap.DOSSIER_OLD, day=fresh_until)] if day > fresh_until else []
    admitted = progress.reached.get(Stage.ADMITTED)
    if stage is Stage.OFFICIAL_RESOLVED and admitted is not None:
        end = laws.end("probation_ends", admitted)
        found += [Lack(Gap.PROBATION, day=end)] if day < end else []
    return found


def _certificate(progress: Progress, stage: Stage, day: date, laws: Laws) -> list[Lack]:
    issued = progress.reached.get(Stage.CLASS_COMPLETED)
    if issued is None:
        return []
    until = laws.end("certificate_valid", issued)
    if day <= until:
        return []
    return [Lack(Gap.CERTIFICATE_LAPSED if stage is Stage.ADMITTED else Gap.CERTIFICATE_OLD, day=until)]


def _age(progress: Progress, day: date, laws: Laws) -> list[Lack]:
    """Age counted by month; of somebody whose month of birth is not known, what every month would mean."""
    born, year = progress.birth_date, progress.birth_year
    if born is None and year is None:
        return [Lack(Gap.AGE_UNKNOWN)]
    now = day.year * MONTHS_OF_A_YEAR + day.month
    if born is not None:
        most = least = now - born.year * MONTHS_OF_A_YEAR - born.month
    else:
        assert year is not None
        most = now - year * MONTHS_OF_A_YEAR - 1
        least = now - year * MONTHS_OF_A_YEAR - MONTHS_OF_A_YEAR
    youngest, oldest = laws.months("minimum_age"), laws.months("maximum_age")
    if most < youngest:
        return [Lack(Gap.TOO_YOUNG)]
    if least > oldest:
        return [Lack(Gap.TOO_OLD)]
    return [] if youngest <= least and most <= oldest else [Lack(Gap.AGE_UNKNOWN)]


def _ending(progress: Progress, stage: Stage, day: date | None) -> list[Lack]:
    if progress.ended is stage:
        return [Lack(Gap.REACHED, stage)]
    if progress.ended not in (None, Stage.PAUSED):
        return [Lack(Gap.INTERRUPTED, progress.ended)]
    if progress.current is Stage.OFFICIAL:
        return [Lack(Gap.FINISHED)]
    if stage is Stage.TRANSFERRED and not progress.has_consented:
        return [Lack(Gap.CONSENT)]
    last = max((on, PATH.index(one)) for one, on in progress.reached.items())
    found = [] if day is None or day >= last[0] else [Lack(Gap.TOO_EARLY, PATH[last[1]], last[0])]
    return found if stage is Stage.TRANSFERRED else [*found, Lack(Gap.REASON)]


def _going_back(progress: Progress, stage: Stage, day: date | None) -> list[Lack]:
    if stage not in progress.reached:
        return [Lack(Gap.NOT_REACHED, stage)]
    before = {one: on for one, on in progress.reached.items() if PATH.index(one) < PATH.index(stage)}
    last = max(((on, PATH.index(one)) for one, on in before.items()), default=None)
    too_early = day is not None and last is not None and day < last[0]
    return [*([Lack(Gap.TOO_EARLY, PATH[last[1]], last[0])] if too_early and last else []), Lack(Gap.REASON)]
