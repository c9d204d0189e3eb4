"""Alembic's entry: runs on the connection that database.migrate hands over."""

from typing import Any, Literal

from alembic import context

from ticket_store.model import Base, UtcDateTime


def _written(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    return "UtcDateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_written,
)
with context.begin_transaction():
    context.run_migrations()
