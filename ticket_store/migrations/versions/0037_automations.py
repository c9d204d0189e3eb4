"""What automations did."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "automation_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_automation_runs_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_runs")),
        sa.UniqueConstraint("code", "ticket_id", "moment", name=op.f("uq_automation_runs_code")),
    )
    op.create_index(op.f("ix_automation_runs_ticket_id"), "automation_runs", ["ticket_id"])
    op.create_index(op.f("ix_automation_runs_at"), "automation_runs", ["at"])


def downgrade() -> None:
    op.drop_table("automation_runs")
