"""Questions that no article answered, for the editors."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_gaps")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_knowledge_gaps_fingerprint")),
    )
    op.create_index(op.f("ix_knowledge_gaps_last_at"), "knowledge_gaps", ["last_at"])


def downgrade() -> None:
    op.drop_table("knowledge_gaps")
