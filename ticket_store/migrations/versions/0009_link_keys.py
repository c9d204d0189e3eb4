"""A ticket's links carry a key besides its number; the links mailed before carry none and end here."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: recreating a table that others refer to fails on a SQLite that has rows.
    op.add_column("tickets", sa.Column("link_key", sa.String(32), nullable=False, server_default=""))
    connection = op.get_bind()
    tickets = sa.table("tickets", sa.column("id", sa.Integer), sa.column("link_key", sa.String))
    for ticket_id in connection.scalars(sa.select(tickets.c.id)).all():
        key = secrets.token_hex(16)
        connection.execute(sa.update(tickets).where(tickets.c.id == ticket_id).values(link_key=key))


def downgrade() -> None:
    op.drop_column("tickets", "link_key")
