"""When a ticket was read by a link of its mails."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_readings",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("asker", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_link_readings_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "day", "asker", name=op.f("pk_link_readings")),
    )
    op.create_index(op.f("ix_link_readings_at"), "link_readings", ["at"])


def downgrade() -> None:
    op.drop_table("link_readings")
