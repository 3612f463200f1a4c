"""The roll as a form: which meeting, page by page a mark for each person, what is not clear, and the end."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.locales import N_
from handlers.markup import bold
from handlers.meetings import result, roll_saving, roll_words
from handlers.meetings.finding import correctable, named, waiting
from handlers.meetings.roll_draft import Draft, Entry, Marks, Roll, tally
from handlers.paging import Page
from handlers.turn import Choice, Reply, Turn, rows
from models.meetings import Attendance, Meeting, MeetingState

PAGE = 6
MOST_NAMED = 6
MOST_ANNOUNCED = 3
MOST_NUMBERED = 90  # people on a roll: a typed number of two digits must also reach the choices below them
MARK_WORDS = {
    Attendance.PRESENT: N_("present"),
    Attendance.EXCUSED: N_("absent with leave"),
    Attendance.ABSENT: N_("absent"),
    None: N_("later sitting"),
}
_PERSON, _PAGE, _MEETING, _CALL, _NOBODY = "p", "page:", "m", "c", "nobody"
_VALUE = re.compile(r"(p|page:|m|c)(\d{1,9})")


def start(turn: Turn, words: str = "", *, meeting: Meeting | None = None, again: bool = False) -> Reply:
    """Begin the roll of `meeting`, or of the one that is to be chosen; `words` are what was said of it already."""
    draft = Draft(words=words, again=again)
    if meeting is None:
        return forms.start(turn, FORM, draft.to_answers())
    draft, problem = _opened(turn, meeting, draft)
    return forms.start(turn, FORM, draft.to_answers(), problem.sentence if problem else "")


def say(turn: Turn, words: str) -> Reply:
    """Take words about the roll that is being taken."""
    return forms.answer(turn, FORM, words)


def is_open(turn: Turn) -> bool:
    """Whether a roll is being taken."""
    return turn.conversation is not None and turn.conversation.form == FORM.name


def is_under_way(turn: Turn, meeting: Meeting | None = None) -> bool:
    """Whether something was said or pressed in the roll that is being taken: of `meeting`, or of any."""
    if turn.conversation is None or turn.conversation.form != FORM.name:
        return False
    draft = Draft.of(dict(turn.conversation.answers))
    roll = _roll(turn, draft)
    if roll is None or (meeting is not None and roll.meeting is not meeting):
        return False
    return draft.is_listed or draft.away is not None or bool(draft.unclear) or draft.marks_on(roll) != roll.proposed()


def resume(turn: Turn) -> Reply:
    """Go on with the roll that is being taken."""
    return forms.resume(turn, FORM, turn.t("This roll is not saved yet; it goes on where it was left."))


def absences(turn: Turn, roll: Roll, marks: Marks, most: int = MOST_NAMED) -> str:
    """Return who is away, by number and name: ``3. Nguyễn Thị Hạnh, 7. Lê Tiến Dũng (có phép)``."""
    away = roll.away(marks)
    names = [
        f"{entry.number}. {entry.name}"
        + (turn.t(" (with leave)") if marks[entry.call.id] is Attendance.EXCUSED else "")
        for entry in away[:most]
    ]
    more = turn.t(" and {count} more", count=len(away) - most) if len(away) > most else ""
    return ", ".join(names) + more


def _opened(turn: Turn, meeting: Meeting, draft: Draft) -> tuple[Draft, Problem | None]:
    """Return the draft of `meeting` with the words that waited for it."""
    roll = Roll.of(turn, meeting)
    begun = replace(draft, words="").begun(roll)
    return roll_words.take(turn, roll, begun, draft.words) if draft.words else (begun, None)


def _roll(turn: Turn, draft: Draft) -> Roll | None:
    """Return the roll that is being taken, None when the person may no longer take it."""
    if draft.meeting is None:
        return None
    meeting = turn.session.scalar(turn.access.meetings().where(Meeting.id == draft.meeting))
    return Roll.of(turn, meeting) if meeting and meeting.state is not MeetingState.CANCELLED else None


def _open_question(_turn: Turn, answers: Answers) -> Question | None:
    draft = Draft.of(answers)
    if draft.meeting is None:
        return _WHICH_MEETING
    return _WHOM if draft.unclear else None


def _ask_meeting(turn: Turn, answers: Answers) -> Asked:
    draft = Draft.of(answers)
    found = correctable(turn) if draft.again else waiting(turn)
    asked = turn.t("Whose roll is to be mended?") if draft.again else turn.t("Which roll is to be taken?")
    return Asked(bold(asked), tuple((named(turn, meeting), f"{_MEETING}{meeting.id}") for meeting in found))


def _take_meeting(turn: Turn, answers: Answers, said: str) -> Problem | None:
    draft = Draft.of(answers)
    found = {meeting.id: meeting for meeting in (correctable(turn) if draft.again else waiting(turn))}
    meeting = found.get(_number(_MEETING, said) or 0)
    if meeting is None:
        return Problem(turn.t("Please choose one of these meetings first."))
    opened, problem = _opened(turn, meeting, draft)
    answers.update(opened.to_answers())
    return problem


def _ask_whom(turn: Turn, answers: Answers) -> Asked:
    draft = Draft.of(answers)
    roll = _roll(turn, draft)
    said, _, calls = draft.unclear[0]
    fitting = [entry for entry in roll.entries if entry.call.id in calls] if roll else []
    names = [entry.name for entry in fitting]
    options = [
        (
            f"{entry.name} ({entry.call.person.code})" if names.count(entry.name) > 1 else entry.name,
            f"{_CALL}{entry.call.id}",
        )
        for entry in fitting
    ]
    asked = turn.t("Several on the roll fit “{said}”. Who is meant?", said=said[:40])
    return Asked(asked, (*options, (turn.t("None of them"), _NOBODY)), replaces=True)


def _take_whom(turn: Turn, answers: Answers, said: str) -> Problem | None:
    draft = Draft.of(answers)
    roll = _roll(turn, draft)
    call = _number(_CALL, said)
    if roll is None:
        return Problem(menu.outdated(turn).text)
    if call is None and said != _NOBODY:
        entry = roll_words.one_of(roll, draft, said)
        if entry is None:
            return Problem(turn.t("I do not know who that is. Please choose one."))
        call = entry.call.id
    if call is not None and call not in draft.unclear[0].calls:
        return Problem(turn.t("I do not know who that is. Please choose one."))
    answers.update(roll_words.settle(roll, draft, call).to_answers())
    return None


def _summary(turn: Turn, answers: Answers) -> Asked:
    draft = Draft.of(answers)
    roll = _roll(turn, draft)
    if roll is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    if not roll.entries:
        return Asked(turn.t("Nobody was called to this meeting."), ((turn.t("Discard"), "discard"),))
    marks, at = draft.marks_on(roll), Page.of(len(roll.entries), PAGE, draft.page)
    people, shape = _people(turn, roll, marks, at.number)
    turning = [(turn.t(label), value) for label, value in at.turned(_PAGE.removesuffix(":"))]
    ends = [(turn.t("All present"), "all"), (turn.t("Save"), "yes"), (turn.t("Discard"), "discard")]
    text = "\n".join([_title(turn, roll, marks, at), _line(turn, roll, draft)])
    shape += [*([len(turning)] if turning else []), len(ends)]
    return Asked(text, (*people, *turning, *ends), shape=tuple(shape), replaces=True)


def _people(turn: Turn, roll: Roll, marks: Marks, page: int) -> tuple[list[tuple[str, str]], list[int]]:
    """Return the people of a page as choices, and how many stand in each row.

    Those of the other pages are choices without a label, so that a typed number is always that of the roll, on every
    page; a roll of more people than a number of two digits can name does without them.
    """
    shown = range(page * PAGE, (page + 1) * PAGE)
    options = [
        (_label(turn, entry, marks) if at in shown else "", f"{_PERSON}{entry.number}")
        for at, entry in enumerate(roll.entries)
    ]
    if len(options) > MOST_NUMBERED:
        options = options[shown.start : shown.stop]
        return options, [1] * len(options)
    return options, [1] * len(options)


def _title(turn: Turn, roll: Roll, marks: Marks, at: Page) -> str:
    counted = tally(marks)
    told = turn.t(
        "{meeting}: {present}/{total} present",
        meeting=named(turn, roll.meeting),
        present=counted.present,
        total=len(roll.expected(marks)),
    )
    return bold(told + at.words(turn))


def _line(turn: Turn, roll: Roll, draft: Draft) -> str:
    """Return what is said below the title: who is absent, who is still to be named, or how to change a mark."""
    marks = draft.marks_on(roll)
    names, later = absences(turn, roll, marks), len(roll.entries) - len(roll.expected(marks))
    words = []
    if draft.away is not None:
        words.append(_who_else(turn, draft.away, len(roll.away(marks)), names))
    elif names:
        words.append(turn.t("Absent: {names}.", names=names))
    words += _came_all_the_same(turn, roll, marks)
    if later:
        words.append(turn.t("{count} are called to a sitting that is yet to come.", count=later))
    hint = turn.t("Press a name to change it, or type “absent 3, 7”, “absent Hạnh with leave”, “all there”.")
    return " ".join(words) or hint


def _came_all_the_same(turn: Turn, roll: Roll, marks: Marks) -> list[str]:
    """Name those who had said that they cannot come and are marked as present now."""
    came = [
        entry.name for entry in roll.entries if entry.cannot_come and marks.get(entry.call.id) is Attendance.PRESENT
    ]
    if not came:
        return []
    names = ", ".join(came[:MOST_ANNOUNCED])
    if len(came) > MOST_ANNOUNCED:
        names += turn.t(" and {count} more", count=len(came) - MOST_ANNOUNCED)
    return [turn.t("{names} asked for leave, but stand here as present.", names=names)]


def _who_else(turn: Turn, said: int, marked: int, names: str) -> str:
    so_far = f": {names}" if names else ""
    told = turn.t(
        "⚠️ {You} say that {said} were absent; {marked} are marked{names}.", said=said, marked=marked, names=so_far
    )
    return f"{told} " + turn.t("Who is it? For example: “3, 7” or “Hạnh, Dũng with leave”.")


def _label(turn: Turn, entry: Entry, marks: Marks) -> str:
    return f"{entry.number}. {entry.name}: {turn.t(MARK_WORDS[marks.get(entry.call.id)])}"


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a press on a person or a page, a number of the roll, or words."""
    draft = Draft.of(answers)
    roll = _roll(turn, draft)
    if roll is None:
        return None
    page = _number(_PAGE, said)
    if page is not None:
        answers["page"] = page
        return None
    pressed = _number(_PERSON, said)
    if pressed is None:
        taken, problem = roll_words.take(turn, roll, draft, said)
        answers.update(taken.to_answers())
        return problem
    entry = next((entry for entry in roll.entries if entry.number == pressed), None)
    if entry is not None:
        turned = draft.marked(roll.turned(draft.marks_on(roll), entry))
        answers.update(roll_words.enough(roll, replace(turned, page=(pressed - 1) // PAGE)).to_answers())
    return None


def _all_present(turn: Turn, answers: Answers) -> Reply:
    draft = Draft.of(answers)
    roll = _roll(turn, draft)
    marked = draft.marked({**draft.marks_on(roll), **roll.all_present()}) if roll else draft
    return forms.proceed(turn, FORM, replace(marked, away=None).to_answers())


def _save(turn: Turn, answers: Answers) -> Reply:
    draft = Draft.of(answers)
    if draft.away is not None:  # said once; who saves all the same knows better
        asked = turn.t("First: who was absent? Saving again keeps it as it is marked.")
        return forms.proceed(turn, FORM, replace(draft, away=None).to_answers(), asked)
    outcome = roll_saving.save(turn, draft)
    if isinstance(outcome, Draft):
        return forms.proceed(turn, FORM, outcome.to_answers(), roll_saving.somebody_else(turn, outcome))
    forms.finish(turn)
    if outcome is None:
        return menu.outdated(turn)
    undo = Choice(turn.t("Undo"), "go:undo")
    if not outcome.complete:
        return Reply(outcome.text, rows([undo]))
    return result.after_roll(turn, outcome.meeting, outcome.text)


def _number(kind: str, said: str) -> int | None:
    found = _VALUE.fullmatch(said)
    return int(found[2]) if found and found[1] == kind else None


_WHICH_MEETING = Question("meeting", _ask_meeting, _take_meeting)
_WHOM = Question("whom", _ask_whom, _take_whom)
FORM = Form(
    "roll",
    _open_question,
    _summary,
    {"yes": _save, "all": _all_present, "discard": menu.discard},
    _mend,
    {question.name: question for question in (_WHICH_MEETING, _WHOM)},
)
