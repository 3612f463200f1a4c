"""One person, several chats: joining a second one, preferring one, leaving one, and what is said when one stands in."""

from __future__ import annotations

from sqlalchemy import select

from handlers import menu
from handlers.hearing import Heard
from handlers.locales import Translator
from handlers.markup import bold
from handlers.turn import Choice, Reply, Turn, rows
from handlers.understanding import Intent
from models import invitations, second_chats
from models.chats import Chat, Platform
from models.messages import OutgoingMessage, Priority
from models.names import fold

CODE_DAYS = 1  # one's own code is used at once; the shorter it lives, the better
NAMES = {Platform.TELEGRAM: "Telegram", Platform.ZALO: "Zalo"}
_SAID = {Platform.TELEGRAM: ("tele", "telegram", "tg"), Platform.ZALO: ("zalo", "zl")}
_PREFERRING = ("uu tien", "nhan qua", "dung", "prefer", "use")
_LEAVING = ("ngat", "go", "disconnect")


def second_chat(turn: Turn, heard: Heard) -> Reply:
    """Join another chat, prefer one, or leave one: what was said."""
    words = fold(heard.text).strip("/ ")
    platform = next((known for known, names in _SAID.items() if set(names).intersection(words.split())), None)
    if words.startswith(_LEAVING):
        return _leave(turn, platform)
    if platform is not None and platform not in turn.settings.messengers:
        return _not_here(turn, platform)
    own = second_chats.agreed(turn.session, turn.writer_id)
    if platform is None or all(chat.platform != platform for chat in own):
        return _code(turn, platform)
    return _prefer(turn, platform) if words.startswith(_PREFERRING) else _already(turn, platform)


def pressed(turn: Turn, args: str) -> Reply:
    """Follow a choice of this file."""
    kind, _, value = args.partition(":")
    if kind == "off" and value.isdecimal():
        return _left(turn, [chat for chat in _others(turn) if chat.id == int(value)])
    if value not in tuple(Platform) or value not in turn.settings.messengers:
        return menu.outdated(turn)
    match kind:
        case "code":
            return _code(turn, Platform(value))
        case "prefer":
            return _prefer(turn, Platform(value))
        case _:
            return menu.outdated(turn)


def is_second(turn: Turn) -> bool:
    """Whether the person has agreed in another chat already."""
    return bool(second_chats.agreed(turn.session, turn.writer_id, but=turn.chat))


def recognise(turn: Turn) -> str:
    """Take on the language of the person's other chats, tell them that this one was joined, and greet here."""
    turn.chat.language = second_chats.agreed(turn.session, turn.writer_id, but=turn.chat)[-1].language
    _warn_elsewhere(turn)
    return turn.t(
        "{name}, I know {you} already; our conversation goes on here.", name=bold(turn.known_person.full_name)
    )


def goes_on(turn: Turn) -> Reply:
    """Say, once the notice has been agreed to in a further chat, where messages go and what stands unfinished."""
    thanks = turn.t("Thank {you}. {Your} consent has been recorded.")
    welcome = menu.welcome(turn, f"{thanks} {_where_reminders_come(turn)}")
    if turn.conversation is None:
        return welcome
    unfinished = turn.t("What {you} had begun is still here: type “continue”.")
    choices = ((Choice(turn.t("Continue"), f"go:{Intent.RESUME}"),), *welcome.choices)
    return Reply(f"{welcome.text}\n{unfinished}", choices, commands=welcome.commands)


def stay_apart(turn: Turn) -> Reply:
    """Let a further chat go whose notice was not agreed to; the others go on as before."""
    others = second_chats.agreed(turn.session, turn.writer_id, but=turn.chat)
    reply = Reply(
        turn.t(
            "That is quite all right. This chat is not connected; we go on by {messenger} as before.",
            messenger=NAMES[others[-1].platform],
        )
    )
    second_chats.leave(turn.session, turn.chat)
    return reply


def leaving(turn: Turn) -> list[Choice]:
    """Return a choice for each of the person's other chats that can be left."""
    return [
        Choice(turn.t("Disconnect {messenger}", messenger=_name(turn, chat)), f"chat:off:{chat.id}")
        for chat in _others(turn)
    ]


def suggestion(turn: Turn) -> str | None:
    """Return a line that suggests to join a second messenger, where there is one and the person is not on it."""
    on = {chat.platform for chat in second_chats.agreed(turn.session, turn.writer_id)}
    missing = [platform for platform in Platform if platform in turn.settings.messengers and platform not in on]
    if not missing or not on:
        return None
    name = NAMES[missing[0]]
    return turn.t("Type “connect {messenger}” so that I reach {you} by {messenger}, too.", messenger=name)


def stands_in(t: Translator, usual: Chat) -> Reply:
    """Say in another chat why messages come there now."""
    name = NAMES[usual.platform]
    if usual.stopped_at is not None:
        return Reply(
            t("{messenger} takes no more messages from me for {you}; from now on I write here.", messenger=name)
        )
    return Reply(t("{messenger} cannot be reached at present; meanwhile I write to {you} here.", messenger=name))


