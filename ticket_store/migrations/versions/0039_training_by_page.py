"""What was not understood is kept with its place, labelled with commands, and trained by page"""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

ADDED = ("state", "lines", "taught", "previous")


def upgrade() -> None:
    for name in ADDED:
        op.add_column("review_items", sa.Column(name, sa.JSON(), nullable=True))
    op.create_table(
        "training_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("under_way", sa.Boolean(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("beat_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("progress", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("model", sa.String(120), nullable=True),
        sa.Column("base", sa.String(40), nullable=True),
        sa.Column("taught", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "status in ('waiting','running','done','failed')", name=op.f("ck_training_runs_status")
        ),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_training_runs_agent_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_runs")),
        sa.UniqueConstraint("under_way", name=op.f("uq_training_runs_under_way")),
    )
    op.create_table(
        "model_activations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.Column("back", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status in ('waiting','active','failed')", name=op.f("ck_model_activations_status")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["training_runs.id"], name=op.f("fk_model_activations_run_id_training_runs")
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_model_activations_agent_id_agents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_activations")),
    )
    op.create_table(
        "trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("base", sa.String(40), nullable=False),
        sa.Column("serving", sa.String(120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer")),
    )
    op.create_table(
        "conversation_tests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_conversation_tests_agent_id_agents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_tests")),
    )


def downgrade() -> None:
    for name in ("conversation_tests", "trainer", "model_activations", "training_runs"):
        op.drop_table(name)
    for name in reversed(ADDED):
        op.drop_column("review_items", name)
