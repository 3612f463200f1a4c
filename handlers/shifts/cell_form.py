"""“Kíp B: Hạnh, Dũng, Lan”: a secretary sets the crew of several at once."""

from __future__ import annotations

from dataclasses import replace

from handlers import forms, menu
from handlers.forms import Answers, Asked, Form, Problem, Question
from handlers.hearing import hear
from handlers.helpers.people import people_meant
from handlers.markup import bold
from handlers.shifts import cell_plan, known, undoing, words
from handlers.shifts.cell_plan import CellPlan
from handlers.shifts.change_plan import OWN_FORMS
from handlers.shifts.changed import shifts_changed
from handlers.shifts.crew_questions import crew_named
from handlers.shifts.undoing import Before, Done
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding import ShiftNews, ShiftTopic
from handlers.understanding.patterns import read_line
from handlers.understanding.shift_names import names_in
from handlers.understanding.tokens import Shape
from models.names import fold
from models.people import Person

_MOST_LINES = 5
_MOST_OPTIONS = 8


def begin(turn: Turn, news: ShiftNews) -> Reply:
    """Begin with a crew and who is in it; for who leads no cell it means nothing."""
    if not turn.access.led:
        return menu.lost(turn)
    system = known.system_said(turn, news.system) if news.system else None
    if news.system and system is None:
        return Reply(turn.t("I do not know that shift system."), rows([_overview(turn)]))
    plan = CellPlan(news.crew or "", to_system=system.code if system else None)
    return _start(turn, plan.with_people(turn, news.whom, news.numbers))


def pick(turn: Turn, crew: str) -> Reply:
    """Begin with a crew alone."""
    return _start(turn, CellPlan(crew[:8])) if turn.access.led and crew else menu.outdated(turn)


def _start(turn: Turn, plan: CellPlan) -> Reply:
    if (busy := menu.busy(turn, *OWN_FORMS)) is not None:
        return busy
    moved = known.system(turn, plan.to_system)
    systems = [moved] if moved else known.systems(turn)
    if moved is not None and not plan.crew and not cell_plan.has_crew(moved, plan):
        named = ", ".join(sorted(moved.crew_offsets))
        sentence = turn.t(
            "{system} has the crews {crews}: please say which, for example “kíp B: 1, 3, 5”.",
            system=moved.name,
            crews=named,
        )
        return Reply(sentence, rows([_overview(turn)]))
    if not any(cell_plan.has_crew(system, plan) for system in systems):
        crews = sorted({crew for system in systems for crew in system.crew_offsets})
        sentence = turn.t("There is no crew {crew}. There are: {crews}.", crew=plan.crew, crews=", ".join(crews))
        return Reply(sentence, rows([_overview(turn)]))
    if plan.unknown and not (plan.people or plan.unclear):
        sentence = turn.t("I find nobody called {names} in {your} cell.", names=", ".join(plan.unknown))
        return Reply(sentence, rows([_overview(turn)]))
    return forms.start(turn, FORM, plan.to_answers())


def _next_question(turn: Turn, answers: Answers) -> Question | None:
    plan = CellPlan.of(answers)
    if plan.unclear:
        return QUESTIONS["which"]
    people = cell_plan.people_of(turn, plan)
    if not people:
        return QUESTIONS["who"]
    return QUESTIONS["system"] if any(cell_plan.system_of(turn, plan, one) is None for one in people) else None


def _ask_which(turn: Turn, answers: Answers) -> Asked:
    said = CellPlan.of(answers).unclear[0]
    found = people_meant(cell_plan.of_cell(turn), said)[:_MOST_OPTIONS]
    text = turn.t("“{name}” fits {count} people. Who is meant?", name=said, count=len(found))
    options = tuple((f"{person.full_name} ({person.code})", person.code) for person in found)
    return Asked(text, (*options, (turn.t("None of these"), "-")))


def _take_which(turn: Turn, answers: Answers, said: str) -> Problem | None:
    plan = CellPlan.of(answers)
    name, *others = plan.unclear
    rest = replace(plan, unclear=tuple(others))
    if said == "-":
        answers.update(rest.to_answers())
        return None
    fitting = people_meant(cell_plan.of_cell(turn), name)
    found = people_meant(fitting, said)
    if len(found) != 1:
        return Problem(turn.t("Please choose one of these, or type the code."))
    answers.update(replace(rest, people=(*plan.people, found[0].code)).to_answers())
    return None


def _ask_who(turn: Turn, answers: Answers) -> Asked:
    plan = CellPlan.of(answers)
    others = [one for one in cell_plan.of_cell(turn) if one.crew != plan.crew][:_MOST_OPTIONS]
    text = turn.t("Who is in crew {crew}? Type names or numbers, for example “1, 3, 5”, or choose one:", crew=plan.crew)
    if not plan.crew:
        text = turn.t("Who is meant? Type names or numbers, for example “1, 3, 5”, or choose one:")
    return Asked(text, tuple((person.full_name, person.code) for person in others))


