"""The menu by role, help, and the sentences for what leads nowhere."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from handlers import forms
from handlers.hearing import Heard
from handlers.locales import N_
from handlers.markup import bold
from handlers.paging import Page
from handlers.turn import Choice, Reply, Turn, rows
from models.people import Role, RoleName

_HELP_LINES = 9
_ROLE_WORDS = {
    RoleName.SECRETARY: N_("secretary of {unit}"),
    RoleName.DEPUTY: N_("deputy secretary of {unit}"),
    RoleName.COMMITTEE: N_("committee member in charge of {unit}"),
    RoleName.ADMINISTRATOR: N_("administrator"),
    RoleName.ORGANISER: N_("class organiser"),
    RoleName.WORKER: N_("on the list of a class"),
}


def show(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Show what the person can do, as choices."""
    return _menu(turn, turn.t("What can I do for {you}?"))


def welcome(turn: Turn, before: str) -> Reply:
    """Show the menu after `before`, and give the messenger the person's own list of commands."""
    reply = _menu(turn, "\n".join((before, turn.t("What {you} can do here:"))))
    return Reply(reply.text, reply.choices, commands=commands(turn))


def commands(turn: Turn) -> tuple[tuple[str, str], ...]:
    """Return the slash commands of the person's role with their descriptions."""
    return tuple(
        (route.command, turn.t(route.title or route.hint, minutes=turn.settings.undo_minutes))
        for route in turn.open_routes
        if route.command and (route.title or route.hint)
    )


def show_help(turn: Turn, _heard: Heard) -> Reply:
    """Show what can be said, a line each, in as many pages as that takes."""
    return _help(turn, 0)


def help_pressed(turn: Turn, args: str) -> Reply:
    """Turn to another page of the help."""
    return _help(turn, int(args)) if args.isdecimal() else outdated(turn)


def _help(turn: Turn, page: int) -> Reply:
    minutes = turn.settings.undo_minutes
    lines = [turn.t(route.hint, minutes=minutes) for route in turn.open_routes if route.hint]
    at = Page.of(len(lines), _HELP_LINES, page)
    turns = at.turning(turn, "help")
    title = bold(turn.t("What can be said, with or without accents:"))
    return Reply("\n".join([title, *(f"• {line}" for line in at.cut(lines))]), rows(turns, 2), replaces=bool(turns))


def resume(turn: Turn, _heard: Heard) -> Reply:
    """Go on with the unfinished form."""
    form = turn.unfinished_form
    if form is None:
        return Reply(turn.t("Nothing stands unfinished."), show(turn).choices)
    return forms.resume(turn, form)


def cancel(turn: Turn, _heard: Heard) -> Reply:
    """End the unfinished form; nothing of it is kept."""
    if turn.conversation is None:
        return Reply(turn.t("Nothing stands unfinished."), show(turn).choices)
    forms.finish(turn)
    return Reply(turn.t("Ended; nothing was saved."), show(turn).choices)


def discard(turn: Turn, _answers: forms.Answers) -> Reply:
    """End a form by its own choice to do so; nothing of it is kept."""
    forms.finish(turn)
    return discarded(turn)


def discarded(turn: Turn) -> Reply:
    """Say that nothing was saved, and what can be done instead."""
    return Reply(turn.t("Discarded; nothing was saved."), show(turn).choices)


def busy(turn: Turn, *own: str) -> Reply | None:
    """Return the answer to what would put another unfinished form aside; None while only one of `own` is open."""
    if turn.conversation is None or turn.conversation.form in own:
        return None
    return aside(turn, turn.t("First this is to be ended, or left with “thôi”; the other was not saved."))


def undo_hint(turn: Turn) -> str:
    """Return the line below what was saved: how, and for how long, it can be taken back."""
    return turn.t("Wrong? Type “hoàn tác” within {minutes} minutes.", minutes=turn.settings.undo_minutes)


def lost(turn: Turn) -> Reply:
    """Answer what was not understood, or what the person may not do: the same for both."""
    return Reply(
        turn.t("I did not understand that. {You} can choose one of these, or type “help”."), show(turn).choices
    )


def nowhere(turn: Turn, number: str) -> Reply:
    """Answer a number that means none of the choices last offered, and offer them again."""
    offer = [Choice(choice["label"], choice["data"]) for choice in turn.chat.offer or [] if "number" not in choice]
    if not offer:
        sentence = turn.t("Nothing is waiting for a number just now. {You} can choose one of these:")
        return Reply(sentence, show(turn).choices)
    sentence = turn.t("There is no {number} here: please choose from 1 to {count}.", number=number, count=len(offer))
    return Reply(sentence, rows(offer, 2))


def unasked(turn: Turn, _heard: Heard) -> Reply:
    """Answer a “yes”, a “no” or an “ok” when no question stands open."""
    return Reply(turn.t("All is done; no question is open. What can I do for {you} next?"), show(turn).choices)


def not_yet(turn: Turn) -> Reply:
    """Answer what is understood but cannot be done by chat yet: the same for everybody."""
    return Reply(turn.t("I cannot do that yet. What I can do for {you} now:"), show(turn).choices)


def aside(turn: Turn, sentence: str) -> Reply:
    """Say a sentence that changes nothing; an unfinished form puts its question again below it."""
    form = turn.unfinished_form if turn.chat.joined_at else None
    return forms.resume(turn, form, sentence) if form else Reply(sentence)


def outdated(turn: Turn) -> Reply:
    """Answer a press that no longer means anything, or never did."""
    return Reply(turn.t("That choice is no longer open. Here is what {you} can do now:"), show(turn).choices)


def too_long(turn: Turn, limit: int) -> Reply:
    """Answer a text that is too long to be a message."""
    return aside(
        turn,
        turn.t(
            "That message is too long for me ({limit} characters at most). Nothing was saved; please send it in parts.",
            limit=limit,
        ),
    )


def roles(turn: Turn) -> list[str]:
    """Return the person's roles in words, units named."""
    held = turn.session.scalars(
        select(Role).where(Role.person_id == turn.writer_id).options(joinedload(Role.unit)).order_by(Role.id)
    )
    return [turn.t(_ROLE_WORDS[role.name], unit=role.unit.name if role.unit else "") for role in held]


def _menu(turn: Turn, text: str) -> Reply:
    if turn.chat.joined_at is None:
        return Reply(text)
    choices = [Choice(turn.t(route.title), f"go:{route.intent}") for route in turn.open_routes if route.title]
    return Reply(text, rows(choices, 2))
