"""“Điểm danh”: the meetings that wait for their roll, and what was said of it; who is in charge of a cell may look."""

from __future__ import annotations

from handlers import menu
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.meetings import papers, result, roll_form, roll_saving, roll_words
from handlers.meetings.finding import correctable, may_correct, named, next_one, started, waiting, watched
from handlers.meetings.roll_draft import Roll, tally
from handlers.turn import Choice, Reply, Turn, rows
from models.meetings import Meeting, MeetingState

FORMS = (roll_form.FORM, result.FORM, papers.FORM)
UNDOERS = {
    roll_saving.UNDO_KIND: roll_saving.take_back,
    result.UNDO_KIND: result.take_back,
    papers.UNDO_KIND: papers.take_back,
}
MOST_AWAY = 12  # names in a roll that is only looked at


def begin(turn: Turn, heard: Heard) -> Reply:
    """Answer “điểm danh”, with or without words about who was there."""
    again = roll_words.is_again(heard.text)
    said = heard.understanding.attendance is not None or (again and bool(heard.understanding.leftover))
    words = heard.text if said else ""
    if not turn.access.led:
        return _watched(turn)
    if words and roll_form.is_open(turn):
        return roll_form.say(turn, words)
    if not again and roll_form.is_under_way(turn):
        return roll_form.resume(turn)
    found = correctable(turn) if again else waiting(turn)
    if len(found) == 1:
        return roll_form.start(turn, words, meeting=found[0])
    if found:
        return roll_form.start(turn, words, again=again)
    return _nothing_waits(turn)


def pressed(turn: Turn, args: str) -> Reply:
    """Go where a choice about a roll or a result leads; what it opens is checked again."""
    place, _, value = args.partition(":")
    meeting_id = int(value) if value.isdecimal() else 0
    match place:
        case "open":
            return _open(turn, meeting_id)
        case "all":
            return _watched(turn)
        case "view":
            return _view(turn, meeting_id)
        case "result":
            return result.of(turn, meeting_id)
        case "seen":
            return _seen(turn, meeting_id)
        case _:
            return menu.outdated(turn)


def _open(turn: Turn, meeting_id: int) -> Reply:
    meeting = turn.session.scalar(turn.access.meetings().where(Meeting.id == meeting_id))
    if meeting is None or meeting.state is MeetingState.CANCELLED or not may_correct(turn, meeting):
        return menu.outdated(turn)
    if roll_form.is_under_way(turn, meeting):
        return roll_form.resume(turn)
    return roll_form.start(turn, meeting=meeting)


def _nothing_waits(turn: Turn) -> Reply:
    """Say that no roll waits, when the next one will, and which saved ones can be mended."""
    lines = [turn.t("No meeting waits for its roll.")]
    coming = next_one(turn)
    if coming is not None:
        lines.append(
            turn.t(
                "Next: {meeting}; its roll opens at its start, {start}.",
                meeting=named(turn, coming),
                start=started(turn, coming),
            )
        )
    mend = [
        Choice(turn.t("Mend: {meeting}", meeting=named(turn, meeting)), f"roll:open:{meeting.id}")
        for meeting in correctable(turn)
    ]
    others = [Choice(turn.t("Other meetings"), "roll:all")] if turn.access.in_charge else []
    return Reply("\n".join(lines), rows([*mend, Choice(turn.t("Attendance"), "go:attendance_rates"), *others]))


def _watched(turn: Turn) -> Reply:
    """Show who is in charge of cells the newest rolls."""
    found = watched(turn)
    if not found:
        return Reply(turn.t("No meeting of the cells in {your} charge has begun yet."), menu.show(turn).choices)
    lines = [bold(turn.t("The newest meetings:"))]
    for meeting in found:
        state = turn.t("roll saved") if meeting.state is MeetingState.HELD else turn.t("waits for its roll")
        lines.append(f"{named(turn, meeting)}: {state}")
    return Reply("\n".join(lines), rows([Choice(named(turn, one), f"roll:view:{one.id}") for one in found]))


def _view(turn: Turn, meeting_id: int) -> Reply:
    """Show a saved roll: the numbers, and who was away."""
    meeting = turn.session.scalar(turn.access.watched_meetings().where(Meeting.id == meeting_id))
    if meeting is None or meeting.state is MeetingState.CANCELLED:
        return menu.outdated(turn)
    lines = [bold(named(turn, meeting))]
    if meeting.state is not MeetingState.HELD:
        return Reply("\n".join([*lines, turn.t("Its roll has not been saved yet.")]), menu.show(turn).choices)
    roll = Roll.of(turn, meeting)
    marks = roll.proposed()
    away = roll_form.absences(turn, roll, marks, MOST_AWAY)
    lines += [
        roll_saving.numbers(turn, tally(marks)),
        roll_saving.quorum(turn, [(entry.call.person, marks.get(entry.call.id)) for entry in roll.entries]),
        turn.t("Absent: {names}", names=away) if away else "",
        turn.t("Content: {line}", line=meeting.outcome) if meeting.outcome else "",
    ]
    back = Choice(turn.t("Other meetings"), "roll:all")
    return Reply("\n".join(line for line in lines if line), rows([back]))


def _seen(turn: Turn, meeting_id: int) -> Reply:
    """Thank a committee member who has read a result."""
    meeting = turn.session.scalar(turn.access.watched_meetings().where(Meeting.id == meeting_id))
    return Reply(turn.t("Noted. Thank {you}.")) if meeting else menu.outdated(turn)
