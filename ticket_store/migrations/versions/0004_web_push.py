"""Browsers that asked to be told (Web Push), and their channel in the outbox"""

import sqlalchemy as sa
from alembic import op

from ticket_store.model import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("p256dh", sa.String(length=100), nullable=False),
        sa.Column("auth", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["requesters.id"], name=op.f("fk_push_subscriptions_requester_id_requesters")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_push_subscriptions_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
    )
    with op.batch_alter_table("push_subscriptions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_push_subscriptions_requester_id"), ["requester_id"])
        batch_op.create_index(batch_op.f("ix_push_subscriptions_ticket_id"), ["ticket_id"])
        batch_op.create_index(
            "uq_push_subscriptions_browser", ["endpoint_hash", "requester_id", "ticket_id"], unique=True
        )
    _channels("'mail','chat','webhook','push'")


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE channel = 'push'")
    _channels("'mail','chat','webhook'")
    op.drop_table("push_subscriptions")


def _channels(names: str) -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_outbox_channel"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_outbox_channel"), f"channel in ({names})")
