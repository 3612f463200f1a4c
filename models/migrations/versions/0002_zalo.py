"""Zalo: counted messages, published files, a second chat"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_counts",
        sa.Column(
            "platform", sa.Enum("telegram", "zalo", name="platform", native_enum=False, length=40), nullable=False
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("told_percent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "month", name=op.f("pk_message_counts")),
    )
    op.create_table(
        "messenger_states",
        sa.Column(
            "platform", sa.Enum("telegram", "zalo", name="platform", native_enum=False, length=40), nullable=False
        ),
        sa.Column("answered_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("failed_since", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("platform", name=op.f("pk_messenger_states")),
    )
    op.create_table(
        "published_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("name", models.database.EncryptedText(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", models.database.EncryptedBytes(), nullable=False),
        sa.Column("expires_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_published_files_chat_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_files")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_published_files_address_hash")),
    )
    op.create_index(op.f("ix_published_files_chat_id"), "published_files", ["chat_id"])
    op.create_index(op.f("ix_published_files_expires_at"), "published_files", ["expires_at"])
    # Added in place: a copy of the table, as Alembic makes for SQLite, would let every message of a chat be deleted
    # with the old table.
    op.add_column("chats", sa.Column("is_preferred", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chats", sa.Column("stands_in_since", models.database.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("chats", "stands_in_since")
    op.drop_column("chats", "is_preferred")
    op.drop_table("published_files")
    op.drop_table("messenger_states")
    op.drop_table("message_counts")
