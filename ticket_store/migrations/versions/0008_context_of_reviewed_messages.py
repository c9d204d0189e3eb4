"""What was asked when a message was not understood, and what was read of it, are reviewed with its text"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_items", sa.Column("pending", sa.String(length=40), nullable=True))
    op.add_column("review_items", sa.Column("commands", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("review_items", "commands")
    op.drop_column("review_items", "pending")
