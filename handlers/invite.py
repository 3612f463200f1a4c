"""“Mời”: a code that joins somebody below to the bot."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from handlers import menu
from handlers.hearing import Heard
from handlers.markup import bold
from handlers.paging import Page
from handlers.turn import Attachment, Choice, Reply, Turn, rows
from models import invitations
from models.chats import Chat
from models.names import fold, name_key
from models.people import Person, Role, RoleName
from models.units import Unit

PAGE = 8
_ASKING = re.compile(
    r"^/?(((xin|tạo|tao|cấp|cap|lấy|lay|gửi|gui)\s+)?((mã|ma)\s+)?(mời|moi)|invite)\b(@\w+)?"
    r"(\s+(cho|tham gia|vào|vao|đồng chí|dong chi|đ/c|anh|chị|chi|join|please)\b)*\s*",
    re.IGNORECASE,
)
# Nobody below a secretary holds one of these; a code for such a person would open more than the inviter may see.
_ABOVE_A_CELL = (RoleName.COMMITTEE, RoleName.ADMINISTRATOR)


def begin(turn: Turn, heard: Heard) -> Reply:
    """Invite the person who was named, or show who may be invited."""
    wanted = _ASKING.sub("", heard.text).strip(" .,:;!?")
    return _search(turn, wanted) if wanted else _page(turn, 0)


def pressed(turn: Turn, args: str) -> Reply:
    """Turn a page of the list, or invite the chosen person."""
    if not turn.access.may_invite:
        return menu.outdated(turn)
    kind, _, value = args.partition(":")
    if kind == "page" and value.isdecimal():
        return _page(turn, int(value))
    person = turn.session.scalar(_below(turn).where(Person.code == value)) if kind == "person" else None
    return invited(turn, person) if person else menu.outdated(turn)


def _below(turn: Turn) -> Select[Person]:
    """Return a query of the people whom the person may invite; nobody whose rights go beyond the inviter's own."""
    people = turn.access.people()
    if turn.access.is_administrator:
        return people
    held = select(Role.id).where(Role.person_id == Person.id)
    return people.where(~held.where(_reaches_further(turn)).exists())


def is_within_reach(turn: Turn, person: Person) -> bool:
    """Whether a code for `person` would open nothing beyond what the inviter may see."""
    held = select(Role.id).where(Role.person_id == person.id)
    return turn.access.is_administrator or turn.session.scalar(held.where(_reaches_further(turn))) is None


def _reaches_further(turn: Turn) -> ColumnElement[bool]:
    within = turn.access.units().with_only_columns(Unit.id).order_by(None)
    outside = Role.unit_id.not_in(within) & (Role.name != RoleName.WORKER)
    if turn.access.oversees:
        return outside | (Role.name == RoleName.ADMINISTRATOR)
    return outside | Role.name.in_(_ABOVE_A_CELL)


def _search(turn: Turn, wanted: str) -> Reply:
    matches = _matches(turn, wanted)
    if len(matches) == 1:
        return invited(turn, matches[0])
    if not matches:
        return Reply(
            turn.t("I find nobody named “{wanted}” among the people {you} may invite.", wanted=wanted[:40]),
            rows([Choice(turn.t("Show the list"), "invite:page:0")]),
        )
    sentence = turn.t("Several people fit. Whom do {you} mean?")
    if len(matches) > PAGE:
        sentence = turn.t(
            "{count} people fit; here are {shown}. A longer name finds fewer.", count=len(matches), shown=PAGE
        )
    return Reply(sentence, rows([_choice(person) for person in matches[:PAGE]]))


def _matches(turn: Turn, wanted: str) -> list[Person]:
    """Return the people whom `wanted` means: a code, a whole name, else a name with or without accents."""
    mine = _below(turn)
    exact = mine.where(
        (func.upper(Person.code) == wanted.upper()) | (Person.name_hash == turn.cipher.digest("name", name_key(wanted)))
    )
    found = list(turn.session.scalars(exact))
    if found:
        return found
    plain = f" {fold(wanted)} "
    # Names are encrypted, so they are compared here; a secretary's cell is small, and only an administrator's
    # search reads more.
    return [person for person in turn.session.scalars(mine) if plain in f" {fold(person.full_name)} "]


def _page(turn: Turn, page: int) -> Reply:
    waiting = _waiting(turn)
    total = turn.session.scalar(select(func.count()).select_from(waiting.order_by(None).subquery())) or 0
    if not total:
        return Reply(turn.t("Everybody {you} may invite has joined already."), menu.show(turn).choices)
    at = Page.of(total, PAGE, page)
    people = turn.session.scalars(waiting.offset(at.first).limit(PAGE)).all()
    turns = at.turning(turn, "invite:page")
    text = turn.t("{count} people have not joined yet. Choose one, or type “mời” and a name:", count=total)
    return Reply(text, (*rows([_choice(person) for person in people]), *rows(turns, 2)), replaces=at.last > 0)


def _waiting(turn: Turn) -> Select[Person]:
    return _below(turn).where(~_has_joined(Person.id))


def _has_joined(person_id: InstrumentedAttribute[int] | int) -> ColumnElement[bool]:
    return exists().where(Chat.person_id == person_id, Chat.joined_at.is_not(None))


def _choice(person: Person) -> Choice:
    return Choice(f"{person.code} · {person.full_name}", f"invite:person:{person.code}")


def invited(turn: Turn, person: Person) -> Reply:
    """Make a code for `person`, and say how it is used."""
    code, expires_at = invitations.issue(
        turn.session,
        turn.cipher,
        person,
        by=turn.person,
        now=turn.now,
        days=turn.settings.invitation_days,
    )
    lines = [
        turn.t("Invitation code for {name}: {code}", name=person.full_name, code=bold(code)),
        turn.t(
            "Good once, until {moment}. Please give it to that person only.",
            moment=f"{turn.local(expires_at):%H:%M %d/%m}",
        ),
    ]
    attachment = None
    if turn.settings.telegram_username:
        link = f"https://t.me/{turn.settings.telegram_username}?start={invitations.normalise(code)}"
        lines.append(turn.t("On Telegram the link is enough: {link}", link=link))
        attachment = Attachment("qr_code", {"text": link})
    if turn.session.scalar(select(_has_joined(person.id))):
        lines.append(turn.t("{name} has joined already; this code joins another phone.", name=person.full_name))
    return Reply("\n".join(lines), rows([Choice(turn.t("Invite someone else"), "invite:page:0")]), attachment)
