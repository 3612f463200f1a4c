"""“tình trạng”: whether each messenger is reached, and how much of what it allows is used. For administrators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from handlers.hearing import Heard
from handlers.markup import bold
from handlers.messengers import NAMES
from handlers.turn import Reply, Turn
from models.chats import Chat, Platform
from models.held_messages import held_now
from models.messages import OutgoingMessage, OutgoingState
from models.messengers import MessengerState
from models.quota import Quota, forecast, month_of, percent, sent_in

_OPEN = OutgoingMessage.state.in_((OutgoingState.WAITING, OutgoingState.CLAIMED))
_THOUSANDS = "\u00a0"  # does not break at a line's end


def show(turn: Turn, _heard: Heard | None = None) -> Reply:
    """Show each messenger: reached or not, messages of this month, users, and what waits."""
    quotas, here = turn.settings.quotas, turn.chat.platform
    waiting = _counted(turn.session, _OPEN)
    held = _counted(turn.session, held_now(turn.session, quotas, turn.now, turn.settings.timezone))
    lines = []
    for platform in sorted({here, *turn.settings.messengers, *quotas}):
        lines.append(bold(f"{NAMES[platform]}: {_state(turn, platform)}"))
        lines += _used(turn, platform, quotas.get(platform, Quota()))
        if platform in waiting:
            lines.append(_waiting(turn, waiting[platform], held.get(platform, 0)))
    return Reply("\n".join(lines))


def share(part: int, whole: int) -> str:
    """Return ``1 240/3 000 (41%)``."""
    return f"{_number(part)}/{_number(whole)} ({percent(part, whole)}%)"


def users_of(session: Session, platform: Platform) -> int:
    """Return how many have written to the bot on a messenger: it counts strangers among its users, too."""
    return session.scalar(select(func.count()).select_from(Chat).where(Chat.platform == platform)) or 0


def _state(turn: Turn, platform: Platform) -> str:
    state = turn.session.get(MessengerState, platform)
    if state is not None and state.failed_since is not None:
        return turn.t("not reached since {since}", since=_moment(turn, state.failed_since))
    if state is not None and state.answered_at is not None:
        return turn.t("reached at {at}", at=_moment(turn, state.answered_at))
    return turn.t("no trouble is known")


def _used(turn: Turn, platform: Platform, quota: Quota) -> list[str]:
    lines = []
    if quota.messages:
        month = month_of(turn.now, turn.settings.timezone)
        sent = sent_in(turn.session, [platform], month)[platform]
        expected = _number(forecast(sent, turn.now, turn.settings.timezone))
        used = share(sent, quota.messages)
        lines.append(turn.t("Messages in {month}: {used}", month=f"{month:%m/%Y}", used=used))
        lines.append(turn.t("At this rate at the month's end: {expected}", expected=expected))
    if quota.users:
        users = users_of(turn.session, platform)
        lines.append(turn.t("Users: {used}", used=f"{_number(users)}/{_number(quota.users)}"))
    return lines


def _waiting(turn: Turn, waiting: int, held: int) -> str:
    if held:
        return turn.t(
            "Waiting to be sent: {waiting}, of which {held} are held back to save messages",
            waiting=_number(waiting),
            held=_number(held),
        )
    return turn.t("Waiting to be sent: {waiting}", waiting=_number(waiting))


def _counted(session: Session, condition: ColumnElement[bool]) -> Mapping[Platform, int]:
    """Return how many outgoing rows fulfil `condition`, for each messenger that has any."""
    query = select(Chat.platform, func.count()).select_from(OutgoingMessage).join(OutgoingMessage.chat)
    return dict(session.execute(query.where(condition).group_by(Chat.platform)).all())


def _moment(turn: Turn, moment: datetime) -> str:
    local = turn.local(moment)
    return f"{local:%H:%M}" if local.date() == turn.today else f"{local:%H:%M %d/%m}"


def _number(number: int) -> str:
    return f"{number:,}".replace(",", _THOUSANDS)
