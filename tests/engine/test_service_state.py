"""What administrators see and are told of a messenger's quota, of users, and of a token that is refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from bot import app
from bot.checks import check_messages
from bot.clock import FrozenClock
from bot.config import Config
from bot.quota_watch import QuotaWatch
from bot.sections import Zalo
from bot.writer import writer_of
from handlers.quota_warnings import warn, warn_of_tokens
from handlers.settings import Settings
from models.chats import Chat, Language, Platform
from models.database import Database
from models.messages import OutgoingMessage, OutgoingState, Priority
from models.messengers import MessengerState
from models.people import Role, RoleName
from models.quota import MessageCount, Quota
from tests.support.messenger import Messenger, post, service
from tests.support.organisation import CHATS
from tests.support.phones import CONFIG
from tests.support.quota import join_telegram, move_to_zalo, use

QUANG, TRINH = CHATS["quang"], CHATS["trinh"]
TELEGRAM, ZALO = Platform.TELEGRAM, Platform.ZALO
QUOTAS = {ZALO: Quota(messages=3000, users=50)}


@pytest.fixture
def settings() -> Settings:
    return replace(app.settings_of(CONFIG), quotas=QUOTAS, messengers=frozenset(Platform))


@pytest.fixture
def cell(organisation: Database) -> Database:
    """Give the cast's organisation: the administrator, who reads English, on Telegram, all others on Zalo."""
    move_to_zalo(organisation)
    with organisation.engine.begin() as connection:
        connection.execute(update(Chat).values(language=Language.ENGLISH))
    return organisation


async def _asks(database: Database, clock: FrozenClock, words: str, chat: str = QUANG) -> str:
    messenger = Messenger(TELEGRAM if chat == QUANG else ZALO)
    async with service(database, clock, messenger, quotas=QUOTAS) as running:
        await running.says(chat, words)
        await running.settle()
    return messenger.texts(chat)[-1].replace("\u00a0", " ")


def _told(database: Database) -> list[tuple[str, str]]:
    """Return what has been written for whom and was not yet read here."""
    with database.write() as session:
        rows = session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id)).all()
        assert {row.priority for row in rows} <= {Priority.URGENT}
        told = [(row.chat.external_id, str((row.content or {})["text"]).replace("\u00a0", " ")) for row in rows]
        session.execute(delete(OutgoingMessage))
    return told


@dataclass
class Looks:
    """One look after the other."""

    database: Database
    clock: FrozenClock
    settings: Settings

    def __call__(self) -> list[tuple[str, str]]:
        with self.database.write() as session:
            warn(session, self.clock.now(), self.settings)
        return _told(self.database)


@pytest.fixture
def look(cell: Database, clock: FrozenClock, settings: Settings) -> Looks:
    return Looks(cell, clock, settings)


def _have_chats(database: Database, clock: FrozenClock, number: int) -> None:
    with database.engine.begin() as connection:
        connection.execute(delete(Chat).where(Chat.external_id.startswith("s")))
        there = len(connection.execute(select(Chat.id).where(Chat.platform == ZALO)).all())
        strangers = [
            {"platform": ZALO, "external_id": f"s{n}", "first_seen_at": clock.now()} for n in range(number - there)
        ]
        connection.execute(insert(Chat), strangers)


