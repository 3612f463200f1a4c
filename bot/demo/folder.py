"""A demo's folder: its database and key, its conversations, and the configuration that these files mean."""

from __future__ import annotations

from pathlib import Path

from bot.config import Config
from bot.sections import DatabaseSection, Organisation, Telegram, Zalo

DEFAULT = Path("demo-data")
DATABASE = "taonguon.db"
CONVERSATIONS = "conversations.json"
ORGANISATION = "Đảng ủy Ban Quản lý các KCN (dữ liệu mẫu)"
ADMINISTRATOR = "QT01"
# The sandbox is on this machine only, so its token is no secret; it is fixed so that a restarted demo goes on.
TELEGRAM_USERNAME = "taonguon_demo_bot"
TELEGRAM_TOKEN = "1000001:taonguon-demo-token-for-the-local-sandbox"  # noqa: S105 - see above
ZALO_NAME = "Tạo Nguồn (mẫu)"
ZALO_TOKEN = "1000002:taonguon-demo-token-for-the-local-sandbox"  # noqa: S105 - see above
DEFAULT_PORT = 8080


def config_of(folder: Path, port: int = DEFAULT_PORT) -> Config:
    """Return the configuration of the demo whose files stand in `folder`, served on `port`."""
    return Config(
        organisation=Organisation(name=ORGANISATION, administrators=(ADMINISTRATOR,)),
        database=DatabaseSection(url=f"sqlite:///{(folder / DATABASE).absolute()}"),
        telegram=Telegram(token=TELEGRAM_TOKEN, base_url=f"http://127.0.0.1:{port}/telegram"),
        zalo=Zalo(enabled=True, token=ZALO_TOKEN, base_url=f"http://127.0.0.1:{port}/zalo"),
    )
