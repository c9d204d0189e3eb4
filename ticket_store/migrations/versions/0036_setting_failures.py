"""What was written by page and could not be used."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "setting_failures",
        sa.Column("kind", sa.String(24), primary_key=True),
        sa.Column("code", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("setting_failures")
