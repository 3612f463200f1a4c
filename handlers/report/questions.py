"""The questions about a reported person, each with its choices and with what it takes as an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select

from handlers.forms import Answers, Asked, Problem, Question
from handlers.hearing import context
from handlers.locales import N_
from handlers.report import mending
from handlers.report.drafts import Draft, Report
from handlers.report.words import GENDER_WORDS, INTRODUCER_WORDS
from handlers.turn import Turn
from handlers.understanding import CandidateSaid, mend
from models.candidates import Introducer
from models.names import fold, proper_name
from models.units import Unit

SKIP = "skip"
_SKIP_WORDS = {"skip", "bo qua", "khong biet", "chua biet", "khong ro", "de sau", "later"}
MOST_OPTIONS = 8
_NAME_SYLLABLES = range(2, 7)


def open_place(report: Report) -> tuple[int, str] | None:
    """Return what is still to be asked: the person's place in the report, and the question's name."""
    if report.cell is None:
        return 0, "cell"
    if report.editing:
        return 0, report.editing
    for index, draft in enumerate(report.people):
        for name in ("name", "birth_year", "enterprise", "shift", "introduced_by"):
            if name not in draft.skipped and _is_open(draft, name, report.guided):
                return index, name
    return None


def _is_open(draft: Draft, name: str, guided: bool) -> bool:
    if name == "name":
        return draft.name is None
    return guided and name in draft.missing


def _asker(name: str, words: str) -> Callable[[Turn, Answers], Asked]:
    def ask(turn: Turn, answers: Answers) -> Asked:
        report, index = Report.of(answers), _index(answers)
        text = turn.t(words)
        if len(report.people) > 1:
            text = f"{index + 1}. {report.people[index].name or ''}: {text}"
        skip = () if name == "name" else ((turn.t("Skip"), SKIP),)  # nobody can be kept without a name
        return Asked(text, (*_options(turn, name), *skip), width=2)

    return ask


def _options(turn: Turn, name: str) -> tuple[tuple[str, str], ...]:
    if name == "gender":
        return tuple((turn.t(words), value) for value, words in GENDER_WORDS.items())
    if name == "introduced_by":
        return tuple((turn.t(words), value.value) for value, words in INTRODUCER_WORDS.items())
    if name == "shift":
        numbered = ((turn.t("shift {number}", number=number), number) for number in "123")
        return (*numbered, (turn.t("office hours"), "HC"))
    return ()


def _taker(
    name: str, pick: Callable[[CandidateSaid, str], CandidateSaid | None], problem: str
) -> Callable[[Turn, Answers, str], Problem | None]:
    """Return what takes an answer to question `name`: `pick` keeps of what was said only what the question asked."""

    def take(turn: Turn, answers: Answers, said: str) -> Problem | None:
        report, index = Report.of(answers), _index(answers)
        draft = report.people[index]
        is_skipped = said == SKIP or fold(said) in _SKIP_WORDS
        if is_skipped and name != "name":
            answers.update(report.with_person(index, draft.skip(name)).to_answers())
            return None
        picked = None if is_skipped else pick(mend(said, context(turn)).said, said)
        if picked is None:
            return Problem(turn.t(problem))
        answers.update(report.with_person(index, draft.with_said(picked)).to_answers())
        return None

    return take


def _index(answers: Answers) -> int:
    place = open_place(Report.of(answers))
    return place[0] if place else 0


def _pick_name(said: CandidateSaid, words: str) -> CandidateSaid | None:
    if said.full_name:
        return said
    syllables = words.split()
    if len(syllables) in _NAME_SYLLABLES and all(syllable.isalpha() for syllable in syllables):
        return CandidateSaid(full_name=proper_name(words))
    return None


def _pick_birth(said: CandidateSaid, _words: str) -> CandidateSaid | None:
    return CandidateSaid(birth_year=said.birth_year, birth_date=said.birth_date) if said.birth_year else None


def _pick_shift(said: CandidateSaid, words: str) -> CandidateSaid | None:
    if words in ("1", "2", "3", "HC"):
        return CandidateSaid(shift=words)
    return CandidateSaid(shift=said.shift, crew=said.crew) if said.shift or said.crew else None


def _pick_introducer(said: CandidateSaid, words: str) -> CandidateSaid | None:
    if words in tuple(Introducer):
        return CandidateSaid(introduced_by=Introducer(words).value)
    return CandidateSaid(introduced_by=said.introduced_by) if said.introduced_by else None


def _pick_gender(said: CandidateSaid, words: str) -> CandidateSaid | None:
    if words in ("female", "male"):
        return CandidateSaid(gender="female" if words == "female" else "male")
    return CandidateSaid(gender=said.gender) if said.gender else None


def _ask_enterprise(turn: Turn, answers: Answers) -> Asked:
    report, index = Report.of(answers), _index(answers)
    draft = report.people[index]
    options = [(name, code) for code, name in draft.enterprise_options[:MOST_OPTIONS]]
    own = _own_enterprise(turn, report)
    if own and not draft.enterprise_said:
        options = [own]
    skip = (turn.t("Skip"), SKIP)
    who = draft.name or ""
    if draft.enterprise_options:
        text = turn.t(
            "Which enterprise does {name} work at? “{words}” fits {count}:",
            name=who,
            words=draft.enterprise_said,
            count=len(draft.enterprise_options),
        )
    elif draft.enterprise_said:
        text = turn.t(
            "I find no enterprise “{words}”. Please type its name again, for example “Bao bì Thái Sơn”.",
            words=draft.enterprise_said,
        )
    else:
        text = turn.t("Which enterprise does {name} work at? A part of its name is enough.", name=who)
    return Asked(text, (*options, skip))


def _own_enterprise(turn: Turn, report: Report) -> tuple[str, str] | None:
    unit = turn.session.get(Unit, report.cell) if report.cell else None
    enterprise = unit.enterprise if unit else None
    return (enterprise.name, enterprise.code) if enterprise else None


def _take_enterprise(turn: Turn, answers: Answers, said: str) -> Problem | None:
    report, index = Report.of(answers), _index(answers)
    draft = report.people[index]
    if said == SKIP or fold(said) in _SKIP_WORDS:
        answers.update(report.with_person(index, draft.skip("enterprise")).to_answers())
        return None
    known = turn.settings.enterprises.index(turn.session)
    match = known.by_code(said)
    matches = (match,) if match else known.match(said)
    answers.update(report.with_person(index, draft.with_enterprise(said, matches)).to_answers())
    return None


def _ask_cell(turn: Turn, _answers: Answers) -> Asked:
    return Asked(
        turn.t("Which cell does the report belong to?"), tuple((unit.name, unit.code) for unit in led_units(turn))
    )


def _take_cell(turn: Turn, answers: Answers, said: str) -> Problem | None:
    unit = next((unit for unit in led_units(turn) if fold(said) in (fold(unit.code), fold(unit.name))), None)
    if unit is None:
        return Problem(turn.t("Please choose one of your own cells."))
    answers.update(replace(Report.of(answers), cell=unit.id).to_answers())
    return None


def led_units(turn: Turn) -> list[Unit]:
    """Return the units in whose name the person may report."""
    return list(turn.session.scalars(select(Unit).where(Unit.id.in_(turn.access.led)).order_by(Unit.code)))


QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question("cell", _ask_cell, _take_cell),
        Question(
            "name",
            _asker("name", N_("What is the person's full name?")),
            _taker("name", _pick_name, N_("Please type the full name, for example “Nguyễn Thị Hạnh”.")),
        ),
        Question(
            "birth_year",
            _asker("birth_year", N_("Which year was the person born? For example “1998”, “12/5/1998” or “26 tuổi”.")),
            _taker(
                "birth_year",
                _pick_birth,
                N_("I did not understand the year. For example “1998” or “12/5/1998”; the person must be 18 to 60."),
            ),
        ),
        Question("enterprise", _ask_enterprise, _take_enterprise),
        Question(
            "shift",
            _asker("shift", N_("Which shift or crew? For example “ca 2” or “kíp C”.")),
            _taker(
                "shift", _pick_shift, N_("I did not understand the shift. For example “ca 2”, “kíp C”, “hành chính”.")
            ),
        ),
        Question(
            "introduced_by",
            _asker("introduced_by", N_("Who introduced the person?")),
            _taker(
                "introduced_by",
                _pick_introducer,
                N_("Please choose who introduced the person, for example “công đoàn”."),
            ),
        ),
        Question(
            "gender",
            _asker("gender", N_("Female or male?")),
            _taker("gender", _pick_gender, N_("Please answer “nữ” or “nam”.")),
        ),
        mending.EDIT,
    )
}
