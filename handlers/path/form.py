"""Steps of the path as a form: how a sentence begins it, its summary, and what is typed or pressed there."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import forms, helpers, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.hearing import Heard, hear
from handlers.markup import bold
from handlers.path import checks, reading, saving, words
from handlers.path.entries import Record
from handlers.path.questions import QUESTIONS, open_question, with_day
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding import find_date
from models.path import OF_THE_DAY, Verdict

# “Vẫn ghi, lý do: đã học lớp năm 2024”
_ANYWAY = re.compile(
    r"(?:(?:vẫn|van|cứ|cu) ghi|record anyway)?[\s,;:]*(?:lý do|lí do|ly do|li do|vì|reason|because)\b[\s:]*(.+)",
    re.IGNORECASE | re.DOTALL,
)


def begin(turn: Turn, heard: Heard) -> Reply:
    """Begin with what a sentence says of the path; what nobody in the writer's scope has done is told like nothing."""
    if helpers.takes(heard):
        return helpers.assign(turn, heard)
    understood = reading.read(turn, heard.understanding.stage_updates)
    record = understood.record()
    if not record.entries:
        return _nothing(turn, understood)
    if len(record.entries) > reading.MOST_AT_ONCE:
        sentence = turn.t("That is too much at once: at most {most} people a message.", most=reading.MOST_AT_ONCE)
        return Reply(sentence, menu.show(turn).choices)
    if understood.unknown:
        told = turn.t("I do not find {names}.", names=", ".join(dict.fromkeys(understood.unknown)))
        record = replace(record, notes=(told, *record.notes))
    return start(turn, record, "\n".join(dict.fromkeys(understood.days)))


def start(turn: Turn, record: Record, before: str = "") -> Reply:
    """Put the first question or the summary of `record`; what is refused whatever the day is said at once.

    Another form that stands unfinished is not put aside for it.
    """
    if (busy := menu.busy(turn, FORM.name)) is not None:
        return busy
    found = checks.checked(turn, record)
    if len(found) == len(record.entries) and all(_is_hopeless(one) for one in found):
        forms.finish(turn)
        lines = [*record.notes, *(line for one in found for line in words.findings(turn, one))]
        codes = dict.fromkeys(one.candidate.code for one in found)
        choices = [Choice(turn.t("Open {code}", code=code), f"cand:{code}") for code in codes]
        return Reply("\n".join(lines), rows(choices, 2))
    record = _without_hopeless(turn, record, found)
    dropped = turn.t("The unfinished step has been dropped; nothing of it was saved.") if turn.conversation else ""
    return forms.start(turn, FORM, record.to_answers(), "\n".join(line for line in (dropped, before) if line))


def _nothing(turn: Turn, understood: reading.Heard) -> Reply:
    if understood.plans:
        return Reply("\n".join(understood.plans), menu.show(turn).choices)
    names = [name for name in dict.fromkeys(understood.unknown) if not name.startswith("QC")]
    if names:
        sentence = turn.t("I find nobody called {names}. A code such as “QC012” is sure.", names=", ".join(names))
        return Reply(sentence, menu.show(turn).choices)
    code = next(iter(understood.unknown), "")
    return Reply(turn.t("I know no {code}. Please check the code.", code=code[:12]), menu.show(turn).choices)


def _without_hopeless(turn: Turn, record: Record, found: list[checks.Checked]) -> Record:
    """The record without what is refused whatever is answered; why is said beside the others."""
    hopeless = [one for one in found if _is_hopeless(one)]
    refused = {id(one.entry) for one in hopeless}
    notes = [line for one in hopeless for line in words.findings(turn, one)]
    entries = tuple(entry for entry in record.entries if id(entry) not in refused)
    return replace(record, entries=entries, notes=(*record.notes, *notes))


def _is_hopeless(one: checks.Checked) -> bool:
    return one.check.verdict is Verdict.REFUSED and any(lack.code not in OF_THE_DAY for lack in one.check.refusals)


def _next_question(_turn: Turn, answers: Answers) -> Question | None:
    name = open_question(Record.of(answers))
    return QUESTIONS[name] if name else None


def _summary(turn: Turn, answers: Answers) -> Asked:
    record = Record.of(answers)
    found = checks.checked(turn, record)
    lines = list(record.notes)
    for one in found:
        lines += [bold(words.line(turn, one.candidate, one.entry)), *words.findings(turn, one)]
    return Asked("\n".join(lines), tuple(_options(turn, found)), width=2)


def _options(turn: Turn, found: list[checks.Checked]) -> list[tuple[str, str]]:
    options = []
    if any(one.may_be_saved for one in found):
        options.append((turn.t("Save"), "yes"))
    if any(one.needs_reason for one in found):
        options.append((turn.t("Record anyway, with a reason"), "anyway"))
    if any(one.entry.day for one in found):
        options.append((turn.t("Another day"), "day"))
    return [*options, (turn.t("Discard"), "discard")]


def _save(turn: Turn, answers: Answers) -> Reply:
    forms.finish(turn)
    return saving.save(turn, Record.of(answers))


def _ask_again(turn: Turn, answers: Answers, question: str) -> Reply:
    record = replace(Record.of(answers), asking=question)
    return forms.proceed(turn, FORM, record.to_answers())


def _anyway(turn: Turn, answers: Answers) -> Reply:
    return _ask_again(turn, answers, "reason")


def _other_day(turn: Turn, answers: Answers) -> Reply:
    return _ask_again(turn, answers, "day")


def _take_mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take what is typed at the summary: a reason, another day, or another sentence in the place of this one."""
    record = Record.of(answers)
    anyway = _ANYWAY.fullmatch(said)
    if anyway is not None:
        answers[forms.ASKED] = "reason"
        return QUESTIONS["reason"].take(turn, answers, anyway[1])
    updates = hear(turn, said).understanding.stage_updates
    if updates:
        understood = reading.read(turn, updates)
        if understood.entries:
            answers.update(understood.record().to_answers())
            return Problem("\n".join(understood.days)) if understood.days else None
    if find_date(said, turn.today) is None:
        return Problem(
            turn.t("I did not understand that. Another day is typed like “12/11”, a reason like “lý do: …”.")
        )
    problem, moved = with_day(turn, record, said, None)
    if problem is None:
        answers.update(moved.to_answers())
    return problem


FORM = Form(
    name="path",
    next_question=_next_question,
    summary=_summary,
    actions={"yes": _save, "anyway": _anyway, "day": _other_day, "discard": menu.discard},
    mend=_take_mend,
    questions=QUESTIONS,
)
