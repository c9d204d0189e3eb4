"""Bursts of like tickets that propose an incident, and the tickets of one."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("usual", sa.Double(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("noticed_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("agent_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state in ('open','accepted','dismissed')", name=op.f("ck_incident_proposals_state")
        ),
        sa.ForeignKeyConstraint(
            ["service_code"], ["services.code"], name=op.f("fk_incident_proposals_service_code_services")
        ),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_incident_proposals_agent_id_agents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_proposals")),
    )
    op.create_index(
        "ux_incident_proposals_open",
        "incident_proposals",
        ["service_code"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
        sqlite_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "incident_tickets",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_incident_tickets_ticket_id_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["incident_proposals.id"],
            name=op.f("fk_incident_tickets_proposal_id_incident_proposals"),
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_tickets_incident_id_incidents")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_incident_tickets")),
    )
    op.create_index(op.f("ix_incident_tickets_proposal_id"), "incident_tickets", ["proposal_id"])
    op.create_index(op.f("ix_incident_tickets_incident_id"), "incident_tickets", ["incident_id"])
    op.add_column("incident_followers", sa.Column("asked_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("incident_followers", "asked_at")
    op.drop_table("incident_tickets")
    op.drop_table("incident_proposals")
