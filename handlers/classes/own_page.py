"""The page of somebody's own course: at most ten lines, and what can be chosen below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from handlers.classes import words
from handlers.classes.seat_view import Row, View
from handlers.classes.seat_words import at, name, offered, span, title, why
from handlers.locales import N_, Translator
from handlers.markup import bold
from handlers.settings import Settings
from handlers.turn import Choice, Rows, rows
from models.class_fits import Option
from models.classes import Seat

_LINES = 5  # for the half-days, of the ten that a message has
_UNVERIFIED = N_("not yet compared with the original document")
_OFFERED = 2  # sittings of one half-day that are numbered


def open_line(t: Translator, view: View, row: Row, numbered: Sequence[str]) -> str:
    """Return what is said of a half-day without a seat; `numbered` are the sittings that fit, as they can be chosen."""
    told = title(t, row.half_day)
    if row.waiting is not None:
        wait = t("waiting for a place {when}", when=at(t, row.waiting.sitting, view.zone))
        return f"{told}: {wait}" + (f"; {'; '.join(numbered)}" if numbered else "")
    state = t("missed, to be made up") if row.lost else t("not placed yet")
    if numbered:
        return t(
            "{half_day}: {state}; fits {your} shifts: {sittings}",
            half_day=told,
            state=state,
            sittings="; ".join(numbered),
        )
    if row.options:
        return t("{half_day}: {state}; no sitting fits {your} shifts yet", half_day=told, state=state)
    return t("{half_day}: {state}; no sitting is planned yet", half_day=told, state=state)


@dataclass
class Page:
    """The lines about a course for one reader; ``takes`` collects the sittings that can be chosen of them.

    They are numbered as the choices are; in a notice, which may come with others, they are not.
    """

    t: Translator
    settings: Settings
    view: View
    takes: list[Choice] = field(default_factory=list)
    is_numbered: bool = True

    def lines(self) -> list[str]:
        """Return at most ten lines: the next sitting, the half-days, the certificate."""
        found = [bold(self.view.course.name)]
        ahead = self.view.ahead
        if not ahead and not any(row.options for row in self.view.rows) and self.view.attended == 0:
            return [*found, self.t("Its timetable is not set yet; {you} will be told as soon as it is.")]
        if ahead:
            found.append(self._next(*ahead[0]))
        found += self._half_days(ahead[1:])
        return [*found, *self._certificate()]

    def actions(self) -> list[Choice]:
        """Return what else can be done."""
        t, course = self.t, self.view.course.id
        found = []
        if self.view.ahead:
            found += [
                Choice(t("Change sitting"), f"seat:change:{course}"),
                Choice(t("Ask for leave"), f"seat:leave:{course}"),
                Choice(t("Add to the phone's calendar"), f"seat:ics:{course}"),
                Choice(t("Letter to the company"), f"cpaper:letter:{course}"),
            ]
        return [*found, Choice(t("Stages of the way"), "cpaper:way")]

    def _next(self, row: Row, seat: Seat) -> str:
        t, sitting = self.t, seat.sitting
        place = f", {sitting.room}" if sitting.room else ""
        told = t("Next: {when}{place}", when=span(t, sitting, self.view.zone), place=place)
        about = f"{title(t, row.half_day)}: {words.topic(row.half_day)}"
        return f"📅 {told} · {about} ({why(t, self.view, sitting)})"

    def _half_days(self, later: Sequence[tuple[Row, Seat]]) -> list[str]:
        """What was attended, then the half-days in order; shortened where that would be too many lines."""
        t, found = self.t, list[str]()
        attended = [name(t, row.half_day) for row in self.view.rows if row.is_attended]
        if attended:
            found.append(t("Attended: {half_days}", half_days=", ".join(attended)))
        unmarked = [row for row in self.view.rows if row.booked and not row.is_ahead]
        found += [self._unmarked(row) for row in unmarked[-1:]]
        room = _LINES - len(found)
        open_ = self._open([row for row in self.view.rows if row.is_open], room - bool(later))
        if len(later) + len(open_) <= room:
            booked = [(row.half_day.number, self._booked(row, seat)) for row, seat in later]
            return [*found, *(told for _, told in sorted([*open_, *booked]))]
        return [*found, self._then(later), *(told for _, told in open_)]

    def _open(self, open_: Sequence[Row], room: int) -> list[tuple[int, str]]:
        """The half-days without a seat, each with its number, in so many lines; the last counts the rest."""
        told = [(row.half_day.number, open_line(self.t, self.view, row, self.number(row))) for row in open_[:room]]
        if len(open_) > len(told):
            more = self.t("… and {count} more half-days without a seat", count=len(open_) - len(told))
            told[-1] = told[-1][0], f"{told[-1][1]} {more}"
        return told

    def _then(self, later: Sequence[tuple[Row, Seat]]) -> str:
        """Sittings in one line, with why only where one does not fit."""
        told = [
            f"{name(self.t, row.half_day)} {at(self.t, seat.sitting, self.view.zone)}{self._warning(seat)}"
            for row, seat in later
        ]
        return self.t("Then: {sittings}", sittings="; ".join(told))

    def _booked(self, row: Row, seat: Seat) -> str:
        t = self.t
        told = f"{title(t, row.half_day)}: {at(t, seat.sitting, self.view.zone)}"
        told += f" ({why(t, self.view, seat.sitting)})"
        if row.waiting is not None:
            told += "; " + t("waiting for a place {when}", when=at(t, row.waiting.sitting, self.view.zone))
        return f"⚠️ {told}" if seat.sitting_id in self.view.keeps else told

    def _warning(self, seat: Seat) -> str:
        return f" ({why(self.t, self.view, seat.sitting)})" if seat.sitting_id in self.view.keeps else ""

    def _unmarked(self, row: Row) -> str:
        assert row.booked is not None
        when = at(self.t, row.booked.sitting, self.view.zone)
        return self.t(
            "{half_day}: {when}, the roll is not saved yet",
            half_day=title(self.t, row.half_day),
            when=when,
        )

    def standing(self, row: Row) -> list[str]:
        """Return where a half-day stands, with the sittings that fit numbered when there is no seat in one."""
        if row.booked is not None:
            place = f", {row.booked.sitting.room}" if row.booked.sitting.room else ""
            return [self._booked(row, row.booked) + place]
        numbered = self.number(row)
        return (
            [open_line(self.t, self.view, row, [])] if not numbered else [self.t("These fit {your} shifts:"), *numbered]
        )

    def number(self, row: Row, but: int | None = None) -> list[str]:
        """Number the sittings of a half-day that fit, `but` one, each as a choice; return them as they are told."""
        out = {row.waiting.sitting_id if row.waiting else None, but}
        fitting = [one for one in row.fitting if one.sitting.id not in out][:_OFFERED]
        return [self._numbered(row, option) for option in fitting]

    def _numbered(self, row: Row, option: Option) -> str:
        self.takes.append(take(self.t, self.view, row, option))
        told = offered(self.t, self.view, option)
        return f"{len(self.takes)}) {told}" if self.is_numbered else told

    def _certificate(self) -> list[str]:
        t, view, rules = self.t, self.view, self.settings.classes
        if view.enrolment.completed_on is not None:
            return ["✅ " + t("Certificate of {day}", day=f"{view.enrolment.completed_on:%d/%m/%Y}")]
        total = len(view.rows)
        needed = ceil(rules.certificate_share * total)
        told = t("Certificate: {attended}/{total} half-days attended", attended=view.attended, total=total)
        if view.attended >= needed:
            return [told + ", " + t("which is enough; the organiser confirms it")]
        missing = t(
            "{count} more needed ({share}%)", count=needed - view.attended, share=int(rules.certificate_share * 100)
        )
        mark = "" if rules.certificate_share_is_verified else f" ({t(_UNVERIFIED)})"
        return [f"{told}, {missing}{mark}."]


def take(t: Translator, view: View, row: Row, option: Option) -> Choice:
    """Return the choice that asks for a sitting: a place in it, or a place on its waiting list."""
    told = f"{title(t, row.half_day)}: {words.short(t, view.local(option.sitting.starts_at))}"
    label = t("Wait for {sitting}", sitting=told) if option.is_full else told
    return Choice(label, f"seat:take:{option.sitting.id}:{option.sitting.round}")


def shaped(takes: Sequence[Choice], choices: Sequence[Choice]) -> Rows:
    """One sitting a row, the rest in pairs."""
    return tuple((one,) for one in takes) + rows(list(choices[len(takes) :]), 2)
