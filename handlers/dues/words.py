"""What is due, in words: “QC012 · N.T.H.: lễ kết nạp trước 18/12 (còn 9 ngày làm việc)”."""

from __future__ import annotations

from datetime import date

from handlers.locales import N_
from handlers.turn import Turn
from models.deadlines import Rule, Unit
from models.dues import OpenDue, State

# A line on a telephone has no room for a rule's whole title.
_SHORT = {
    "helper_worked_together": N_("helper and person have worked together long enough"),
    "certificate_valid": N_("awareness class certificate"),
    "dossier_fresh": N_("dossier for the cell"),
    "decision_due": N_("admission decision"),
    "ceremony_due": N_("admission ceremony"),
    "member_record_due": N_("member's record and card"),
    "probation_ends": N_("end of probation"),
    "official_review_due": N_("cell considers official membership"),
    "official_decision_due": N_("decision on official membership"),
    "transfer_papers_due": N_("transfer papers"),
    "transfer_due": N_("transfer complete"),
}
STATE_WORDS = {
    State.OVERDUE: N_("overdue"),
    State.THIS_WEEK: N_("this week"),
    State.THIS_MONTH: N_("this month"),
    State.SOON: N_("lapses within 90 days"),
    State.LATER: N_("later"),
}
_LAPSING = frozenset({"certificate_valid", "dossier_fresh"})


def what(turn: Turn, due: OpenDue) -> str:
    """Return in a few words what is due."""
    return short_words(turn, due.rule)


def short_words(turn: Turn, rule: Rule) -> str:
    """Return in a few words what a rule is about."""
    short = _SHORT.get(rule.code)
    return turn.t(short) if short else rule.title.in_language(turn.translator.language)


def line(turn: Turn, due: OpenDue) -> str:
    """Return one line about whose and what, with code and initials only."""
    return f"{due.walk.code} · {due.walk.initials}: {what(turn, due)} {when(turn, due)}"


def when(turn: Turn, due: OpenDue) -> str:
    """Return by when, and how long that is from now."""
    day = short_date(turn, due.day)
    if due.state is State.OVERDUE:
        return _overdue(turn, due, day)
    if due.left == 0:
        return turn.t("today ({date})", date=day)
    left = turn.t(_LEFT[due.rule.unit is Unit.WORKING_DAYS], number=due.left)
    if due.rule.code in _LAPSING:
        return turn.t("lapses on {date} ({left})", date=day, left=left)
    if due.is_wait:
        return turn.t("on {date} ({left})", date=day, left=left)
    return turn.t("by {date} ({left})", date=day, left=left)


def short_date(turn: Turn, day: date) -> str:
    """Return a day as it is said: the year only where it is not this one."""
    return f"{day:%d/%m}" if day.year == turn.today.year else f"{day:%d/%m/%Y}"


_LEFT = {True: N_("working days left: {number}"), False: N_("days left: {number}")}
_OVER = {True: N_("overdue, working days: {number}"), False: N_("overdue, days: {number}")}


def _overdue(turn: Turn, due: OpenDue, day: str) -> str:
    if due.rule.code in _LAPSING:
        return turn.t("lapsed on {date}", date=day)
    over = turn.t(_OVER[due.rule.unit is Unit.WORKING_DAYS], number=-due.left) if due.left else turn.t("overdue")
    extended = due.due.extended
    if extended is not None and extended >= turn.today:
        return turn.t("{over} (due {date}; if extended {last})", over=over, date=day, last=short_date(turn, extended))
    return turn.t("{over} (due {date})", over=over, date=day)
