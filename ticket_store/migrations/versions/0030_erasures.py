"""Requests to erase a person's data, and the proof that it was done."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0030"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("counts", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("protocol", name=op.f("uq_erasures_protocol")),
    )
    op.create_index(op.f("ix_erasures_email"), "erasures", ["email"])
    op.create_index(op.f("ix_erasures_done_at"), "erasures", ["done_at"])


def downgrade() -> None:
    op.drop_table("erasures")
