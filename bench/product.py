"""The product as a bot under test: the whole service over SQLite, real turns of cell secretaries.

python -m bench.product --prepare DIR --chats N
python -m bench.product --data DIR --base-url http://127.0.0.1:PORT --token TOKEN [--core N]

Each chat is the secretary of a cell of its own. A turn asks who may do this, reads and writes facts and the
conversation, and leaves audit and outgoing rows in one durable commit (``bench/product_script.json``: a report, its
confirmation, a list, an undo). Only the pace is lifted: thirty messages a second would measure nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

from bench.person import FIRST_CHAT
from bot import app, collector
from bot.clock import SystemClock
from bot.config import Config
from bot.keys import open_database
from bot.sections import DatabaseSection, Organisation, Telegram
from models.audit import Actor, Via, act_as
from models.chats import Chat, Platform
from models.names import name_key
from models.people import Membership, Person, Role, RoleName
from models.schema import migrate
from models.units import Enterprise, Unit, UnitKind, place

# As many enterprises as the sample organisation has, and as alike.
TRADES = (
    *("Động cơ", "Bao bì", "Logistics", "Linh kiện", "Thực phẩm", "Thiết bị y tế", "Nhựa kỹ thuật", "Cơ khí chính xác"),
    *("Dệt may", "Kim loại", "Khuôn mẫu", "Điện tử", "May mặc"),
)
HOUSES = (
    *("Minh Quang", "Thái Sơn", "Việt Hưng", "Gia Phú", "Bình Minh", "Tam Đảo", "Sao Mai", "Toàn Thắng", "Hoa Sen"),
    *("Tân Long", "Đông Á", "Tiến Lộc", "An Phát", "Thành Đạt", "Bắc Hà", "Phú Thịnh", "Hải Đăng", "Kim Sơn"),
    *("Hồng Hà", "Núi Cốc", "Nhật Tân"),
)
UNLIMITED = 10_000


def prepare(folder: Path, chats: int) -> None:
    """Write an organisation with a cell and its secretary for each chat."""
    database = open_database(_config(folder, "http://127.0.0.1", ""), None)
    migrate(database)
    now = datetime.now(UTC)
    with database.write() as session:
        act_as(session, Actor(Via.COMMAND_LINE, now))
        session.add_all(
            Enterprise(code=f"DN{number:03d}", name=name) for number, name in enumerate(_enterprise_names())
        )
        root = Unit(code="DB", name="Đảng bộ", kind=UnitKind.COMMITTEE)
        session.add(root)
        place(session, root, None)
        for number in range(chats):
            cell = Unit(code=f"CB{number:04d}", name=f"Chi bộ {number}", kind=UnitKind.ENTERPRISE_CELL)
            session.add(cell)
            place(session, cell, root)
            name = f"Bí thư {number}"
            secretary = Person(
                code=f"DV{number:04d}",
                full_name=name,
                name_hash=database.cipher.digest("name", name_key(name)),
                unit=cell,
                membership=Membership.OFFICIAL,
                roles=[Role(name=RoleName.SECRETARY, unit=cell)],
            )
            chat = str(FIRST_CHAT + number)
            session.add(
                Chat(platform=Platform.TELEGRAM, external_id=chat, person=secretary, first_seen_at=now, joined_at=now)
            )
    database.close()


def _enterprise_names() -> list[str]:
    return [f"Công ty TNHH {trade} {house}" for trade in TRADES for house in HOUSES]


async def serve(folder: Path, base_url: str, token: str) -> None:
    """Run the service until terminated."""
    config = _config(folder, base_url, token)
    database = open_database(config, None)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with app.build(config, database, SystemClock()) as built:
        collector.calm()
        work = asyncio.create_task(built.run())
        await stopped.wait()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
    database.close()


def _config(folder: Path, base_url: str, token: str) -> Config:
    return Config(
        organisation=Organisation(administrators=()),
        database=DatabaseSection(url=f"sqlite:///{folder / 'taonguon.db'}"),
        telegram=Telegram(token=token, base_url=base_url, messages_per_second=UNLIMITED),
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepare", type=Path)
    parser.add_argument("--chats", type=int)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--base-url")
    parser.add_argument("--token")
    parser.add_argument("--core", type=int)
    options = parser.parse_args()
    if options.prepare:
        prepare(options.prepare, options.chats)
        return
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    asyncio.run(serve(options.data, options.base_url, options.token))


if __name__ == "__main__":
    main()
