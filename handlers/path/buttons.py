"""The path on a candidate's card, and its choices: the next step, a pause, an end, going back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from handlers import menu
from handlers.hearing import Heard
from handlers.locales import N_
from handlers.path import checks, finding, words
from handlers.path.entries import Entry, Record
from handlers.path.form import start
from handlers.stage_words import STAGE_WORDS
from handlers.turn import Choice, Reply, Turn, rows
from models import path_events
from models.candidates import PATH, Candidate, Stage
from models.names import fold
from models.path import Gap, Move, Progress

_RESUMES = re.compile(r"(?:da |duoc |cho |lai )*(?:tiep tuc|theo doi lai|mo lai|het tam dung)(?: .{0,30})?")
_ENDING_LABELS = {
    Stage.PAUSED: N_("Pause"),
    Stage.WITHDRAWN: N_("Has withdrawn"),
    Stage.REJECTED: N_("Not accepted"),
    Stage.TRANSFERRED: N_("Moves elsewhere"),
}


def lines(turn: Turn, candidate: Candidate) -> list[str]:
    """Return the steps that have been done with their days, the next one, and what is missing for it."""
    progress = checks.progress(turn, candidate)
    days = progress.reached
    done = [f"{turn.t(STAGE_WORDS[stage])} {days[stage]:%d/%m/%Y}" for stage in PATH if stage in days]
    found = [turn.t("Path: {steps}", steps=" → ".join(done))]
    if progress.ended is not None:
        found.append(turn.t("Now: {stage}", stage=turn.t(STAGE_WORDS[progress.ended])))
    elif progress.next is not None:
        found.append(_next_line(turn, candidate, progress.next))
    return found


def choices(turn: Turn, candidate: Candidate) -> list[Choice]:
    """Return what the writer may do about the path of `candidate`; nothing for those who only see it."""
    if not turn.access.records(candidate.unit):
        return []
    progress = checks.progress(turn, candidate)
    found = []
    if progress.next is not None and progress.has_consented and not _names_helper(progress):
        label = turn.t("Next step: {stage}", stage=turn.t(STAGE_WORDS[progress.next]))
        found.append(Choice(label, f"path:next:{candidate.code}"))
    if progress.ended is Stage.PAUSED:
        found.append(Choice(turn.t("Follow again"), f"path:resume:{candidate.code}"))
    if progress.current is not Stage.OFFICIAL:
        found.append(Choice(turn.t("Change the path"), f"path:more:{candidate.code}"))
    return found


def pressed(turn: Turn, args: str) -> Reply:
    """Follow a choice: ``next:QC012``, ``more:QC012``, ``end:QC012:paused``, ``event:QC012:dossier_made``."""
    kind, _, rest = args.partition(":")
    code, _, stage = rest.partition(":")
    candidate = finding.by_code(turn, code)
    if candidate is None:
        return menu.outdated(turn)
    progress = checks.progress(turn, candidate)
    if kind == "more":
        return _more(turn, candidate, progress)
    entry = _meant(kind, stage, code, progress) or _event_meant(turn, kind, stage, candidate, progress)
    return start(turn, Record((entry,))) if entry else menu.outdated(turn)


def resumes(heard: Heard) -> bool:
    """Whether the words beside a code say that a pause is over: “QC012 tiếp tục theo dõi”."""
    return _RESUMES.fullmatch(fold(heard.understanding.leftover).strip(" .!")) is not None


def resume(turn: Turn, code: str) -> Reply | None:
    """Begin the end of a pause; None when there is nobody paused whom the writer records."""
    candidate = finding.by_code(turn, code)
    if candidate is None or candidate.stage is not Stage.PAUSED:
        return None
    return start(turn, Record((Entry(code, (code,), Stage.PAUSED, Move.RESUME),)))


def _names_helper(progress: Progress) -> bool:
    """Whether the next step is to name a helper, for which the card has a choice of its own."""
    return progress.next is Stage.MENTORED and not progress.has_helper


def _meant(kind: str, stage: str, code: str, progress: Progress) -> Entry | None:
    """The entry that a choice stands for, None for one that means nothing any more."""
    match kind:
        case "next" if progress.next is not None:
            return Entry(code, (code,), progress.next)
        case "resume":
            return Entry(code, (code,), Stage.PAUSED, Move.RESUME)
        case "end" if stage in _ENDING_LABELS:
            return Entry(code, (code,), Stage(stage))
        case "back" if stage in PATH:
            return Entry(code, (code,), Stage(stage), Move.BACK)
        case _:
            return None


def _event_meant(turn: Turn, kind: str, event: str, candidate: Candidate, progress: Progress) -> Entry | None:
    if kind != "event" or event not in _events(turn, candidate, progress):
        return None
    return Entry(candidate.code, (candidate.code,), progress.current, Move.EVENT, event)


def _events(turn: Turn, candidate: Candidate, progress: Progress) -> Mapping[str, date]:
    return path_events.to_come(progress, path_events.happened(turn.session, candidate))


def _next_line(turn: Turn, candidate: Candidate, stage: Stage) -> str:
    told = turn.t("Next: {step}", step=turn.t(STAGE_WORDS[stage]))
    check = checks.one(turn, candidate, Entry("", (candidate.code,), stage, day=turn.today))
    if check.refusals:
        reasons = (words.refusal(turn, candidate, lack) for lack in check.refusals if lack.code is not Gap.NO_HELPER)
        return f"{told} ({'; '.join(reasons)})".replace(" ()", "")
    gaps = ", ".join(words.missing(turn, lack) for lack in check.missing)
    return turn.t("{step} (still lacks: {gaps})", step=told, gaps=gaps) if gaps else told


def _more(turn: Turn, candidate: Candidate, progress: Progress) -> Reply:
    found = []
    for event in _events(turn, candidate, progress):
        name = words.event(turn, event)
        found.append(Choice(name[:1].upper() + name[1:], f"path:event:{candidate.code}:{event}"))
    if progress.ended in (None, Stage.PAUSED):
        found += [
            Choice(turn.t(label), f"path:end:{candidate.code}:{stage}")
            for stage, label in _ENDING_LABELS.items()
            if stage is not progress.ended
        ]
    for stage in reversed(PATH):
        if stage in progress.reached and (progress.ended or stage is not progress.current):
            label = turn.t("Back to: {stage}", stage=turn.t(STAGE_WORDS[stage]))
            found.append(Choice(label, f"path:back:{candidate.code}:{stage}"))
    who = f"{candidate.code} · {candidate.full_name or candidate.initials}"
    return Reply(turn.t("{who}: what has changed? Going back keeps the history.", who=who), rows(found, 2))
