"""The path and the rights of people"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import models.database

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten")),
        sa.UniqueConstraint("who_hash", name=op.f("uq_forgotten_who_hash")),
    )
    op.create_table(
        "retention_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_runs")),
    )
    op.create_index(op.f("ix_retention_runs_at"), "retention_runs", ["at"])

    op.create_table(
        "candidate_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_events_candidate_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_candidate_events_recorded_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_events")),
    )
    op.create_index(op.f("ix_candidate_events_candidate_id"), "candidate_events", ["candidate_id"])

    op.create_table(
        "data_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "see",
                "correct",
                "restrict",
                "object",
                "withdraw",
                "delete",
                name="requestkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("words", models.database.EncryptedText(), nullable=True),
        sa.Column("asked_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.Column("answer_due", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", models.database.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("done", "refused", "taken_back", name="requestoutcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_data_requests_candidate_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people.id"], name=op.f("fk_data_requests_owner_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_data_requests_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
        sa.UniqueConstraint("number", name=op.f("uq_data_requests_number")),
    )
    op.create_index(op.f("ix_data_requests_candidate_id"), "data_requests", ["candidate_id"])
    op.create_index(op.f("ix_data_requests_person_id"), "data_requests", ["person_id"])

    op.create_table(
        "helper_assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("worked_together_since", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_helper_assignments_candidate_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"], ["people.id"], name=op.f("fk_helper_assignments_helper_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_helper_assignments_recorded_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helper_assignments")),
    )
    op.create_index(op.f("ix_helper_assignments_candidate_id"), "helper_assignments", ["candidate_id"])
    op.create_index(op.f("ix_helper_assignments_helper_id"), "helper_assignments", ["helper_id"])

    op.create_table(
        "helper_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("has_met", sa.Boolean(), nullable=False),
        sa.Column(
            "remark", sa.Enum("good", "fine", "needs_help", name="remark", native_enum=False, length=40), nullable=True
        ),
        sa.Column("noted_at", models.database.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidates.id"], name=op.f("fk_helper_notes_candidate_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"], ["people.id"], name=op.f("fk_helper_notes_helper_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helper_notes")),
        sa.UniqueConstraint(
            "candidate_id", "helper_id", "quarter", name=op.f("uq_helper_notes_candidate_id_helper_id_quarter")
        ),
    )
    op.create_index(op.f("ix_helper_notes_helper_id"), "helper_notes", ["helper_id"])

    op.add_column("stage_steps", sa.Column("reason", models.database.EncryptedText(), nullable=True))
    op.add_column("stage_steps", sa.Column("undone_at", models.database.UTCDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("stage_steps", "undone_at")
    op.drop_column("stage_steps", "reason")

    op.drop_table("helper_notes")

    op.drop_table("helper_assignments")

    op.drop_table("data_requests")

    op.drop_table("candidate_events")

    op.drop_table("retention_runs")
    op.drop_table("forgotten")
