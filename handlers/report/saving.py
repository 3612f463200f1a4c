"""What a confirmed report writes, what it tells the committee, and how it is taken back."""

from __future__ import annotations

from sqlalchemy import select

from handlers import menu
from handlers.locales import Translator
from handlers.markup import bold
from handlers.readers import in_charge_of
from handlers.report import duplicates
from handlers.report.drafts import SHIFT_SYSTEMS, Draft, Report
from handlers.report.questions import MOST_OPTIONS
from handlers.report.undoing import facts_of, remember
from handlers.turn import Choice, Reply, Turn, rows
from models.candidates import Candidate, Introducer, Stage, StageStep
from models.codes import next_candidate_code
from models.consent import Consent, ConsentMeans, Purpose
from models.names import initials, name_key
from models.people import Gender
from models.units import Enterprise, ShiftSystem, Unit


def save(turn: Turn, report: Report) -> Reply:
    """Write every person of the report, tell those in charge, and return what was saved."""
    unit = turn.session.get_one(Unit, report.cell)
    before = facts_of(_completed(turn, report.completes)) if report.completes else None
    saved = [_save_one(turn, unit, person, report.completes) for person in report.people]
    remember(turn, [candidate.code for candidate in saved], before)
    turn.session.flush()
    doubles = {
        candidate.code
        for candidate, person in zip(saved, report.people, strict=True)
        if duplicates.known_elsewhere(turn, person, unit.id)
    }
    if not report.completes:
        _tell_committee(turn, unit, saved, doubles)
    text, choices = _told(turn, unit, saved, report.people), rows(_next_choices(turn, saved), 2)
    open_enterprise = next(
        (pair for pair in zip(saved, report.people, strict=True) if pair[1].consent and pair[1].enterprise_options),
        None,
    )
    if open_enterprise is None:
        return Reply(text, choices)
    candidate, person = open_enterprise
    asked = turn.t("One thing is open: which enterprise is “{words}”?", words=person.enterprise_said)
    options = [Choice(name, f"at:{candidate.code}:{code}") for code, name in person.enterprise_options[:MOST_OPTIONS]]
    return Reply(f"{text}\n{bold(candidate.code)}: {asked}", (*rows(options), *choices))


def draft_of(candidate: Candidate) -> Draft:
    """Return what is known of a saved candidate as a draft; whoever fills it in says that the person has agreed."""
    return Draft(
        name=candidate.full_name,
        birth_year=candidate.birth_year,
        birth_date=candidate.birth_date,
        gender=candidate.gender,
        enterprise=candidate.enterprise.code if candidate.enterprise else None,
        enterprise_name=candidate.enterprise.name if candidate.enterprise else None,
        shift=candidate.shift or candidate.shift_system_code,
        crew=candidate.crew,
        introduced_by=candidate.introduced_by,
        consent=True,
    )


def enterprise_pressed(turn: Turn, args: str) -> Reply:
    """Put in the enterprise that was chosen right after saving: ``QC065:DN009``."""
    code, _, enterprise_code = args.partition(":")
    candidate = turn.session.scalar(turn.access.candidates().where(Candidate.code == code))
    enterprise = turn.session.scalar(select(Enterprise).where(Enterprise.code == enterprise_code))
    if candidate is None or enterprise is None or candidate.is_draft or not turn.access.leads(candidate.unit_id):
        return menu.outdated(turn)
    remember(turn, [code], facts_of(candidate))
    candidate.enterprise_id = enterprise.id
    what = f"{candidate.code} · {enterprise.name}"
    return Reply(turn.t("✅ Saved: {what}", what=bold(what)), rows(_next_choices(turn, [candidate]), 2))


def _completed(turn: Turn, code: str) -> Candidate:
    return turn.session.scalars(select(Candidate).where(Candidate.code == code)).one()


