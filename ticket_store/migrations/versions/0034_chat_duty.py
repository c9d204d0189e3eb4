"""Who attends chats now, and the team that a conversation was passed to."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agents", sa.Column("attends_since", UtcDateTime(), nullable=True))
    op.add_column("handoffs", sa.Column("team_code", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("handoffs", "team_code")
    op.drop_column("agents", "attends_since")
