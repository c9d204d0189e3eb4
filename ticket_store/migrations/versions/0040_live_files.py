"""Files that an attendant sends in a live conversation, and who wants a digest of his notices by mail."""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("live_messages", sa.Column("file_key", sa.String(length=80), nullable=True))
    op.add_column("live_messages", sa.Column("file_name", sa.String(length=150), nullable=True))
    op.add_column("live_messages", sa.Column("file_type", sa.String(length=100), nullable=True))
    op.add_column(
        "agents", sa.Column("bell_digest", sa.String(length=5), server_default="never", nullable=False)
    )
    op.add_column("agents", sa.Column("bell_digest_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    # Column by column: a batch would make `agents` anew, which other tables point at.
    op.drop_column("agents", "bell_digest_at")
    op.drop_column("agents", "bell_digest")
    for name in ("file_type", "file_name", "file_key"):
        op.drop_column("live_messages", name)
