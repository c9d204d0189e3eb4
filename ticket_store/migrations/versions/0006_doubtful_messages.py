"""Messages that were answered in doubt are reviewed too: how often one was not understood at all"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    counted = sa.Column("misunderstood", sa.Integer(), nullable=False, server_default="0")
    op.add_column("review_items", counted)
    op.execute("UPDATE review_items SET misunderstood = seen")


def downgrade() -> None:
    op.drop_column("review_items", "misunderstood")
