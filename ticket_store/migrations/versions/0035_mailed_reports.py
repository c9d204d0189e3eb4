"""Reports that leave by mail by themselves."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailed_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.String(length=8), nullable=False),
        sa.Column("by", sa.String(length=12), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_mailed_reports_agent_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_reports")),
    )
    op.create_index(op.f("ix_mailed_reports_agent_id"), "mailed_reports", ["agent_id"])
    op.create_index(op.f("ix_mailed_reports_next_at"), "mailed_reports", ["next_at"])


def downgrade() -> None:
    op.drop_table("mailed_reports")
