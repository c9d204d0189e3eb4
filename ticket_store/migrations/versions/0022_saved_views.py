"""The queue as somebody wants to see it again: his own, his team's, everybody's."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_views",
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("team_code", sa.String(length=40), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_saved_views_agent_id_agents")),
        sa.ForeignKeyConstraint(["team_code"], ["teams.code"], name=op.f("fk_saved_views_team_code_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
    )
    op.create_index(op.f("ix_saved_views_agent_id"), "saved_views", ["agent_id"])
    op.create_index(op.f("ix_saved_views_team_code"), "saved_views", ["team_code"])


def downgrade() -> None:
    op.drop_table("saved_views")
