"""What a report reads of a period is found by the time it happened."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_tickets_answered", "tickets", "first_response_at"),
    ("ix_tickets_solved", "tickets", "resolved_at"),
    ("ix_deadlines_met", "deadlines", "met_at"),
)


def upgrade() -> None:
    for name, table, column in INDEXES:
        rows = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, table, [column], sqlite_where=rows, postgresql_where=rows)
    op.create_index("ix_ratings_rated_at", "ratings", ["rated_at"])


def downgrade() -> None:
    op.drop_index("ix_ratings_rated_at", "ratings")
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
