"""Sittings and seats of classes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("half_day", sa.Integer(), nullable=False),
        sa.Column("starts_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("room", sa.String(length=200), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("planned", "held", "cancelled", name="sittingstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("check_in_key", models.database.EncryptedText(), nullable=True),
        sa.Column("held_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("held_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_class_sittings_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["held_by_id"], ["people.id"], name=op.f("fk_class_sittings_held_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["course_topics.id"], name=op.f("fk_class_sittings_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_sittings")),
    )
    op.create_index("ix_class_sittings_course", "class_sittings", ["course_id", "half_day", "starts_at"])
    op.create_index(op.f("ix_class_sittings_held_by_id"), "class_sittings", ["held_by_id"])
    op.create_index(op.f("ix_class_sittings_starts_at"), "class_sittings", ["starts_at"])
    op.create_index(op.f("ix_class_sittings_topic_id"), "class_sittings", ["topic_id"])

    op.create_table(
        "class_seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("half_day", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked", "waiting", "excused", "missed", "given_up", name="seatstate", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("is_make_up", sa.Boolean(), nullable=False),
        sa.Column("asked_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("reason", models.database.EncryptedText(), nullable=True),
        sa.Column(
            "attendance",
            sa.Enum("present", "excused", "absent", name="attendance", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("checked_in_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column(
            "wage", sa.Enum("paid", "unpaid", "unknown", name="wage", native_enum=False, length=40), nullable=True
        ),
        sa.Column("lost_minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["courses.id"], name=op.f("fk_class_seats_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_class_seats_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["class_sittings.id"], name=op.f("fk_class_seats_sitting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_seats")),
        sa.UniqueConstraint("sitting_id", "person_id", name=op.f("uq_class_seats_sitting_id_person_id")),
    )
    op.create_index(op.f("ix_class_seats_person_id"), "class_seats", ["person_id"])
    op.create_index(
        "uq_class_seats_booked",
        "class_seats",
        ["course_id", "person_id", "half_day"],
        unique=True,
        sqlite_where=sa.text("state = 'booked'"),
        postgresql_where=sa.text("state = 'booked'"),
    )

    op.create_table(
        "roll_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("content", models.database.EncryptedBytes(), nullable=False),
        sa.Column("added_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_roll_photos_added_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["class_sittings.id"], name=op.f("fk_roll_photos_sitting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_photos")),
    )
    op.create_index(op.f("ix_roll_photos_added_at"), "roll_photos", ["added_at"])
    op.create_index(op.f("ix_roll_photos_added_by_id"), "roll_photos", ["added_by_id"])
    op.create_index(op.f("ix_roll_photos_sitting_id"), "roll_photos", ["sitting_id"])

    op.create_table(
        "check_in_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_check_in_tries_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_tries")),
    )
    op.create_index(op.f("ix_check_in_tries_at"), "check_in_tries", ["at"])
    op.create_index("ix_check_in_tries_person", "check_in_tries", ["person_id", "at"])

    op.add_column("enrolments", sa.Column("completed_on", sa.Date(), nullable=True))
    op.add_column("enrolments", sa.Column("left_at", models.database.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("enrolments", "left_at")
    op.drop_column("enrolments", "completed_on")

    op.drop_table("check_in_tries")

    op.drop_table("roll_photos")

    op.drop_table("class_seats")

    op.drop_table("class_sittings")
