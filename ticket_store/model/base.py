"""What every table shares: names for constraints (SQLite needs them to migrate) and times that are always
UTC.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BindParameter, DateTime, Dialect, Index, MetaData, bindparam, text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


def written(value: str) -> BindParameter[str]:
    """A value that stands in the statement itself: by a parameter no partial index is found."""
    return bindparam(None, value, literal_execute=True)


def partial(name: str, *columns: str, rows: str) -> Index:
    """An index of only those rows."""
    return Index(name, *columns, sqlite_where=text(rows), postgresql_where=text(rows))


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware UTC out. A naive time is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone")
        value = value.astimezone(UTC)
        # SQLite has no zones: stored bare, always UTC.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
    }