def _save_one(turn: Turn, unit: Unit, person: Draft, completes: str | None) -> Candidate:
    candidate = _completed(turn, completes) if completes else _new(turn, unit, person)
    had_agreed = not candidate.is_draft
    if person.introduced_by:
        candidate.introduced_by = Introducer(person.introduced_by)
    if person.consent:
        _fill(turn, candidate, person)
    turn.session.add(candidate)
    if person.consent and not had_agreed:
        turn.session.add(
            Consent(
                candidate=candidate,
                purpose=Purpose.FOLLOW_CANDIDATE,
                means=ConsentMeans.REPORTED,
                given_at=turn.now,
                recorded_by_id=turn.writer_id,
            )
        )
    return candidate


def _new(turn: Turn, unit: Unit, person: Draft) -> Candidate:
    introduced = StageStep(
        stage=Stage.INTRODUCED, reached_on=turn.today, recorded_at=turn.now, recorded_by_id=turn.writer_id
    )
    return Candidate(
        code=next_candidate_code(turn.session),
        initials=initials(person.name or ""),
        unit_id=unit.id,
        stage=Stage.INTRODUCED,
        introduced_on=turn.today,
        reported_by_id=turn.writer_id,
        created_at=turn.now,
        steps=[introduced],
    )


def _fill(turn: Turn, candidate: Candidate, person: Draft) -> None:
    """Put in what may be kept of a person who has agreed."""
    assert person.name is not None
    candidate.full_name, candidate.initials = person.name, initials(person.name)
    candidate.name_hash = turn.cipher.digest("name", name_key(person.name))
    candidate.birth_year, candidate.birth_date = person.birth_year, person.birth_date
    candidate.gender = Gender(person.gender) if person.gender else None
    candidate.crew = person.crew
    is_system = person.shift in SHIFT_SYSTEMS and turn.session.get(ShiftSystem, person.shift) is not None
    candidate.shift, candidate.shift_system_code = (None, person.shift) if is_system else (person.shift, None)
    if person.enterprise:
        found = select(Enterprise.id).where(Enterprise.code == person.enterprise)
        candidate.enterprise_id = turn.session.scalar(found)
    candidate.consented_on = candidate.consented_on or turn.today


def _told(turn: Turn, unit: Unit, saved: list[Candidate], people: tuple[Draft, ...]) -> str:
    lines = [
        turn.t(
            "✅ Saved: {what}", what=bold(f"{candidate.code} · {person.name if person.consent else candidate.initials}")
        )
        for candidate, person in zip(saved, people, strict=True)
    ]
    lines.append(turn.t("{unit} and the committee member in charge can see it now.", unit=unit.name))
    if any(candidate.is_draft for candidate in saved):
        lines.append(
            turn.t(
                "Without consent only code and initials are kept. {You} can forward this to the person:\n"
                "“{unit} would like to follow and support you on the way to the Party. For that your name, "
                "year of birth, enterprise and shift would be kept, as sensitive data; you may see, correct or "
                "delete it at any time. Do you agree?”",
                unit=unit.name,
            )
        )
    lines.append(menu.undo_hint(turn))
    return "\n".join(lines)


def _next_choices(turn: Turn, saved: list[Candidate]) -> list[Choice]:
    choices = [Choice(turn.t("Open {code}", code=candidate.code), f"cand:{candidate.code}") for candidate in saved[:4]]
    return [*choices, Choice(turn.t("Undo"), "go:undo"), Choice(turn.t("Report another"), "go:report_candidate")]


def _tell_committee(turn: Turn, unit: Unit, saved: list[Candidate], doubles: set[str]) -> None:
    shown = [(candidate.code, candidate.initials, candidate.code in doubles) for candidate in saved]

    def compose(t: Translator) -> Reply:
        lines = [t("{unit} has reported {count} new candidates:", unit=bold(unit.name), count=len(shown))]
        lines += [f"{code} · {letters}" for code, letters, _ in shown]
        lines += [
            t("⚠️ {code}: the same name is followed by another cell; please check.", code=code)
            for code, _, double in shown
            if double
        ]
        return Reply(
            "\n".join(lines), rows([Choice(t("Open {code}", code=code), f"cand:{code}") for code, *_ in shown[:8]], 2)
        )

    for person in in_charge_of(turn.session, unit):
        if person.id != turn.writer_id:
            turn.send(person, compose)