class TestAsking:
    @pytest.mark.parametrize("words", ["tình trạng", "tinh trang dich vu", "Hạn mức", "han muc tin nhan", "status"])
    async def test_an_administrator_sees_what_is_used_and_what_to_expect(
        self, cell: Database, clock: FrozenClock, words: str
    ) -> None:
        clock.moment = datetime(2026, 11, 15, 17, tzinfo=UTC)  # half of November is over
        use(cell, clock, 1240)
        _have_chats(cell, clock, 37)
        shown = await _asks(cell, clock, words)
        assert "1 240/3 000 (41%)" in shown
        assert "2 480" in shown
        assert "37/50" in shown
        assert len(shown.splitlines()) <= 10

    async def test_the_state_of_something_else_is_another_question(self, cell: Database, clock: FrozenClock) -> None:
        assert "/50" not in await _asks(cell, clock, "tình trạng hồ sơ của em")
        assert "/50" in await _asks(cell, clock, "tình trạng ạ")

    async def test_what_waits_and_what_is_held_back_is_told_apart(self, cell: Database, clock: FrozenClock) -> None:
        use(cell, clock, 2900)
        post(cell, clock, TRINH, "urgent", priority=Priority.URGENT)
        post(cell, clock, TRINH, "notice", "notice", priority=Priority.NOTICE)
        shown = await _asks(cell, clock, "tình trạng")
        assert "Waiting to be sent: 3, of which 2 are held back" in shown

    async def test_a_messenger_that_is_not_reached_is_named_with_its_hour(
        self, cell: Database, clock: FrozenClock
    ) -> None:
        with cell.write() as session:
            session.add(MessengerState(platform=ZALO, failed_since=clock.now() - timedelta(hours=1)))
            session.add(MessengerState(platform=TELEGRAM, answered_at=clock.now()))
        shown = await _asks(cell, clock, "tình trạng")
        assert "Zalo: not reached since 08:00" in shown
        assert "Telegram: reached at 09:00" in shown

    async def test_nobody_else_learns_that_there_is_such_a_thing(self, cell: Database, clock: FrozenClock) -> None:
        asked, nonsense = await _asks(cell, clock, "tình trạng", TRINH), await _asks(cell, clock, "xyz", TRINH)
        assert asked == nonsense


class TestBeingTold:
    def test_each_mark_is_told_once_with_what_to_do(self, cell: Database, clock: FrozenClock, look: Looks) -> None:
        use(cell, clock, 2399)
        assert look() == []
        use(cell, clock, 1)
        [(chat, text)] = look()
        assert chat == QUANG
        assert "2 400/3 000 (80%)" in text
        assert "messages_per_month" in text
        assert look() == []
        use(cell, clock, 449)
        assert look() == []
        use(cell, clock, 1)
        assert "(95%)" in look()[0][1]
        use(cell, clock, 150)
        assert "before 01/12" in look()[0][1]
        assert look() == []

    def test_marks_that_are_passed_together_are_told_together(
        self, cell: Database, clock: FrozenClock, look: Looks
    ) -> None:
        use(cell, clock, 2990)
        assert len(look()) == 1

    def test_a_new_month_is_told_anew(self, cell: Database, clock: FrozenClock, look: Looks) -> None:
        use(cell, clock, 2500)
        assert len(look()) == 1
        clock.moment = datetime(2026, 12, 20, tzinfo=UTC)
        assert look() == []
        use(cell, clock, 2500)
        assert len(look()) == 1

    def test_users_are_told_before_the_last_place_is_taken(
        self, cell: Database, clock: FrozenClock, look: Looks
    ) -> None:
        _have_chats(cell, clock, 39)
        assert look() == []
        _have_chats(cell, clock, 40)
        assert "40/50 (80%)" in look()[0][1]
        _have_chats(cell, clock, 50)
        assert "50/50 (100%)" in look()[0][1]
        assert look() == []
        with cell.read() as session:
            assert session.get(MessageCount, (ZALO, date.min)) is not None

    def test_that_messages_are_gone_is_not_said_where_they_are_gone(
        self, cell: Database, clock: FrozenClock, look: Looks
    ) -> None:
        """It would arrive next month, when it is no longer true; who can be told otherwise is."""
        with cell.engine.begin() as connection:
            connection.execute(update(Chat).where(Chat.external_id == QUANG).values(platform=ZALO))
        use(cell, clock, 2990)
        assert [chat for chat, _ in look()] == [QUANG]
        use(cell, clock, 10)
        assert look() == []
        join_telegram(cell, clock, QUANG, "5005")
        assert [chat for chat, _ in look()] == ["5005"]

    def test_every_administrator_is_told(self, cell: Database, clock: FrozenClock, look: Looks) -> None:
        with cell.engine.begin() as connection:
            trinh = connection.execute(select(Chat.person_id).where(Chat.external_id == TRINH)).scalar_one()
            connection.execute(insert(Role), {"person_id": trinh, "name": RoleName.ADMINISTRATOR})
        use(cell, clock, 2400)
        assert sorted(chat for chat, _ in look()) == sorted([QUANG, TRINH])


