"""What a report reads of a period is found by the time it happened."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_tickets_first_response_at", "tickets", "first_response_at"),
    ("ix_tickets_resolved_at", "tickets", "resolved_at"),
    ("ix_deadlines_met_at", "deadlines", "met_at"),
    ("ix_ratings_rated_at", "ratings", "rated_at"),
)


def upgrade() -> None:
    for name, table, column in INDEXES:
        op.create_index(name, table, [column])


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
