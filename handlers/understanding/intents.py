"""From a message to what the person wants: the questions asked of a text, in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, cast

from handlers.understanding import commands
from handlers.understanding.attendance import opens_attendance, read_attendance
from handlers.understanding.candidates import PersonRead
from handlers.understanding.commands import Command
from handlers.understanding.meeting_words import is_meeting_time, read_coming
from handlers.understanding.openings import opens_report
from handlers.understanding.people import read_people
from handlers.understanding.private_numbers import Redacted, redact
from handlers.understanding.questions import asks, denies
from handlers.understanding.said import CandidateSaid, Context, Intent, Reason, StageUpdate, Understanding
from handlers.understanding.shift_news import read_shift_news
from handlers.understanding.stages import read_stage_updates
from handlers.understanding.syllables import syllables
from handlers.understanding.tokens import fold_word, tokenize
from models.names import clean, fold

# A report without the words that open one must hold a whole name and this many facts.
_LEAST_FACTS = 2
_CODE = re.compile(r"\bqc[ .-]?0*(\d{1,4})\b", re.IGNORECASE)
_OF_A_MEETING = re.compile(r"\b(?:hop|sinh hoat)\b")
_COURSE = re.compile(r"(?:xem |mo )?(?:lop |khoa |course )?l\d{4}-\d{1,3}")


def understand(text: str, context: Context) -> Understanding:
    """Return what the person who typed `text` wants and says. Never raises; what was not said is None."""
    redacted = redact(clean(text))
    answer = Understanding(leftover=redacted.text)
    for question in _QUESTIONS:
        found = question(redacted.text, context)
        if found is not None:
            answer = found
            break
    return _with_private(answer, redacted)


def may_command(text: str) -> bool:
    """Whether `text` may be one of the words that always work, open a report or hold a private number.

    Cheap, for answers to a question that stands open: False means that `understand` would find nothing of the kind.
    """
    redacted = redact(clean(text))
    plain = redacted.text
    return bool(
        redacted.hidden
        or commands.slash_command(plain)
        or commands.whole_command(plain)
        or commands.opening_command(plain)
        or _CODE.search(plain)
        or _names_course(plain)
        or opens_report(plain)
    )


def _with_private(answer: Understanding, redacted: Redacted) -> Understanding:
    if not redacted.hidden:
        return answer
    reason = Reason(
        "sensitive" if redacted.identity else "private", "…", "a private number was read over and is not kept"
    )
    return replace(answer, sensitive=redacted.identity, reasons=(*answer.reasons, reason))


def _slash(text: str, context: Context) -> Understanding | None:
    command = commands.slash_command(text)
    if command is None:
        return None
    if command.rest and command.intent in {Intent.REPORT_CANDIDATE, Intent.ATTENDANCE}:
        opening = {Intent.REPORT_CANDIDATE: "báo nguồn", Intent.ATTENDANCE: "điểm danh"}[command.intent]
        return understand(f"{opening}: {command.rest}", context)
    return _command(command)


def _whole(text: str, _context: Context) -> Understanding | None:
    command = commands.whole_command(text)
    return _command(command) if command else None


def _free_text(text: str, _context: Context) -> Understanding | None:
    """Words after which anything may be said: the papers and the result of a meeting are not read for other facts."""
    command = commands.opening_command(text)
    return _command(command) if command and command.intent in _FREE_TEXT else None


def _opening(text: str, _context: Context) -> Understanding | None:
    command = commands.opening_command(text)
    return _command(command) if command and command.intent is not Intent.REPORT_CANDIDATE else None


def _meeting_time(text: str, context: Context) -> Understanding | None:
    """ "mai họp chi bộ lúc 7h tối": a meeting and its time, of which every word is understood."""
    if not is_meeting_time(text, context.today):
        return None
    reason = Reason("intent", text, "the words speak of a meeting at some time and of nothing else")
    return Understanding(Intent.MEETINGS, reasons=(reason,), leftover=text)


def _meeting_answer(text: str, _context: Context) -> Understanding | None:
    """ "hôm đó con ốm nên em không đi được": the answer to an invitation, wherever it stands."""
    found = read_coming(text)
    if found is None:
        return None
    reason = Reason("intent", text, f"somebody says whether they come: {found}")
    return Understanding(Intent.MEETING_ANSWER, reasons=(reason,), leftover=text)


def _command(command: Command) -> Understanding:
    language = commands.language_of(command.phrase) if command.intent is Intent.LANGUAGE else None
    reason = Reason("intent", command.phrase, "these words always work")
    return Understanding(
        command.intent,
        language=cast("Literal['en', 'vi'] | None", language),
        reasons=(reason,),
        leftover=command.rest,
    )


def _code(text: str, context: Context) -> Understanding | None:
    """A code by itself opens the matter; with a stage it reports one."""
    found = _CODE.search(text)
    if found is None:
        return None
    code = f"QC{int(found[1]):03d}"
    rest = " ".join((text[: found.start()] + text[found.end() :]).split())
    reason = Reason("code", found[0], "the code of a candidate")
    updates = _about_somebody(text, context)
    if not updates and len(rest.split()) > 4 and opens_report(text):
        return None
    intent = Intent.STAGE_UPDATE if updates else Intent.CANDIDATE_CODE
    return Understanding(
        intent, code=code, reasons=(reason, *_stage_reasons(updates)), leftover=rest, stage_updates=updates
    )


def _course(text: str, _context: Context) -> Understanding | None:
    """ "lớp L2026-4", "xếp lịch L2026-4": the code of a course by itself opens it."""
    if not _names_course(text):
        return None
    return Understanding(Intent.SCHEDULE, reasons=(Reason("intent", text, "the code of a course"),), leftover=text)


def _class_leave(text: str, _context: Context) -> Understanding | None:
    """ "xin nghỉ học thứ Bảy vì con ốm": leave from a class, which is no stage and no roll of others."""
    command = commands.opening_command(text)
    if command is None or command.intent is not Intent.SCHEDULE or not command.phrase.startswith("xin "):
        return None
    return None if _OF_A_MEETING.search(command.rest) else _command(command)


def _names_course(text: str) -> bool:
    """Whether the code of a course stands by itself, or after words about plans that would mean meetings without it."""
    command = commands.opening_command(text)
    if command is not None and command.intent is Intent.MEETINGS and _COURSE.search(fold(text)):
        return True
    return _COURSE.fullmatch(fold(text).strip(" .?!")) is not None


def _report(text: str, context: Context) -> Understanding | None:
    if not opens_report(text):
        return None
    if asks(text) == "how":
        return Understanding(Intent.HELP, reasons=(Reason("intent", text, "a question how to report"),))
    people = read_people(text, context)
    if denies(text) and not any(person.facts for person in people):
        return Understanding(leftover=text, reasons=(Reason("intent", text, "a denial is no report"),))
    facts = sum(person.facts for person in people)
    if asks(text) and facts < _LEAST_FACTS:
        return Understanding(leftover=text, reasons=(Reason("intent", text, "a question is no report"),))
    return _reported(people, "the words that open a report")


def _stage(text: str, context: Context) -> Understanding | None:
    """ "Hạnh có quyết định kết nạp ngày 12/11": a stage of somebody named."""
    updates = _about_somebody(text, context)
    if not updates:
        return None
    reasons = (Reason("intent", text, "a stage and who reached it"), *_stage_reasons(updates))
    return Understanding(Intent.STAGE_UPDATE, leftover=text, reasons=reasons, stage_updates=updates)


def _shifts(text: str, context: Context) -> Understanding | None:
    """ "tuần này tôi ca 2", "nghỉ phép 3/12–5/12": news of shifts, of which nearly every word is understood."""
    news = read_shift_news(text, context)
    if news is None:
        return None
    reason = Reason("intent", text, "the words speak of shifts and of nothing else")
    return Understanding(Intent.SHIFTS, reasons=(reason,), shift_news=news)


def _about_somebody(text: str, context: Context) -> tuple[StageUpdate, ...]:
    return tuple(update for update in read_stage_updates(text, context) if update.whom)


def _stage_reasons(updates: tuple[StageUpdate, ...]) -> tuple[Reason, ...]:
    """Whose stage each update is and which words gave its date; `person` counts the updates."""
    reasons = []
    for number, update in enumerate(updates, start=1):
        reasons.append(Reason("stage", ", ".join(update.whom), f"the words say the stage {update.stage}", number))
        if update.on is not None:
            rule = "there is no such day" if update.on.is_impossible else "the date that stands beside the stage"
            reasons.append(Reason("date", update.on.words, rule, number))
    return tuple(reasons)


def _unopened_report(text: str, context: Context) -> Understanding | None:
    if denies(text) or asks(text) or opens_attendance(text) or not _may_name(text):
        return None
    people = read_people(text, context)
    if all(person.has_surname for person in people) and people[0].facts >= _LEAST_FACTS:
        return _reported(people, "a whole name and facts about the person")
    return None


def _may_name(text: str) -> bool:
    """Whether there is a surname at all: cheap, before the text is read."""
    return any(token.folded in syllables().surnames for token in tokenize(text))


def _attendance(text: str, context: Context) -> Understanding | None:
    if asks(text):
        return None
    found = read_attendance(text, context)
    if found is None:
        return None
    return Understanding(Intent.ATTENDANCE, attendance=found.said, reasons=found.reasons, leftover=found.leftover)


def _reported(people: tuple[PersonRead, ...], rule: str) -> Understanding:
    said = tuple(person.said for person in people if person.said != CandidateSaid(leftover=person.said.leftover))
    reasons = [Reason("intent", "", rule)]
    for number, person in enumerate(people, start=1):
        reasons += [replace(reason, person=number) for reason in person.reasons]
    leftover = " ".join(person.said.leftover for person in people if person.said.leftover)
    return Understanding(Intent.REPORT_CANDIDATE, said, reasons=tuple(reasons), leftover=leftover)


def _nothing(text: str, _context: Context) -> Understanding | None:
    return None if any(fold_word(char).isalnum() for char in text) else Understanding()


_FREE_TEXT = frozenset({Intent.MEETING_PAPERS, Intent.MEETING_RESULT})
_Question = Callable[[str, Context], Understanding | None]
_QUESTIONS: tuple[_Question, ...] = (
    _nothing,
    _slash,
    _whole,
    _free_text,
    _meeting_time,
    _code,
    _course,
    _class_leave,
    _report,
    _shifts,
    _stage,
    _unopened_report,
    _attendance,
    _opening,
    _meeting_answer,
)
