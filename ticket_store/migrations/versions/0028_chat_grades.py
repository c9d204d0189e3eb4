"""What people say of a chat when it ends."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0028"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chat_grades",
        sa.Column("conversation_id", sa.String(120), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("score between 1 and 5", name=op.f("ck_chat_grades_score")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_chat_grades_agent_id_agents")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_chat_grades_conversation_id_conversations"),
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_chat_grades")),
    )
    op.create_index(op.f("ix_chat_grades_at"), "chat_grades", ["at"])


def downgrade() -> None:
    op.drop_table("chat_grades")
