"""“Điểm danh”: what waits for its roll, and what was said of it; who is in charge of a cell may look."""

from __future__ import annotations

from handlers import menu
from handlers.hearing import Heard, id_in
from handlers.markup import bold
from handlers.meetings import papers, result
from handlers.meetings.finding import named, next_one, started, watched
from handlers.meetings.occasion import MeetingOccasion, quorum
from handlers.rolls import form, kinds, saving, words
from handlers.rolls.roll import Occasion, tally
from handlers.turn import Choice, Reply, Turn, rows
from models.meetings import Meeting, MeetingState

FORMS = (form.FORM, result.FORM, papers.FORM)
UNDOERS = {
    saving.UNDO_KIND: saving.take_back,
    result.UNDO_KIND: result.take_back,
    papers.UNDO_KIND: papers.take_back,
}
MOST_AWAY = 12  # names in a roll that is only looked at


def begin(turn: Turn, heard: Heard) -> Reply:
    """Answer “điểm danh”, with or without words about who was there."""
    again = words.is_again(heard.text)
    said = heard.understanding.attendance is not None or (again and bool(heard.understanding.leftover))
    told = heard.text if said else ""
    if told and form.is_open(turn):
        return form.say(turn, told)
    if not again and form.is_under_way(turn):
        return form.resume(turn)
    found = kinds.correctable(turn) if again else kinds.waiting(turn)
    if not again and not turn.access.led and turn.access.in_charge:
        return _watched(turn, found)
    if len(found) == 1:
        return form.start(turn, told, occasion=found[0])
    if found:
        return form.start(turn, told, again=again)
    return _nothing_waits(turn)


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice about a roll or a result leads; what it opens is checked again."""
    place, _, value = args.partition(":")
    meeting_id = id_in(value) or 0
    match place:
        case "open":
            return open_(turn, MeetingOccasion.find(turn, meeting_id))
        case "all":
            return _watched(turn, kinds.waiting(turn))
        case "view":
            return _view(turn, meeting_id)
        case "result":
            return result.of(turn, meeting_id)
        case "seen":
            return _seen(turn, meeting_id)
        case _:
            return menu.outdated(turn)


def open_(turn: Turn, occasion: Occasion | None) -> Reply:
    """Begin the roll of `occasion`, as long as it can be saved: not before its start."""
    if occasion is None or not occasion.may_be_mended(turn):
        return menu.outdated(turn)
    if occasion.starts_at > turn.now:
        return Reply(saving.too_early(turn, occasion), menu.show(turn).choices)
    if form.is_under_way(turn, occasion):
        return form.resume(turn)
    return form.start(turn, occasion=occasion)


def choice_of(turn: Turn, occasion: Occasion, label: str = "") -> Choice:
    """Return the choice that opens the roll of `occasion`."""
    kind = "roll" if isinstance(occasion, MeetingOccasion) else "croll"
    return Choice(label or occasion.named(turn), f"{kind}:open:{occasion.id}")


def _nothing_waits(turn: Turn) -> Reply:
    """Say that no roll waits, when the next one will, and which saved ones can be mended."""
    lines = [turn.t("Nothing waits for its roll.")]
    coming = next_one(turn)
    if coming is not None:
        lines.append(
            turn.t(
                "Next: {meeting}; its roll opens at its start, {start}.",
                meeting=named(turn, coming),
                start=started(turn, coming),
            )
        )
    mend = [choice_of(turn, one, turn.t("Mend: {what}", what=one.named(turn))) for one in kinds.correctable(turn)]
    rates = [Choice(turn.t("Attendance"), "go:attendance_rates")] if turn.access.led else []
    others = [Choice(turn.t("Other meetings"), "roll:all")] if turn.access.in_charge else []
    return Reply("\n".join(lines), rows([*mend, *rates, *others]) or menu.show(turn).choices)


def _watched(turn: Turn, waiting: list[Occasion]) -> Reply:
    """Show who is in charge of cells the newest rolls, and before them the classes whose roll they may take."""
    found, classes = watched(turn), [one for one in waiting if not isinstance(one, MeetingOccasion)]
    if not found and not classes:
        return Reply(turn.t("No meeting of the cells in {your} charge has begun yet."), menu.show(turn).choices)
    lines = [turn.t("{what}: waits for its roll", what=one.named(turn)) for one in classes]
    lines += [bold(turn.t("The newest meetings:"))] if found else []
    for meeting in found:
        state = turn.t("roll saved") if meeting.state is MeetingState.HELD else turn.t("waits for its roll")
        lines.append(f"{named(turn, meeting)}: {state}")
    views = [Choice(named(turn, one), f"roll:view:{one.id}") for one in found]
    return Reply("\n".join(lines), rows([*(choice_of(turn, one) for one in classes), *views]))


def _view(turn: Turn, meeting_id: int) -> Reply:
    """Show a saved roll: the numbers, and who was away."""
    meeting = turn.session.scalar(turn.access.watched_meetings().where(Meeting.id == meeting_id))
    if meeting is None or meeting.state is MeetingState.CANCELLED:
        return menu.outdated(turn)
    lines = [bold(named(turn, meeting))]
    if meeting.state is not MeetingState.HELD:
        return Reply("\n".join([*lines, turn.t("Its roll has not been saved yet.")]), menu.show(turn).choices)
    roll = MeetingOccasion(meeting).roll(turn)
    marks = roll.proposed()
    away = form.absences(turn, roll, marks, MOST_AWAY)
    people = [(entry.row.person, marks.get(entry.row.id)) for entry in roll.entries]
    lines += [
        saving.numbers(turn, tally(marks)),
        quorum(turn, people),
        turn.t("Absent: {names}", names=away) if away else "",
        turn.t("Content: {line}", line=meeting.outcome) if meeting.outcome else "",
    ]
    back = Choice(turn.t("Other meetings"), "roll:all")
    return Reply("\n".join(line for line in lines if line), rows([back]))


def _seen(turn: Turn, meeting_id: int) -> Reply:
    """Thank a committee member who has read a result."""
    meeting = turn.session.scalar(turn.access.watched_meetings().where(Meeting.id == meeting_id))
    return Reply(turn.t("Noted. Thank {you}.")) if meeting else menu.outdated(turn)
