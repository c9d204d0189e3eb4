"""Who is known by a provider's number: attendants, and gov.br's proofs; ways back that were used."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "agent_sessions", sa.Column("via", sa.String(length=8), nullable=False, server_default="password")
    )
    op.add_column("identity_proofs", sa.Column("person", sa.String(length=64), nullable=True))
    op.add_column("identity_proofs", sa.Column("level", sa.String(length=8), nullable=True))
    op.create_table(
        "agent_identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_agent_identities_agent_id_agents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_agent_identities_issuer")),
    )
    op.create_index(op.f("ix_agent_identities_agent_id"), "agent_identities", ["agent_id"])
    op.create_table(
        "spent_states",
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_spent_states")),
    )
    op.create_index(op.f("ix_spent_states_at"), "spent_states", ["at"])


def downgrade() -> None:
    op.drop_table("spent_states")
    op.drop_table("agent_identities")
    op.drop_column("identity_proofs", "level")
    op.drop_column("identity_proofs", "person")
    op.drop_column("agent_sessions", "via")
