"""Corrections: typed at the summary, or after “mend” was pressed."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.forms import Answers, Asked, Problem, Question
from handlers.hearing import context
from handlers.report.drafts import Draft, Report
from handlers.report.words import FIELD_WORDS
from handlers.turn import Turn
from handlers.understanding import mend
from models.names import fold

_DROP = re.compile(r"(?:bo|xoa|drop|remove) (?:so |nguoi )?([0-9]{1,2})|([0-9]{1,2}) ?[:.)-]? ?(?:bo|xoa|drop|remove)")


def _ask_edit(turn: Turn, answers: Answers) -> Asked:
    several = len(Report.of(answers).people) > 1
    hint = (
        turn.t("Type the number and what to mend, for example “2: ca 3”.")
        if several
        else turn.t("Type what to mend, for example “1999”, “ca 3”, “tên là Nguyễn Thị Hạnh”; or choose:")
    )
    fields = () if several else tuple((turn.t(words), name) for name, words in FIELD_WORDS.items())
    return Asked(hint, (*fields, (turn.t("Back"), "back")), width=2)


def _take_edit(turn: Turn, answers: Answers, said: str) -> Problem | None:
    report = replace(Report.of(answers), editing=said if said in FIELD_WORDS else None)
    answers.update(report.to_answers())
    return None if report.editing or said == "back" else take_mend(turn, answers, said)


def take_mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a correction typed at the summary: “ca 3”, “2: 1999”, or one of the offered spellings of a name."""
    report = Report.of(answers)
    chosen = _chosen(report.people[0], said) if len(report.people) == 1 else None
    if chosen is not None:
        answers.update(report.with_person(0, chosen).to_answers())
        return None
    dropped = _dropped(report, said)
    if dropped is not None:
        answers.update(dropped.to_answers())
        return None
    mended = mend(said, context(turn))
    index = (mended.person or 1) - 1
    if not mended.fields or index >= len(report.people) or (mended.person is None and len(report.people) > 1):
        return Problem(
            turn.t("I did not understand what to mend. For example: “1999”, “ca 3”, “công đoàn giới thiệu”.")
        )
    answers.update(report.with_person(index, report.people[index].with_said(mended.said)).to_answers())
    return None


def _dropped(report: Report, said: str) -> Report | None:
    """Return the report without the person whom “bỏ 2” or “2: bỏ” drops; the last one is never dropped so."""
    found = _DROP.fullmatch(fold(said).strip(" .!"))
    index = int(found[1] or found[2]) - 1 if found else -1
    return report.without(index) if len(report.people) > 1 and 0 <= index < len(report.people) else None


def _chosen(draft: Draft, said: str) -> Draft | None:
    """Return the draft with the spelling or the enterprise that was chosen at the summary, None for anything else."""
    kind, _, value = said.partition("=")
    if kind == "name" and value.isdecimal() and int(value) < len(draft.name_choices):
        return replace(draft, name=draft.name_choices[int(value)], name_choices=())
    if kind == "at" and value in dict(draft.enterprise_options):
        name = dict(draft.enterprise_options)[value]
        return replace(draft, enterprise=value, enterprise_name=name, enterprise_options=())
    return None


EDIT = Question("edit", _ask_edit, _take_edit)
