"""Failed guesses are counted for who asks, no longer for whose account or mailbox is asked about."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "login_failures",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("asker", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_login_failures_asker_at", "login_failures", ["asker", "at"])
    op.add_column("one_time_codes", sa.Column("asker", sa.String(64), nullable=False, server_default=""))
    op.create_index("ix_one_time_codes_asker_sent", "one_time_codes", ["asker", "sent_at"])
    op.drop_column("agents", "locked_until")
    op.drop_column("agents", "failed_logins")


def downgrade() -> None:
    op.add_column("agents", sa.Column("failed_logins", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("agents", sa.Column("locked_until", UtcDateTime(), nullable=True))
    op.drop_index("ix_one_time_codes_asker_sent", "one_time_codes")
    op.drop_column("one_time_codes", "asker")
    op.drop_table("login_failures")
