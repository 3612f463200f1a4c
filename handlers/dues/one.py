"""One due: by when, since when, what is missing, what comes next; its lines on the candidate's card."""

from __future__ import annotations

from sqlalchemy import select

from handlers import menu, path, rule_words
from handlers.candidates.words import gaps
from handlers.dues import recording
from handlers.dues.scope import dues_of, reckoning, walk_of
from handlers.dues.words import line, short_date, what, when
from handlers.markup import bold
from handlers.stage_words import STAGE_WORDS
from handlers.turn import Choice, Reply, Turn, rows
from models import dues
from models.candidates import Candidate, Stage
from models.dues import WARNED_AT, OpenDue, State, Walk, warning

MOST_ON_A_CARD = 2


def opened(turn: Turn, code: str, rule_code: str) -> Reply:
    """Show one due of the candidate of `code`."""
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    if candidate is None:
        return unknown(turn, code)
    due = next((due for due in dues_of(turn, code) if due.rule.code == rule_code), None)
    if due is None:
        return gone(turn, code)
    next_step = [choice for choice in path.choices(turn, candidate) if choice.data.startswith("path:next:")]
    lines = [
        bold(f"{candidate.code} · {candidate.full_name or candidate.initials}"),
        candidate.unit.name,
        f"{_mark(due)} {_sentence(turn, due)}",
        _since(turn, due),
        *_uncertain(turn, due),
        *_missing(turn, candidate, due.walk),
        *([] if next_step else _next(turn, due.walk)),
    ]
    choices = [
        *recording.choices(turn, candidate, due),
        *next_step,
        Choice(turn.t("Basis"), f"due:basis:{code}:{rule_code}"),
        Choice(turn.t("Open {code}", code=code), f"cand:{code}"),
        Choice(turn.t("What is due"), "due:all"),
    ]
    return Reply("\n".join(lines), rows(choices, 2))


def basis(turn: Turn, code: str, rule_code: str) -> Reply:
    """Show on which document a due of the candidate of `code` rests, and how its date was counted."""
    if walk_of(turn, code) is None:
        return unknown(turn, code)
    due = next((due for due in dues_of(turn, code) if due.rule.code == rule_code), None)
    if due is None:
        return gone(turn, code)
    told = rule_words.of_due(turn.translator, due.rule, due.since, due.due, turn.settings.rules)
    text = "\n".join([bold(line(turn, due)), *(words.strip() for words in told)])
    choices = [Choice(turn.t("Open {code}", code=code), f"cand:{code}"), Choice(turn.t("What is due"), "due:all")]
    return Reply(text, rows(choices, 2))


def lines(turn: Turn, candidate: Candidate) -> list[str]:
    """Return the lines about what is due for the card of a candidate whom the person may see; none when nothing is."""
    walk = next(iter(dues.load(turn.session, select(Candidate.id).where(Candidate.id == candidate.id))), None)
    if walk is None:
        return []
    found = [f"{_mark(due)} {_sentence(turn, due)}" for due in reckoning(turn).of(walk)[:MOST_ON_A_CARD]]
    if not found and walk.stands_still(turn.today, turn.settings.no_movement_days):
        return [turn.t("⚠️ No step since {date}.", date=short_date(turn, walk.moved_on))]
    return found


def choices(turn: Turn, candidate: Candidate) -> list[Choice]:
    """Return the card's choice that opens the basis of what is due first."""
    due = next(iter(dues_of(turn, candidate.code)), None)
    return [Choice(turn.t("Basis"), f"due:basis:{candidate.code}:{due.rule.code}")] if due else []


def unknown(turn: Turn, code: str) -> Reply:
    """Answer about a candidate who does not exist, or whom the person may not see."""
    return Reply(turn.t("I know no {code}. Please check the code.", code=code[:12]), menu.show(turn).choices)


def gone(turn: Turn, code: str) -> Reply:
    """Answer about something that is not due any more."""
    choice = Choice(turn.t("Open {code}", code=code), f"cand:{code}")
    return Reply(turn.t("That is no longer due for {code}.", code=code), rows([choice]))


def _sentence(turn: Turn, due: OpenDue) -> str:
    words = f"{what(turn, due)}: {when(turn, due)}"
    return words[:1].upper() + words[1:]


def _mark(due: OpenDue) -> str:
    is_pressing = due.state is State.OVERDUE or (not due.is_wait and warning(due.left) == min(WARNED_AT))
    return "⚠️" if is_pressing else "📅"


def _since(turn: Turn, due: OpenDue) -> str:
    event = turn.settings.rules.events[due.rule.counts_from].in_language(turn.translator.language)
    return turn.t("Counted from: {event}, {date}", event=event, date=f"{due.since:%d/%m/%Y}")


def _uncertain(turn: Turn, due: OpenDue) -> list[str]:
    first = due.due.uncertain_from
    if first is None:
        return []
    return [
        "⚠️ " + turn.t("The holidays from {date} on are not known yet: the date may move.", date=f"{first:%d/%m/%Y}")
    ]


def _missing(turn: Turn, candidate: Candidate, walk: Walk) -> list[str]:
    skipped = [stage for stage in walk.skipped if stage is not Stage.MENTORED]  # the gaps name a missing helper
    words = ", ".join(
        part for part in (gaps(turn, candidate), *(turn.t(STAGE_WORDS[stage]) for stage in skipped)) if part
    )
    return [turn.t("Missing: {gaps}.", gaps=words)] if words else []


def _next(turn: Turn, walk: Walk) -> list[str]:
    stage = walk.next_stage
    return [turn.t("Next step: {stage}", stage=turn.t(STAGE_WORDS[stage]))] if stage else []
