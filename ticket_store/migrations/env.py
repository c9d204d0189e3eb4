"""Alembic's entry: runs on the connection that database.migrate hands over."""

from typing import Any, Literal

from alembic import context

from ticket_store.model import Base, UtcDateTime


def _written(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    return "UtcDateTime()" if kind == "type" and isinstance(item, UtcDateTime) else False


def _ours(name: str | None, kind: str, _parents: Any) -> bool:
    """The search's own indexes are of one database only: no model declares them."""
    of_search = name is not None and name.startswith(("search_documents_", "search_words_"))
    return not (of_search and kind in ("table", "index"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=_written,
    include_name=_ours,
)
with context.begin_transaction():
    context.run_migrations()
