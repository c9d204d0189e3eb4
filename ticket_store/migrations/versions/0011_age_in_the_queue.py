"""When a ticket without a promise presses in the queue."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DAYS = {"critical": 1, "high": 2, "normal": 3}
LONGEST = 5


def upgrade() -> None:
    # No batch: recreating a table that others refer to fails on a SQLite that has rows.
    op.add_column(
        "tickets",
        sa.Column("ages_at", UtcDateTime(), nullable=False, server_default="2000-01-01 00:00:00.000000"),
    )
    connection = op.get_bind()
    tickets = sa.table(
        "tickets",
        sa.column("id", sa.Integer),
        sa.column("priority", sa.String),
        sa.column("opened_at", UtcDateTime()),
        sa.column("ages_at", UtcDateTime()),
    )
    for row in connection.execute(sa.select(tickets.c.id, tickets.c.priority, tickets.c.opened_at)).all():
        aged = row.opened_at + timedelta(days=DAYS.get(row.priority, LONGEST))
        connection.execute(sa.update(tickets).where(tickets.c.id == row.id).values(ages_at=aged))


def downgrade() -> None:
    op.drop_column("tickets", "ages_at")