class TestATokenThatIsRefused:
    def tell(
        self,
        database: Database,
        clock: FrozenClock,
        settings: Settings,
        refusing: Collection[Platform],
        well: Collection[Platform],
    ) -> list[str]:
        with database.write() as session:
            warn_of_tokens(session, clock.now(), settings, refusing=refusing, well=well)
        return [f"{chat}: {text}" for chat, text in _told(database)]

    def test_it_is_told_once_over_another_messenger(
        self, cell: Database, clock: FrozenClock, settings: Settings
    ) -> None:
        def tell(refusing: Collection[Platform], well: Collection[Platform] = ()) -> list[str]:
            return self.tell(cell, clock, settings, refusing, well)

        [told] = tell({ZALO})
        assert told.startswith(f"{QUANG}: ")
        assert "[zalo]" in told
        assert tell({ZALO}) == []
        assert tell(set()) == [], "another process, which has not sent anything yet, says nothing"
        assert tell({ZALO}) == []
        assert tell(set(), {ZALO}) == []
        assert len(tell({ZALO})) == 1, "mended, and revoked again"

    def test_who_has_no_other_messenger_is_told_as_soon_as_there_is_one(
        self, cell: Database, clock: FrozenClock, settings: Settings
    ) -> None:
        assert self.tell(cell, clock, settings, {TELEGRAM}, set()) == []
        with cell.engine.begin() as connection:
            connection.execute(update(Chat).where(Chat.external_id == QUANG).values(platform=ZALO))
        assert len(self.tell(cell, clock, settings, {TELEGRAM}, set())) == 1


@dataclass
class StandIn:
    """An outbox's word about its messengers."""

    refusing: dict[Platform, str] = field(default_factory=dict)

    def troubles(self) -> dict[Platform, str]:
        return self.refusing

    def well(self) -> Collection[Platform]:
        return ()


async def test_the_watch_writes_what_is_new_and_says_how_much(
    cell: Database, clock: FrozenClock, settings: Settings
) -> None:
    writer = writer_of(cell)
    watch = QuotaWatch(cell, writer, clock, settings=settings, senders=StandIn({ZALO: "the token is refused"}))
    use(cell, clock, 2400)
    assert [await watch.look(), await watch.look()] == [2, 0]
    writer.close()


async def test_a_warning_arrives(cell: Database, clock: FrozenClock, settings: Settings) -> None:
    use(cell, clock, 2400)
    with cell.write() as session:
        warn(session, clock.now(), settings)
    telegram = Messenger()
    async with service(cell, clock, telegram, quotas=QUOTAS) as running:
        await running.says(QUANG, "help")
        await running.settle()
    with cell.read() as session:
        assert set(session.scalars(select(OutgoingMessage.state))) == {OutgoingState.SENT}
    assert "(80%)" in "".join(telegram.texts(QUANG))


def test_doctor_does_not_take_what_is_held_back_for_stuck(cell: Database, clock: FrozenClock) -> None:
    config = Config(zalo=Zalo(enabled=True))
    use(cell, clock, 2900)
    post(cell, clock, TRINH, "notice", "notice", priority=Priority.NOTICE)
    post(cell, clock, TRINH, "urgent", priority=Priority.URGENT)
    later = clock.now() + timedelta(hours=1)
    found = check_messages(config, cell, later)
    assert (found.ok, found.finding[:26]) == (False, "1 stuck; 2 held back so th")
    use(cell, clock, 100)
    found = check_messages(config, cell, later)
    assert (found.ok, found.finding[:26]) == (True, "0 stuck; 3 held back so th")


def test_the_configuration_says_what_is_allowed_only_of_a_messenger_that_is_on() -> None:
    assert Config().quotas == {}
    assert Config(zalo=Zalo(enabled=True, users=0)).quotas == {ZALO: Quota(3000, 0)}
