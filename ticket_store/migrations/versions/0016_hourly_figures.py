"""The dashboard's figures, kept as they happen: by triggers, so that an older version keeps them too.

Rows are only added (two at once wait for nobody); operations.fold_figures makes one of those of an hour.
"""

import sqlalchemy as sa
from alembic import op

from ticket_store.model.base import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Where one talks with the assistant; a form is no conversation.
TALKING = "('web', 'telegram', 'whatsapp', 'voice', 'shell', 'mail')"
GIVEN_UP_AFTER = 2  # misunderstandings, from which on the assistant offered a person
MOVES = "('resolved', 'cancelled', 'reopened')"
KEPT = "met_at IS NOT NULL AND dropped_at IS NULL"
OUTCOME = "CASE WHEN {0}breached_at IS NULL THEN 'met' ELSE 'breached' END"


def hour(moment: str, dialect: str) -> str:
    if dialect == "sqlite":
        return f"strftime('%Y-%m-%d %H:00:00.000000', {moment})"
    return f"date_trunc('hour', {moment}, 'UTC')"


def adding(moment: str, kind: str, dialect: str, number: str = "1", rows: str = "") -> str:
    return (
        "INSERT INTO hourly_figures (hour, kind, number)"
        f" SELECT {hour(moment, dialect)}, {kind}, {number}{rows};"
    )


def triggers(dialect: str) -> list[tuple[str, str, str, str]]:
    """(table, event, condition on old and new, what is added)."""

    def add(*given: str) -> str:
        return adding(given[0], given[1], dialect, *given[2:])

    score = "'score_' || {0}.score"
    talk = " FROM conversations c WHERE c.id = new.conversation_id AND c.channel IN " + TALKING
    first = (
        " AND NOT EXISTS (SELECT 1 FROM handoffs h"
        " WHERE h.conversation_id = new.conversation_id AND h.id <> new.id)"
    )
    understood = f" AND c.misunderstood < {GIVEN_UP_AFTER}"
    handed = "EXISTS (SELECT 1 FROM handoffs h WHERE h.conversation_id = new.id)"
    return [
        ("tickets", "INSERT", "true", add("new.opened_at", "'opened'")),
        ("events", "INSERT", f"new.kind IN {MOVES}", add("new.at", "new.kind")),
        (
            "deadlines",
            "INSERT",
            "new.met_at IS NOT NULL AND new.dropped_at IS NULL",
            add("new.met_at", OUTCOME.format("new.")),
        ),
        (
            "deadlines",
            "UPDATE OF met_at",
            "old.met_at IS NULL AND new.met_at IS NOT NULL AND new.dropped_at IS NULL",
            add("new.met_at", OUTCOME.format("new.")),
        ),
        ("ratings", "INSERT", "true", add("new.rated_at", score.format("new"))),
        (
            "ratings",
            "UPDATE OF score",
            "old.score <> new.score",
            add("old.rated_at", score.format("old"), "-1") + " " + add("new.rated_at", score.format("new")),
        ),
        ("conversations", "INSERT", f"new.channel IN {TALKING}", add("new.started_at", "'talk'")),
        (
            "conversations",
            "INSERT",
            f"new.channel IN {TALKING} AND new.misunderstood < {GIVEN_UP_AFTER}",
            add("new.started_at", "'alone'"),
        ),
        (
            "conversations",
            "UPDATE OF misunderstood",
            f"new.channel IN {TALKING} AND old.misunderstood < {GIVEN_UP_AFTER}"
            f" AND new.misunderstood >= {GIVEN_UP_AFTER}",
            add("new.started_at", "'alone'", "-1", f" WHERE NOT {handed}"),
        ),
        (
            "handoffs",
            "INSERT",
            "true",
            add("c.started_at", "'handed_over'", "1", talk + first)
            + " "
            + add("c.started_at", "'alone'", "-1", talk + first + understood),
        ),
    ]


def of_before() -> list[tuple[str, str, str]]:
    """(kind, its time, of which rows) of what stands there already."""
    handed = "EXISTS (SELECT 1 FROM handoffs h WHERE h.conversation_id = conversations.id)"
    talks = f"FROM conversations WHERE channel IN {TALKING}"
    return [
        ("'opened'", "opened_at", "FROM tickets"),
        ("kind", "at", f"FROM events WHERE kind IN {MOVES}"),
        (OUTCOME.format(""), "met_at", f"FROM deadlines WHERE {KEPT}"),
        ("'score_' || score", "rated_at", "FROM ratings"),
        ("'talk'", "started_at", talks),
        ("'handed_over'", "started_at", f"{talks} AND {handed}"),
        ("'alone'", "started_at", f"{talks} AND misunderstood < {GIVEN_UP_AFTER} AND NOT {handed}"),
    ]


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.create_table(
        "hourly_figures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hourly_figures")),
    )
    run = op.get_bind().exec_driver_sql
    for name, (table, event, condition, added) in _named(dialect):
        if dialect == "sqlite":
            run(f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {condition} BEGIN {added} END")
            continue
        run(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {added} RETURN NULL; END $$"
        )
        run(
            f"CREATE TRIGGER {name} AFTER {event} ON {table}"
            f" FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()"
        )
    for kind, moment, rows in of_before():
        run(
            "INSERT INTO hourly_figures (hour, kind, number)"
            f" SELECT {hour(moment, dialect)}, {kind}, count(*) {rows} GROUP BY 1, 2"
        )
    op.create_index("ix_hourly_figures_kind", "hourly_figures", ["kind", "hour", "number"])


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for name, _ in _named(dialect):
        op.execute(f"DROP TRIGGER {name}" if dialect == "sqlite" else f"DROP FUNCTION {name} CASCADE")
    op.drop_table("hourly_figures")


def _named(dialect: str) -> list[tuple[str, tuple[str, str, str, str]]]:
    return [(f"figures_{n}_{one[0]}", one) for n, one in enumerate(triggers(dialect))]
