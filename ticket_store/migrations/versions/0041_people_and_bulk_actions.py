"""What the desk notes of a person, bulk actions to take back, what an attendant follows by an index, and how
far he has read a live conversation.
"""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "requester_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["requesters.id"], name=op.f("fk_requester_notes_requester_id_requesters")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_requester_notes_agent_id_agents")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["agents.id"], name=op.f("fk_requester_notes_changed_by_agents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requester_notes")),
    )
    op.create_index(op.f("ix_requester_notes_requester_id"), "requester_notes", ["requester_id"])
    op.create_table(
        "bulk_actions",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_bulk_actions_agent_id_agents")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_bulk_actions")),
    )
    op.create_index(op.f("ix_bulk_actions_agent_id"), "bulk_actions", ["agent_id"])
    op.create_index(op.f("ix_bulk_actions_at"), "bulk_actions", ["at"])
    op.create_index(op.f("ix_ticket_followers_agent_id"), "ticket_followers", ["agent_id"])
    op.add_column("handoffs", sa.Column("seen_message_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("handoffs", "seen_message_id")
    op.drop_index(op.f("ix_ticket_followers_agent_id"), "ticket_followers")
    op.drop_table("bulk_actions")
    op.drop_table("requester_notes")