def _code(turn: Turn, platform: Platform | None) -> Reply:
    """Make a code for the writer, and say how it is used on one messenger or on each."""
    person = turn.known_person
    code, expires_at = invitations.issue(turn.session, turn.cipher, person, by=person, now=turn.now, days=CODE_DAYS)
    wanted = [known for known in Platform if known == platform or (not platform and known in turn.settings.messengers)]
    lines = [
        turn.t("{Your} code for another chat: {code}", code=bold(code)),
        *(_way(turn, known, code) for known in wanted),
        turn.t(
            "Good once, until {moment}. Please give it to nobody else.", moment=f"{turn.local(expires_at):%H:%M %d/%m}"
        ),
    ]
    return Reply("\n".join(lines))


def _way(turn: Turn, platform: Platform, code: str) -> str:
    if platform == Platform.TELEGRAM and turn.settings.telegram_username:
        link = f"https://t.me/{turn.settings.telegram_username}?start={invitations.normalise(code)}"
        return turn.t("On Telegram the link is enough: {link}", link=link)
    bot = turn.settings.zalo_name if platform == Platform.ZALO else ""
    return turn.t(
        "On {messenger}: open “{bot}” and type the code.",
        messenger=NAMES[platform],
        bot=bot or turn.settings.organisation,
    )


def _where_reminders_come(turn: Turn) -> str:
    own = second_chats.agreed(turn.session, turn.writer_id)
    preferred = next((chat for chat in own if chat.is_preferred), turn.chat)
    here = NAMES[turn.chat.platform]
    if preferred.platform != turn.chat.platform:
        return turn.t(
            "Reminders still come by {messenger}; “prefer {here}” brings them here.",
            messenger=NAMES[preferred.platform],
            here=here,
        )
    if preferred is not turn.chat:
        return turn.t("Reminders still come to the other phone; “prefer {here}” brings them here.", here=here)
    other = next((chat for chat in reversed(own) if chat.platform != turn.chat.platform), None)
    if other is None:
        return turn.t("From now on reminders come here.")
    return turn.t(
        "From now on reminders come here; “prefer {messenger}” sends them there.", messenger=NAMES[other.platform]
    )


def _already(turn: Turn, platform: Platform) -> Reply:
    value = platform.value
    return Reply(
        turn.t("{messenger} is connected already.", messenger=NAMES[platform]),
        rows(
            [
                Choice(turn.t("Send reminders by {messenger}", messenger=NAMES[platform]), f"chat:prefer:{value}"),
                Choice(turn.t("Connect another phone"), f"chat:code:{value}"),
            ]
        ),
    )


def _prefer(turn: Turn, platform: Platform) -> Reply:
    chat = second_chats.prefer(turn.session, turn.writer_id, platform, here=turn.chat)
    name = NAMES[platform]
    if chat is None:
        return Reply(turn.t("I cannot reach {you} by {messenger} now: please write to me there first.", messenger=name))
    return Reply(turn.t("From now on reminders come by {messenger}. Answers come where {you} write.", messenger=name))


def _leave(turn: Turn, platform: Platform | None) -> Reply:
    others = [chat for chat in _others(turn) if platform in (None, chat.platform)]
    if platform is None and len(others) > 1:
        return Reply(turn.t("Which one should be disconnected?"), rows(leaving(turn)))
    return _left(turn, others)


def _left(turn: Turn, chats: list[Chat]) -> Reply:
    if not chats:
        return Reply(turn.t("There is no other chat to disconnect. “My data” shows what is connected."))
    names = ", ".join(_name(turn, chat) for chat in chats)
    for chat in chats:
        for row in second_chats.leave(turn.session, chat):
            _send_again(turn, row)
    return Reply(turn.t("Disconnected: {chats}. Nothing about {you} can be read there any more.", chats=names))


def _send_again(turn: Turn, row: OutgoingMessage) -> None:
    """Send what waited for a chat that was left to the one that messages go to now."""
    reply = Reply.from_json(row.content or {})
    turn.send(turn.known_person, lambda _: reply, Priority(row.priority))


def _not_here(turn: Turn, platform: Platform) -> Reply:
    here = ", ".join(NAMES[known] for known in Platform if known in turn.settings.messengers)
    return Reply(
        turn.t("I am not on {messenger}; {you} find me on {others}.", messenger=NAMES[platform], others=here or "—")
    )


def _others(turn: Turn) -> list[Chat]:
    """Return the person's other chats, those that were joined but not agreed to among them."""
    own = select(Chat).where(Chat.person_id == turn.writer_id, Chat.id != turn.chat.id).order_by(Chat.id)
    return list(turn.session.scalars(own))


def _name(turn: Turn, chat: Chat) -> str:
    day = turn.local(chat.first_seen_at)
    return turn.t("{messenger} (since {day})", messenger=NAMES[chat.platform], day=f"{day:%d/%m}")


def _warn_elsewhere(turn: Turn) -> None:
    """Tell the chat that messages go to that another one was joined: who did not do it must be able to end it."""
    name = NAMES[turn.chat.platform]

    def compose(usual: Translator) -> Reply:
        t = turn.settings.catalogue.translator(usual.language, turn.access.is_member)
        return Reply(
            t(
                "⚠️ At {time} a chat on {messenger} was connected to {your} account. If that was not {you}, "
                "type “disconnect {messenger}”.",
                time=f"{turn.local(turn.now):%H:%M}",
                messenger=name,
            )
        )

    turn.send(turn.known_person, compose, Priority.URGENT)
