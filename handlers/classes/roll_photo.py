"""A photograph of a roll on paper, as evidence: taken only while a roll is open or right after “ảnh điểm danh”.

Every other picture is refused as before (handlers/files.py): it may be a scan of a dossier.
"""

from __future__ import annotations

from sqlalchemy import func, select

from handlers import forms, menu
from handlers.classes import occasion
from handlers.classes.occasion import SittingOccasion
from handlers.forms import Answers, Asked, Form, Problem
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.rolls import form as roll_form
from handlers.turn import Attachment, Choice, Reply, SentFile, Turn, rows
from models import photographs
from models.audit import UndoStep
from models.chats import Platform
from models.classes import ClassSitting, RollPhoto

UNDO_KIND = "roll_photo"
LARGEST = 10 * 1024 * 1024  # bytes; Telegram's own limit for photographs
MOST_OF_A_SITTING = 5


def begin(turn: Turn, _heard: Heard) -> Reply:
    """Answer “ảnh điểm danh”: of the roll that is open, else of a sitting of the last week."""
    taken = _of_open_roll(turn)
    if taken is not None:
        return forms.resume(turn, roll_form.FORM, turn.t("Please send the photo of the paper roll now."))
    found = [*SittingOccasion.waiting(turn), *SittingOccasion.correctable(turn)]
    known = {one.id: one for one in found}
    if not known:
        return Reply(turn.t("No roll of a class is open or was saved within the last week."), menu.show(turn).choices)
    if len(known) == 1:
        return ask(turn, found[0].id)
    choices = [Choice(one.named(turn), f"croll:photo:{one.id}") for one in known.values()]
    return Reply(bold(turn.t("A photo of which roll?")), rows(choices))


def ask(turn: Turn, sitting_id: int) -> Reply:
    """Wait for the photograph of the roll of this sitting."""
    found = SittingOccasion.find(turn, sitting_id)
    if found is None or not found.may_be_mended(turn):
        return menu.outdated(turn)
    return forms.start(turn, FORM, {"sitting": sitting_id})


def is_awaited(turn: Turn, file: SentFile) -> bool:
    """Whether a picture that was sent is to be fetched: as the photograph of a roll."""
    return file.is_picture and file.size <= LARGEST and _expected(turn) is not None


def received(turn: Turn, file: SentFile) -> Reply | None:
    """Keep the photograph; None when none is waited for, so that it is refused like any picture."""
    found = _expected(turn) if file.is_picture else None
    if found is None:
        return None
    problem = _problem(turn, found.sitting, file)
    if problem is not None:
        return menu.aside(turn, problem)
    photo = RollPhoto(
        sitting_id=found.id,
        content=photographs.without_notes(file.content or b""),
        added_at=turn.now,
        added_by_id=turn.writer_id,
    )
    turn.session.add(photo)
    turn.session.flush()
    details = {"photo": photo.id}
    turn.session.add(UndoStep(person_id=turn.writer_id, saved_at=turn.now, kind=UNDO_KIND, details=details))
    told = turn.t(
        "✅ The photo is kept with the roll of {sitting}, encrypted, and is deleted after {days} days.",
        sitting=found.named(turn),
        days=turn.settings.roll_photos_days,
    )
    if roll_form.is_open(turn):
        return menu.aside(turn, told)
    forms.finish(turn)
    return Reply(told, rows([Choice(turn.t("Undo"), "go:undo")]))


def look(turn: Turn, sitting_id: int, number: int) -> Reply:
    """Show the photograph of this number, from 0, of a roll that the person takes."""
    found = SittingOccasion.find(turn, sitting_id)
    photos = _photos(turn, sitting_id) if found is not None and turn.access.runs_whole_classes else []
    if found is None or number >= len(photos):
        return menu.outdated(turn)
    told = turn.t("Photo {number} of {all}: {sitting}", number=number + 1, all=len(photos), sitting=found.named(turn))
    more = [Choice(turn.t("Next photo"), f"croll:look:{sitting_id}:{number + 1}")] if number + 1 < len(photos) else []
    return Reply(told, rows(more), attachment=Attachment("roll_photo", {"photo": photos[number]}))


def count(turn: Turn, sitting_id: int) -> int:
    """Return how many photographs are kept of a roll."""
    return len(_photos(turn, sitting_id))


def take_back(turn: Turn, step: UndoStep) -> str:
    """Delete the photograph that was just kept."""
    photo = turn.session.get(RollPhoto, step.details["photo"])
    if photo is not None:
        turn.session.delete(photo)
    return turn.t("The photo is deleted.")


def _photos(turn: Turn, sitting_id: int) -> list[int]:
    return list(
        turn.session.scalars(select(RollPhoto.id).where(RollPhoto.sitting_id == sitting_id).order_by(RollPhoto.id))
    )


def _of_open_roll(turn: Turn) -> SittingOccasion | None:
    taken = roll_form.being_taken(turn)
    return taken if isinstance(taken, SittingOccasion) else None


def _expected(turn: Turn) -> SittingOccasion | None:
    if turn.chat.joined_at is None or turn.conversation is None:
        return None
    if turn.conversation.form == FORM.name:
        return SittingOccasion.find(turn, turn.conversation.answers["sitting"])
    return _of_open_roll(turn)


def _problem(turn: Turn, sitting: ClassSitting, file: SentFile) -> str | None:
    if file.content is None and turn.chat.platform is Platform.ZALO:
        return turn.t("Zalo does not hand pictures on to me. Please send it by Telegram, or leave it out.")
    kept = turn.session.scalar(select(func.count()).where(RollPhoto.sitting_id == sitting.id)) or 0
    if kept >= MOST_OF_A_SITTING:
        return turn.t("{count} photos are kept of this roll already; that is enough.", count=kept)
    try:
        photographs.without_notes(file.content or b"")
    except ValueError:
        return turn.t("I could not read that picture. Please send it as a photo of at most 10 MB.")
    return None


def _ask_photo(turn: Turn, answers: Answers) -> Asked:
    found = SittingOccasion.find(turn, answers["sitting"])
    name = occasion.named(turn, found.sitting) if found else ""
    asked = turn.t("Please send the photo of the paper roll now: {sitting}.", sitting=name)
    return Asked(asked, ((turn.t("Without a photo"), "none"),))


def _take_photo(turn: Turn, _answers: Answers, _said: str) -> Problem | None:
    return Problem(turn.t("I wait for a picture."))


def _without(turn: Turn, _answers: Answers) -> Reply:
    forms.finish(turn)
    return Reply(turn.t("All right, without a photo."), menu.show(turn).choices)


FORM = Form(
    "roll_photo",
    lambda _turn, _answers: None,
    _ask_photo,
    {"none": _without},
    _take_photo,
)