def take_who(turn: Turn, answers: Answers, said: str) -> Problem | None:
    """Add those whom names, numbers of the list or a code mean."""
    plan = CellPlan.of(answers)
    by_code = [person.code for person in cell_plan.of_cell(turn) if person.code == said]
    if by_code:
        answers.update(replace(plan, people=(*plan.people, *by_code)).to_answers())
        return None
    news = hear(turn, said).understanding.shift_news
    if news is not None and news.topic is ShiftTopic.CREW_OF:
        answers.update(
            CellPlan(news.crew or plan.crew, to_system=plan.to_system)
            .with_people(turn, news.whom, news.numbers)
            .to_answers()
        )
        return None
    line = read_line(said)
    found = names_in(line, [place for place, token in enumerate(line.tokens) if token.shape is not Shape.MARK])
    if found is None:
        return Problem(turn.t("I did not understand that. For example “1, 3, 5” or “Hạnh, Dũng”."))
    more = replace(plan, unknown=()).with_people(turn, *found)
    answers.update(more.to_answers())
    if len(more.people) == len(plan.people) and not more.unclear:
        return Problem(turn.t("I find nobody called {names} in {your} cell.", names=", ".join(more.unknown)))
    return None


def _ask_system(turn: Turn, answers: Answers) -> Asked:
    plan = CellPlan.of(answers)
    lacking = [one for one in cell_plan.people_of(turn, plan) if cell_plan.system_of(turn, plan, one) is None]
    offered = [system for system in known.systems(turn) if crew_named(system, plan.crew)]
    text = turn.t("In which shift system does {name} work?", name=", ".join(one.full_name for one in lacking[:3]))
    return Asked(text, tuple((system.name, system.code) for system in offered))


def _take_system(turn: Turn, answers: Answers, said: str) -> Problem | None:
    wanted = fold(said).strip()
    fitting = [one for one in known.systems(turn) if wanted in (fold(one.code), fold(one.name))]
    if len(fitting) != 1:
        return Problem(turn.t("I do not know that system. Please choose one of these."))
    answers.update(replace(CellPlan.of(answers), system=fitting[0].code).to_answers())
    return None


def _parted(turn: Turn, plan: CellPlan) -> tuple[list[Person], list[Person]]:
    """Those whose system has the crew, and the others."""
    good, bad = list[Person](), list[Person]()
    for person in cell_plan.people_of(turn, plan):
        system = cell_plan.system_of(turn, plan, person)
        (good if system and cell_plan.has_crew(system, plan) else bad).append(person)
    return good, bad


def _summary(turn: Turn, answers: Answers) -> Asked:
    plan = CellPlan.of(answers)
    good, bad = _parted(turn, plan)
    lines = [bold(_head(turn, plan, len(good)))] if good else []
    lines += [_line(turn, plan, person) for person in good[:_MOST_LINES]]
    more = len(good) - _MOST_LINES
    lines += [turn.t("… and {count} more.", count=more)] if more > 0 else []
    if bad:
        names = ", ".join(person.full_name for person in bad[:_MOST_LINES])
        lines.append(turn.t("⚠️ No crew {crew} in the shift system of: {names}.", crew=plan.crew, names=names))
    if plan.unknown:
        lines.append(turn.t("I do not find {names}.", names=", ".join(plan.unknown)))
    save = ((turn.t("Save"), "yes"),) if good else ()
    return Asked("\n".join(lines), (*save, (turn.t("Discard"), "discard")), width=2)


def _line(turn: Turn, plan: CellPlan, person: Person) -> str:
    system = cell_plan.system_of(turn, plan, person)
    was = turn.t(" (crew {crew} so far)", crew=person.crew) if person.crew and person.crew != plan.crew else ""
    return f"• {person.full_name}: {words.crew(turn.t, plan.crew, system) if system else ''}{was}"


def _head(turn: Turn, plan: CellPlan, count: int) -> str:
    system = known.system(turn, plan.to_system)
    if plan.crew or system is None:
        return turn.t("Crew {crew}: {count} people", crew=plan.crew, count=count)
    return turn.t("{system}: {count} people", system=system.name, count=count)


def _told(turn: Turn, plan: CellPlan, count: int) -> str:
    """“kíp B, 3 người”; the system where there is no crew."""
    system = known.system(turn, plan.to_system)
    if plan.crew or system is None:
        return turn.t("crew {crew}, {count} people", crew=plan.crew, count=count)
    return turn.t("{system}, {count} people", system=system.name, count=count)


def _save(turn: Turn, answers: Answers) -> Reply:
    plan = CellPlan.of(answers)
    good, _ = _parted(turn, plan)
    forms.finish(turn)
    if not good:
        return menu.outdated(turn)
    before = [Before.of(person) for person in good]
    for person in good:
        system = cell_plan.system_of(turn, plan, person)
        assert system is not None
        person.shift_system_code, person.crew = system.code, crew_named(system, plan.crew) if plan.crew else None
        person.shifts_said_on = turn.today
    undoing.remember(turn, Done(crews=before))
    shifts_changed(turn, good)
    saved = turn.t("✅ Saved: {what}", what=_told(turn, plan, len(good)))
    undo = menu.undo_hint(turn)
    return Reply(f"{saved}\n{undo}", rows([_overview(turn), Choice(turn.t("Undo"), "go:undo")], 2))


def _overview(turn: Turn) -> Choice:
    return Choice(turn.t("Shifts of the cell"), "shifts:cell:0")


QUESTIONS: dict[str, Question] = {
    question.name: question
    for question in (
        Question("which", _ask_which, _take_which),
        Question("who", _ask_who, take_who),
        Question("system", _ask_system, _take_system),
    )
}
FORM = Form("crew_of", _next_question, _summary, {"yes": _save, "discard": menu.discard}, take_who, QUESTIONS)
