"""A ticket's title, its tags, until when it is put off, and the answers being written."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tickets", sa.Column("title", sa.String(length=120), nullable=True))
    op.add_column("tickets", sa.Column("snoozed_until", UtcDateTime(), nullable=True))
    op.create_index(op.f("ix_tickets_snoozed_until"), "tickets", ["snoozed_until"])
    op.create_table(
        "ticket_tags",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_tags_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("ticket_id", "tag", name=op.f("pk_ticket_tags")),
    )
    op.create_index(op.f("ix_ticket_tags_tag"), "ticket_tags", ["tag"])
    op.create_table(
        "answer_drafts",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_answer_drafts_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_answer_drafts_agent_id_agents")),
        sa.PrimaryKeyConstraint("ticket_id", "agent_id", name=op.f("pk_answer_drafts")),
    )


def downgrade() -> None:
    op.drop_table("answer_drafts")
    op.drop_table("ticket_tags")
    op.drop_index(op.f("ix_tickets_snoozed_until"), "tickets")
    op.drop_column("tickets", "snoozed_until")
    op.drop_column("tickets", "title")
