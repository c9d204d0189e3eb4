"""Links between tickets, who follows one, and what each attendant's bell does not ring for."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticket_links",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["tickets.id"], name=op.f("fk_ticket_links_from_id_tickets")),
        sa.ForeignKeyConstraint(["to_id"], ["tickets.id"], name=op.f("fk_ticket_links_to_id_tickets")),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_ticket_links")),
    )
    op.create_index(op.f("ix_ticket_links_to_id"), "ticket_links", ["to_id"])
    op.create_table(
        "ticket_followers",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_followers_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_ticket_followers_agent_id_agents")
        ),
        sa.PrimaryKeyConstraint("ticket_id", "agent_id", name=op.f("pk_ticket_followers")),
    )
    op.add_column("agents", sa.Column("muted", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("agents", "muted")
    op.drop_table("ticket_followers")
    op.drop_table("ticket_links")
