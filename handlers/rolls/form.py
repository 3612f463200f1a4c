"""The roll as a form: of which occasion, page by page a mark for each person, what is not clear, and the end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.locales import N_
from handlers.markup import bold
from handlers.rolls import kinds, saving, words
from handlers.rolls.draft import Draft
from handlers.rolls.people import PAGE, PeoplePage, pressed_page, pressed_person
from handlers.rolls.roll import Marks, Occasion, Roll, tally
from handlers.turn import Reply, Turn
from models.meetings import Attendance

MOST_NAMED = 6
MOST_ANNOUNCED = 3
MARK_WORDS = {
    Attendance.PRESENT: N_("present"),
    Attendance.EXCUSED: N_("absent with leave"),
    Attendance.ABSENT: N_("absent"),
    None: N_("later sitting"),
}
_OCCASION, _ROW, _NOBODY = "of:", "c", "nobody"
_PRESSED_ROW = re.compile(r"c\d{1,9}")


def start(turn: Turn, said: str = "", *, occasion: Occasion | None = None, again: bool = False) -> Reply:
    """Begin the roll of `occasion`, or of the one that is to be chosen; `said` are words about it already."""
    draft = Draft(words=said, again=again)
    if occasion is None:
        return forms.start(turn, FORM, draft.to_answers())
    draft, problem = _opened(turn, occasion, draft)
    return forms.start(turn, FORM, draft.to_answers(), problem.sentence if problem else "")


def say(turn: Turn, said: str) -> Reply:
    """Take words about the roll that is being taken."""
    return forms.answer(turn, FORM, said)


def is_open(turn: Turn) -> bool:
    """Whether a roll is being taken."""
    return turn.conversation is not None and turn.conversation.form == FORM.name


def being_taken(turn: Turn) -> Occasion | None:
    """Return the occasion whose roll is being taken, when the writer may take it."""
    if turn.conversation is None or not is_open(turn):
        return None
    roll = _roll(turn, Draft.read(turn.conversation.answers))
    return roll.occasion if roll else None


def is_under_way(turn: Turn, occasion: Occasion | None = None) -> bool:
    """Whether something was said or pressed in the roll that is being taken: of `occasion`, or of any."""
    if turn.conversation is None or not is_open(turn):
        return False
    draft, roll = _now(turn, turn.conversation.answers)
    if roll is None or (occasion is not None and roll.occasion.key != occasion.key):
        return False
    return draft.is_listed or draft.away is not None or bool(draft.unclear) or draft.marks_on(roll) != roll.proposed()


def resume(turn: Turn) -> Reply:
    """Go on with the roll that is being taken."""
    return forms.resume(turn, FORM, turn.t("This roll is not saved yet; it goes on where it was left."))


def absences(turn: Turn, roll: Roll, marks: Marks, most: int = MOST_NAMED) -> str:
    """Return who is away, by number and name: ``3. Nguyễn Thị Hạnh, 7. Lê Tiến Dũng (có phép)``."""
    away = roll.away(marks)
    names = [
        f"{entry.number}. {entry.name}" + (turn.t(" (with leave)") if marks[entry.row.id] is Attendance.EXCUSED else "")
        for entry in away[:most]
    ]
    more = turn.t(" and {count} more", count=len(away) - most) if len(away) > most else ""
    return ", ".join(names) + more


def _opened(turn: Turn, occasion: Occasion, draft: Draft) -> tuple[Draft, Problem | None]:
    """Return the draft of `occasion` with the words that waited for it."""
    roll = occasion.roll(turn)
    begun = replace(draft, words="").begun(roll)
    return words.take(turn, roll, begun, draft.words) if draft.words else (begun, None)


def _roll(turn: Turn, draft: Draft) -> Roll | None:
    """Return the roll that is being taken, None when the person may no longer take it."""
    occasion = kinds.find(turn, draft.of) if draft.of else None
    return occasion.roll(turn) if occasion else None


def _now(turn: Turn, answers: Answers) -> tuple[Draft, Roll | None]:
    """Return the draft and the roll as they stand now."""
    draft = Draft.read(answers)
    roll = _roll(turn, draft)
    return (draft.caught_up(roll) if roll else draft), roll


def _open_question(_turn: Turn, answers: Answers) -> Question | None:
    draft = Draft.read(answers)
    if draft.of is None:
        return _WHICH
    return _WHOM if draft.unclear else None


def _choosable(turn: Turn, draft: Draft) -> dict[str, Occasion]:
    found = kinds.correctable(turn) if draft.again else kinds.waiting(turn)
    return {occasion.key: occasion for occasion in found}


def _ask_which(turn: Turn, answers: Answers) -> Asked:
    draft = Draft.read(answers)
    asked = turn.t("Whose roll is to be mended?") if draft.again else turn.t("Which roll is to be taken?")
    choices = tuple((one.named(turn), f"{_OCCASION}{key}") for key, one in _choosable(turn, draft).items())
    return Asked(bold(asked), choices)


def _take_which(turn: Turn, answers: Answers, said: str) -> Problem | None:
    draft = Draft.read(answers)
    occasion = _choosable(turn, draft).get(said.removeprefix(_OCCASION))
    if occasion is None:
        return Problem(turn.t("Please choose one of these first."))
    opened, problem = _opened(turn, occasion, draft)
    answers.update(opened.to_answers())
    return problem


def _ask_whom(turn: Turn, answers: Answers) -> Asked:
    draft, roll = _now(turn, answers)
    said, _, fit = draft.unclear[0]
    fitting = [entry for entry in roll.entries if entry.row.id in fit] if roll else []
    names = [entry.name for entry in fitting]
    options = [
        (
            f"{entry.name} ({entry.row.person.code})" if names.count(entry.name) > 1 else entry.name,
            f"{_ROW}{entry.row.id}",
        )
        for entry in fitting
    ]
    asked = turn.t("Several on the roll fit “{said}”. Who is meant?", said=said[:40])
    return Asked(asked, (*options, (turn.t("None of them"), _NOBODY)), replaces=True)


def _take_whom(turn: Turn, answers: Answers, said: str) -> Problem | None:
    draft, roll = _now(turn, answers)
    row = int(said.removeprefix(_ROW)) if _PRESSED_ROW.fullmatch(said) else None
    if roll is None:
        return Problem(menu.outdated(turn).text)
    if row is None and said != _NOBODY:
        entry = words.one_of(roll, draft, said)
        if entry is None:
            return Problem(turn.t("I do not know who that is. Please choose one."))
        row = entry.row.id
    if row is not None and row not in draft.unclear[0].rows:
        return Problem(turn.t("I do not know who that is. Please choose one."))
    answers.update(words.settle(roll, draft, row).to_answers())
    return None


def _summary(turn: Turn, answers: Answers) -> Asked:
    draft, roll = _now(turn, answers)
    if roll is None:
        return Asked(turn.t("This can no longer be saved."), ((turn.t("Discard"), "discard"),))
    if not roll.entries:
        return Asked(turn.t("Nobody is on this roll."), ((turn.t("Discard"), "discard"),))
    marks = draft.marks_on(roll)
    page = PeoplePage.of(turn, _labels(turn, roll, marks), draft.page)
    ends = ((turn.t("All present"), "all"), (turn.t("Save"), "yes"), (turn.t("Discard"), "discard"))
    text = "\n".join([_title(turn, roll, marks, page), _line(turn, roll, draft)])
    return Asked(text, (*page.options, *ends), shape=(*page.shape, len(ends)), replaces=True)


def _title(turn: Turn, roll: Roll, marks: Marks, page: PeoplePage) -> str:
    counted = tally(marks)
    told = turn.t(
        "{what}: {present}/{total} present",
        what=roll.occasion.named(turn),
        present=counted.present,
        total=len(roll.expected(marks)),
    )
    return bold(told + page.words)


def _line(turn: Turn, roll: Roll, draft: Draft) -> str:
    """Return what is said below the title: who is absent, who is still to be named, or how to change a mark."""
    marks = draft.marks_on(roll)
    names, later = absences(turn, roll, marks), len(roll.entries) - len(roll.expected(marks))
    told = []
    if draft.away is not None:
        told.append(_who_else(turn, draft.away, len(roll.away(marks)), names))
    elif names:
        told.append(turn.t("Absent: {names}.", names=names))
    told += _came_all_the_same(turn, roll, marks)
    if later:
        told.append(turn.t("{count} are called to a sitting that is yet to come.", count=later))
    hint = turn.t("Press a name to change it, or type “absent 3, 7”, “absent Hạnh with leave”, “all there”.")
    return " ".join(told) or hint


def _came_all_the_same(turn: Turn, roll: Roll, marks: Marks) -> list[str]:
    """Name those who had said that they cannot come and are marked as present now."""
    came = [entry.name for entry in roll.entries if entry.asked_leave and marks.get(entry.row.id) is Attendance.PRESENT]
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


def _labels(turn: Turn, roll: Roll, marks: Marks) -> list[str]:
    """Number, name and mark of each; those who share a name have their codes, too."""
    times = Counter(roll.names)
    codes = [f" ({entry.row.person.code})" if times[entry.name] > 1 else "" for entry in roll.entries]
    return [
        f"{entry.number}. {entry.name}{code}: {turn.t(MARK_WORDS[marks.get(entry.row.id)])}"
        for entry, code in zip(roll.entries, codes, strict=True)
    ]


def _mend(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Take a press on a person or a page, a number of the roll, or words."""
    draft, roll = _now(turn, answers)
    if roll is None:
        return None
    page = pressed_page(said)
    if page is not None:
        answers["page"] = page
        return None
    pressed = pressed_person(said)
    if pressed is None:
        taken, problem = words.take(turn, roll, draft, said)
        answers.update(taken.to_answers())
        return problem
    entry = next((entry for entry in roll.entries if entry.number == pressed), None)
    if entry is not None:
        turned = draft.marked(roll.turned(draft.marks_on(roll), entry))
        answers.update(words.enough(roll, replace(turned, page=(pressed - 1) // PAGE)).to_answers())
    return None


def _all_present(turn: Turn, answers: Answers) -> Reply:
    draft, roll = _now(turn, answers)
    marked = draft.marked({**draft.marks_on(roll), **roll.all_present()}) if roll else draft
    return forms.proceed(turn, FORM, replace(marked, away=None).to_answers())


def _save(turn: Turn, answers: Answers) -> Reply:
    draft, _ = _now(turn, answers)
    if draft.away is not None:  # said once; who saves all the same knows better
        asked = turn.t("First: who was absent? Saving again keeps it as it is marked.")
        return forms.proceed(turn, FORM, replace(draft, away=None).to_answers(), asked)
    outcome = saving.save(turn, draft)
    if isinstance(outcome, Draft):
        return forms.proceed(turn, FORM, outcome.to_answers(), saving.somebody_else(turn, outcome))
    forms.finish(turn)
    if outcome is None:
        return menu.outdated(turn)
    if isinstance(outcome, str):
        return Reply(outcome, menu.show(turn).choices)
    return outcome.occasion.afterwards(turn, outcome.text, complete=outcome.complete)


_WHICH = Question("which", _ask_which, _take_which)
_WHOM = Question("whom", _ask_whom, _take_whom)
FORM = Form(
    "roll",
    _open_question,
    _summary,
    {"yes": _save, "all": _all_present, "discard": menu.discard},
    _mend,
    {question.name: question for question in (_WHICH, _WHOM)},
)
