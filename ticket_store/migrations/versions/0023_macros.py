"""Several changes in one click, and texts to answer with: one's own, a team's, everybody's."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "macros",
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("team_code", sa.String(length=40), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_macros_agent_id_agents")),
        sa.ForeignKeyConstraint(["team_code"], ["teams.code"], name=op.f("fk_macros_team_code_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macros")),
    )
    op.create_index(op.f("ix_macros_agent_id"), "macros", ["agent_id"])
    op.create_index(op.f("ix_macros_team_code"), "macros", ["team_code"])
    op.create_table(
        "canned_texts",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("team_code", sa.String(length=40), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_canned_texts_agent_id_agents")),
        sa.ForeignKeyConstraint(["team_code"], ["teams.code"], name=op.f("fk_canned_texts_team_code_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_texts")),
    )
    op.create_index(op.f("ix_canned_texts_agent_id"), "canned_texts", ["agent_id"])
    op.create_index(op.f("ix_canned_texts_team_code"), "canned_texts", ["team_code"])


def downgrade() -> None:
    op.drop_table("canned_texts")
    op.drop_table("macros")
