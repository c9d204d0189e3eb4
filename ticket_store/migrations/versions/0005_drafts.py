"""Tickets begun in one conversation, to be taken up in another"""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("conversation_id", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("submission_key", sa.String(length=80), nullable=False),
        sa.Column("service_code", sa.String(length=40), nullable=True),
        sa.Column("service_text", sa.String(length=120), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("urgency", sa.String(length=120), nullable=True),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_drafts")),
    )
    for column in ("email", "submission_key", "expires_at"):
        op.create_index(op.f(f"ix_drafts_{column}"), "drafts", [column])


def downgrade() -> None:
    op.drop_table("drafts")
