"""What the desk and the workers look for all the time is found without reading what is over.

The binding due time is kept on the ticket, by triggers: an older version that still runs beside this one
keeps it too.
"""

import sqlalchemy as sa
from alembic import op

from ticket_store.model.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = "('new', 'in_progress', 'waiting_on_requester')"
RUNNING = "met_at IS NULL AND dropped_at IS NULL AND paused_at IS NULL"
# After every promise and every age. Not 9999: no time zone may carry it out of the calendar.
LAST = "9000-01-01 00:00:00.000000"

# name, table, columns, of which rows. No two of them answer the same: a planner would take the wrong one.
INDEXES = (
    (
        "ix_tickets_queue",
        "tickets",
        ["presses_at", "id", "team_code", "agent_id", "snoozed_until", "next_due_at", "status"],
        "presses_at IS NOT NULL",
    ),
    (
        "ix_tickets_team",
        "tickets",
        ["team_code", "presses_at", "id", "agent_id", "snoozed_until", "next_due_at"],
        "presses_at IS NOT NULL",
    ),
    (
        "ix_tickets_mine",
        "tickets",
        ["agent_id", "presses_at", "id", "snoozed_until", "next_due_at"],
        "presses_at IS NOT NULL",
    ),
    (
        "ix_tickets_waiting",
        "tickets",
        ["presses_at", "id", "team_code"],
        "status = 'waiting_on_requester'",
    ),
    (
        "ix_tickets_snoozed",
        "tickets",
        ["snoozed_until", "id", "team_code", "status"],
        "snoozed_until IS NOT NULL",
    ),
    ("ix_tickets_resolved", "tickets", ["updated_at", "id", "team_code"], "status = 'resolved'"),
    (
        "ix_tickets_finished",
        "tickets",
        ["team_code", "updated_at", "id"],
        "status IN ('closed', 'cancelled')",
    ),
    ("ix_deadlines_to_warn", "deadlines", ["warn_at"], f"{RUNNING} AND warned_at IS NULL"),
    ("ix_deadlines_to_breach", "deadlines", ["due_at"], f"{RUNNING} AND breached_at IS NULL"),
    ("ix_deadlines_missed", "deadlines", ["due_at"], f"{RUNNING} AND breached_at IS NOT NULL"),
    ("ix_deadlines_breached", "deadlines", ["breached_at"], "breached_at IS NOT NULL"),
    ("ix_outbox_queued", "outbox", ["channel", "next_attempt_at", "id"], "state = 'queued'"),
    ("ix_outbox_expiring", "outbox", ["expires_at"], "state = 'queued' AND expires_at IS NOT NULL"),
    ("ix_outbox_parked", "outbox", ["channel", "id"], "state = 'parked'"),
    ("ix_outbox_recipient", "outbox", ["recipient", "created_at"], None),
)
REPLACED = (
    ("ix_tickets_desk", "tickets", ["status", "team_code"]),
    ("ix_tickets_snoozed_until", "tickets", ["snoozed_until"]),
    ("ix_deadlines_watch", "deadlines", ["met_at", "due_at"]),
    ("ix_outbox_due", "outbox", ["channel", "state", "next_attempt_at"]),
)


def bound(ticket: str) -> str:
    """Of the first response and the solution, whichever falls first of those still to be kept."""
    return f"(SELECT min(due_at) FROM deadlines WHERE ticket_id = {ticket} AND {RUNNING})"


def pressing(row: str) -> str:
    """When it presses: a promise's time, else its age; NULL: it is in no queue.

    What waits for the requester with its clock stopped comes last.
    """
    return (
        f"CASE WHEN {row}status NOT IN {OPEN} THEN NULL"
        f" WHEN {row}next_due_at IS NOT NULL THEN {row}next_due_at"
        f" WHEN {row}status = 'waiting_on_requester' THEN '{LAST}' ELSE {row}ages_at END"
    )


