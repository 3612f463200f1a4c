"""“Hồ sơ của tôi”: a candidate's own way in plain words. No score, no ranking, nothing that others wrote about them."""

from __future__ import annotations

from datetime import date

from handlers import menu
from handlers.attachments import pictures
from handlers.hearing import Heard
from handlers.locales import N_
from handlers.markup import bold
from handlers.readers import leaders_of
from handlers.turn import Choice, Reply, Turn, rows
from models import helpers
from models.candidates import PATH, Candidate, Stage

_STANDS = {
    Stage.INTRODUCED: N_(
        "{You} have been introduced, and the cell follows and supports {you} on the way to the Party."
    ),
    Stage.MENTORED: N_("A Party member has been named to help {you}."),
    Stage.CLASS_COMPLETED: N_("{You} have completed the awareness class about the Party."),
    Stage.APPLIED: N_("{Your} application has been handed in."),
    Stage.VERIFIED: N_("{Your} background has been verified."),
    Stage.CELL_RESOLVED: N_("The cell has proposed {your} admission."),
    Stage.DECIDED: N_("{Your} admission has been decided."),
    Stage.ADMITTED: N_("{You} have been admitted and are a probationary member."),
    Stage.NEW_MEMBER_CLASS_COMPLETED: N_("{You} are a probationary member and have completed the new members' class."),
    Stage.OFFICIAL_RESOLVED: N_("The cell has proposed {you} as an official member."),
    Stage.OFFICIAL: N_("{You} are an official Party member."),
    Stage.PAUSED: N_("{Your} way is resting at present; it can go on when {you} are ready."),
    Stage.WITHDRAWN: N_("{Your} way has ended at {your} own wish. Nothing follows from it."),
    Stage.REJECTED: N_("{Your} way has ended here for now. The secretary tells {you} more, and whether it can go on."),
    Stage.TRANSFERRED: N_("{Your} papers have moved to another place, where {your} way goes on."),
}
_NEXT = {
    Stage.INTRODUCED: N_("the cell names an official member who helps {you}."),
    Stage.MENTORED: N_("the awareness class about the Party."),
    Stage.CLASS_COMPLETED: N_("{your} application, written by {your} own hand, and the form about {your} background."),
    Stage.APPLIED: N_("the committee verifies {your} background; that takes some time."),
    Stage.VERIFIED: N_("the cell meets and votes on proposing {your} admission."),
    Stage.CELL_RESOLVED: N_("the committee above decides on {your} admission."),
    Stage.DECIDED: N_("the ceremony of admission."),
    Stage.ADMITTED: N_("the new members' class, while the probation runs."),
    Stage.NEW_MEMBER_CLASS_COMPLETED: N_("when the probation has ended, the cell considers official membership."),
    Stage.OFFICIAL_RESOLVED: N_("the committee above decides on official membership."),
}
_OWN_PART = {
    Stage.INTRODUCED: N_("ask the secretary whatever {you} would like to know."),
    Stage.MENTORED: N_("meet {your} helper, and tell the secretary which days off suit the class."),
    Stage.CLASS_COMPLETED: N_("write the application and hand it to the secretary in person, not by message."),
    Stage.APPLIED: N_("tell the secretary when {your} work, home or telephone number changes."),
    Stage.VERIFIED: N_(
        "tell the secretary when {you} work in the coming weeks, so that the meeting fits {your} shift."
    ),
    Stage.CELL_RESOLVED: N_("nothing for now; ask {your} helper how the others experienced it."),
    Stage.DECIDED: N_("arrange with the secretary a day for the ceremony that fits {your} shift."),
    Stage.ADMITTED: N_("take part in the cell's meetings, and tell the secretary which days off suit the class."),
    Stage.NEW_MEMBER_CLASS_COMPLETED: N_("take part in the meetings, and write {your} own review before the end."),
    Stage.OFFICIAL_RESOLVED: N_("nothing for now; take part in the meetings as before."),
    Stage.PAUSED: N_("tell the secretary when {you} would like to go on."),
    Stage.TRANSFERRED: N_("get in touch with the secretary of the new place."),
}


def show(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Show where the person stands on their own path; who is on none is told so kindly, and nothing else."""
    candidate = turn.session.scalars(turn.access.own_path().limit(1)).first()
    if candidate is None:
        return nobody(turn)
    lines = [bold(turn.t("{Your} way to the Party")), _where(turn, candidate), *_further(turn, candidate)]
    lines += _whom_to_ask(turn, candidate)
    choices = [Choice(turn.t("As a picture"), "cpaper:way")] if pictures.own_way(turn) else []
    return Reply("\n".join(lines), rows([*choices, Choice(turn.t("My data"), "go:my_data")], 2))


def nobody(turn: Turn) -> Reply:
    """Answer who is on no path."""
    sentence = turn.t("There is nothing here for {you} to follow. “My data” shows all that is kept about {you}.")
    return Reply(sentence, menu.show(turn).choices)


def _where(turn: Turn, candidate: Candidate) -> str:
    since = _since(candidate, candidate.stage)
    sentence = turn.t(_STANDS[candidate.stage])
    return sentence + (turn.t(" (since {day})", day=f"{since:%d/%m/%Y}") if since else "")


def _further(turn: Turn, candidate: Candidate) -> list[str]:
    """Return what comes next and what the person can do for it, where there is something."""
    lines = []
    reached = candidate.stage
    if reached is Stage.PAUSED:
        last = _last_on_the_path(candidate)
        lines.append(turn.t("Before the rest: {sentence}", sentence=turn.t(_STANDS[last])))
    if reached in _NEXT:
        lines.append(turn.t("Next: {step}", step=turn.t(_NEXT[reached])))
    if reached in _OWN_PART:
        lines.append(turn.t("What {you} can do: {part}", part=turn.t(_OWN_PART[reached])))
    return lines


def _whom_to_ask(turn: Turn, candidate: Candidate) -> list[str]:
    names = ", ".join(leader.full_name for leader in leaders_of(turn.session, candidate.unit))
    lines = [turn.t("Whom to ask: {names}, {unit}", names=names, unit=candidate.unit.name)] if names else []
    helper = candidate.helper
    if helper is not None and candidate.stage in helpers.HELPED and helpers.fits(helper, candidate.unit):
        lines.append(turn.t("{Your} helper: {name}", name=helper.full_name))
    return lines


def _since(candidate: Candidate, stage: Stage) -> date | None:
    days = [step.reached_on for step in candidate.steps if step.undone_at is None and step.stage is stage]
    return days[-1] if days else None


def _last_on_the_path(candidate: Candidate) -> Stage:
    reached = [step.stage for step in candidate.steps if step.undone_at is None and step.stage in PATH]
    return max(reached, key=PATH.index, default=Stage.INTRODUCED)
