"""Shifts, meetings and notices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("monthly", "thematic", name="meetingkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("called", "held", "cancelled", name="meetingstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=True),
        sa.Column("papers", models.database.EncryptedText(), nullable=True),
        sa.Column("papers_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("papers_round", sa.Integer(), nullable=False),
        sa.Column("outcome", models.database.EncryptedText(), nullable=True),
        sa.Column("called_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("called_by_id", sa.Integer(), nullable=True),
        sa.Column("held_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reported_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["called_by_id"], ["people.id"], name=op.f("fk_meetings_called_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_meetings_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_called_by_id"), "meetings", ["called_by_id"])
    op.create_index("ix_meetings_unit", "meetings", ["unit_id", "period"])

    op.create_table(
        "shift_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("swap", "leave", "overtime", "closing", name="recordkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=16), nullable=True),
        sa.Column("starts", sa.String(length=5), nullable=True),
        sa.Column("ends", sa.String(length=5), nullable=True),
        sa.Column(
            "reason",
            sa.Enum("holiday", "stopped_work", name="closingreason", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "source", sa.Enum("said", "roster", name="recordsource", native_enum=False, length=40), nullable=False
        ),
        sa.Column("recorded_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(person_id IS NULL) <> (enterprise_id IS NULL)", name=op.f("ck_shift_records_of_one")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_shift_records_days_in_order")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprises.id"], name=op.f("fk_shift_records_enterprise_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_shift_records_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_shift_records_recorded_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_records")),
    )
    op.create_index("ix_shift_records_enterprise", "shift_records", ["enterprise_id", "last_on"])
    op.create_index("ix_shift_records_person", "shift_records", ["person_id", "last_on"])
    op.create_index(op.f("ix_shift_records_recorded_by_id"), "shift_records", ["recorded_by_id"])

    op.create_table(
        "meeting_sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_sittings_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_sittings")),
    )
    op.create_index(op.f("ix_meeting_sittings_meeting_id"), "meeting_sittings", ["meeting_id"])
    op.create_index(op.f("ix_meeting_sittings_starts_at"), "meeting_sittings", ["starts_at"])

    op.create_table(
        "meeting_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=True),
        sa.Column("fits", sa.Boolean(), nullable=False),
        sa.Column(
            "answer", sa.Enum("coming", "not_coming", name="answer", native_enum=False, length=40), nullable=True
        ),
        sa.Column("answered_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "attendance",
            sa.Enum("present", "excused", "absent", name="attendance", native_enum=False, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_calls_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_meeting_calls_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["meeting_sittings.id"], name=op.f("fk_meeting_calls_sitting_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_calls")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_meeting_calls_meeting_id_person_id")),
    )
    op.create_index(op.f("ix_meeting_calls_person_id"), "meeting_calls", ["person_id"])
    op.create_index(op.f("ix_meeting_calls_sitting_id"), "meeting_calls", ["sitting_id"])

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("raised_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("not_before", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("until", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "dropped", name="noticestate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("done_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("outgoing_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["outgoing_messages.id"], name=op.f("fk_notices_outgoing_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("person_id", "kind", "key", name=op.f("uq_notices_person_id_kind_key")),
    )
    op.create_index(op.f("ix_notices_done_at"), "notices", ["done_at"])
    op.create_index("ix_notices_due", "notices", ["state", "not_before"])
    op.create_index(op.f("ix_notices_outgoing_id"), "notices", ["outgoing_id"])

    op.add_column("people", sa.Column("shifts_said_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "shifts_said_on")

    op.drop_table("notices")

    op.drop_table("meeting_calls")

    op.drop_table("meeting_sittings")

    op.drop_table("shift_records")

    op.drop_table("meetings")