def sqlite() -> list[str]:
    bind = "UPDATE tickets SET next_due_at = {0} WHERE id = {1} AND next_due_at IS NOT {0};"
    press = f"UPDATE tickets SET presses_at = {pressing('')} WHERE id = new.id;"
    new, old = (bind.format(bound(f"{which}.ticket_id"), f"{which}.ticket_id") for which in ("new", "old"))
    return [
        f"CREATE TRIGGER deadlines_bind_added AFTER INSERT ON deadlines BEGIN {new} END",
        "CREATE TRIGGER deadlines_bind_changed AFTER UPDATE OF due_at, met_at, dropped_at, paused_at"
        f" ON deadlines BEGIN {new} END",
        f"CREATE TRIGGER deadlines_bind_gone AFTER DELETE ON deadlines BEGIN {old} END",
        f"CREATE TRIGGER tickets_press_added AFTER INSERT ON tickets WHEN new.status IN {OPEN}"
        f" BEGIN {press} END",
        "CREATE TRIGGER tickets_press_changed AFTER UPDATE OF status, ages_at, next_due_at"
        f" ON tickets BEGIN {press} END",
    ]


def postgresql() -> list[str]:
    kept = pressing("new.").replace(f"'{LAST}'", f"timestamptz '{LAST}+00'")
    return [
        f"""CREATE FUNCTION deadlines_bind() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE whose integer; BEGIN
          IF tg_op = 'DELETE' THEN whose := old.ticket_id; ELSE whose := new.ticket_id; END IF;
          UPDATE tickets SET next_due_at = {bound("whose")}
          WHERE id = whose AND next_due_at IS DISTINCT FROM {bound("whose")};
          RETURN NULL; END $$""",
        f"""CREATE FUNCTION tickets_press() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN new.presses_at := {kept}; RETURN new; END $$""",
        "CREATE TRIGGER deadlines_bind_added AFTER INSERT OR DELETE ON deadlines"
        " FOR EACH ROW EXECUTE FUNCTION deadlines_bind()",
        "CREATE TRIGGER deadlines_bind_changed AFTER UPDATE OF due_at, met_at, dropped_at, paused_at"
        " ON deadlines FOR EACH ROW EXECUTE FUNCTION deadlines_bind()",
        "CREATE TRIGGER tickets_press BEFORE INSERT OR UPDATE OF status, ages_at, next_due_at"
        " ON tickets FOR EACH ROW EXECUTE FUNCTION tickets_press()",
    ]


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    # No batch: recreating a table that others refer to fails on a SQLite that has rows.
    op.add_column("tickets", sa.Column("next_due_at", UtcDateTime(), nullable=True))
    op.add_column("tickets", sa.Column("presses_at", UtcDateTime(), nullable=True))
    for statement in sqlite() if dialect == "sqlite" else postgresql():
        op.execute(statement)
    # The triggers do the rest.
    op.execute(f"UPDATE tickets SET next_due_at = {bound('tickets.id')} WHERE status IN {OPEN}")
    for name, table, columns, rows in INDEXES:
        where = sa.text(rows) if rows else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    for name, table, _ in REPLACED:
        op.drop_index(name, table)


def downgrade() -> None:
    for name, table, columns in REPLACED:
        op.create_index(name, table, columns)
    for name, table, *_ in INDEXES:
        op.drop_index(name, table)
    if op.get_bind().dialect.name == "sqlite":
        for name in ("bind_added", "bind_changed", "bind_gone"):
            op.execute(f"DROP TRIGGER deadlines_{name}")
        for name in ("press_added", "press_changed"):
            op.execute(f"DROP TRIGGER tickets_{name}")
    else:
        op.execute("DROP FUNCTION deadlines_bind CASCADE")
        op.execute("DROP FUNCTION tickets_press CASCADE")
    op.drop_column("tickets", "presses_at")
    op.drop_column("tickets", "next_due_at")
