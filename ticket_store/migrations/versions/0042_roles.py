"""Accounts with a role that was made by page: the version before reads them as attendants."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Beside `role`, which takes three words only: a batch would make `agents` anew, which others point at.
    op.add_column("agents", sa.Column("own_role", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("agents", "own_role")
