"""The engine, the transaction that every operation runs in, and the migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from ticket_store.errors import TicketStoreError
from ticket_store.model import Base
from ticket_store.search import index

if TYPE_CHECKING:
    from alembic.config import Config

BUSY_SECONDS = 15


def connect(url: str, *, on_disk: bool = True) -> Engine:
    """An engine for "sqlite:///path" or "postgresql[+psycopg]://...". Opens no connection yet.

    on_disk: whether a commit to SQLite waits for the disk. Without it a power cut, though no death of a
    process, undoes the last ones.
    """
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    if parsed.database and parsed.database != ":memory:":
        path = Path(parsed.database)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Ours alone from its first moment; SQLite gives its -wal and -shm the same permissions.
        event.listen(engine, "do_connect", lambda *_: path.touch(mode=0o600))
    event.listen(engine, "connect", _set_up_sqlite)
    if not on_disk:
        event.listen(engine, "connect", _wait_for_no_disk)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A writing session: committed at the end, rolled back on an error, except on one that keeps_changes.

    Objects stay readable after the block.
    """
    with Session(engine, expire_on_commit=False) as session:
        index.follow(session)
        try:
            yield session
        except TicketStoreError as error:
            if error.keeps_changes:
                session.commit()
            else:
                session.rollback()
            raise
        else:
            session.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads: it waits for no writer and always ends in a rollback."""
    with Session(
        engine.execution_options(reads_only=True, postgresql_readonly=True),
        expire_on_commit=False,
        autoflush=False,
    ) as session:
        yield session


def answers(engine: Engine) -> bool:
    """Whether a query would be answered now."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except Exception:  # whatever the driver raises: the answer is the same
        return False
    return True


def migrate(url: str) -> None:
    """Brings the schema to the newest revision, the catalogue and the articles to what their files say, and
    every ticket into the search.

    A schema of a newer version stays as it is: revisions only add (tests/ticket_store/test_upgrade.py), so
    that the version before them goes on with it.
    """
    from alembic import command  # here alone, and not in each process: 10 MB

    from ticket_store import articles, catalogue

    engine = connect(url)
    try:
        with engine.begin() as connection:
            _hold(connection, "migrate")  # several servers that start together: one migrates, the rest wait
            if not _is_newer(connection):
                command.upgrade(alembic_config(connection), "head")
        with transaction(engine) as session:
            hold(session, "catalogue")
            catalogue.sync(session, catalogue.load())
            articles.sync(session, articles.load())
        more = True
        while more:  # a part at a time: others write meanwhile, and what is done stays done
            with transaction(engine) as session:
                hold(session, "catch_up")
                more = bool(index.catch_up(session))
    finally:
        engine.dispose()


def _is_newer(connection: Connection) -> bool:
    """Whether a version that this one does not know has migrated it."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    known = {one.revision for one in ScriptDirectory.from_config(alembic_config(connection)).walk_revisions()}
    return bool(set(MigrationContext.configure(connection).get_current_heads()) - known)


def alembic_config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


def insert_missing(session: Session, table: type[Base], **values: Any) -> None:
    """INSERT ...

    ON CONFLICT DO NOTHING: makes sure that a row is there, whoever makes it at the same moment.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    target = table.__table__
    assert isinstance(target, Table)
    session.execute(dialect.insert(target).values(**values).on_conflict_do_nothing())


def hold(session: Session, name: str) -> None:
    """Waits for, and holds to the end of the transaction, the lock of that name.

    SQLite's writer lock already is one.
    """
    _hold(session.connection(), name)


def _hold(connection: Connection, name: str) -> None:
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late for a counter: ours is in _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        # A number that was told must survive a power cut: with NORMAL a commit is on disk only much later.
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _wait_for_no_disk(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE: two openings must not both read the counter before either writes it.
    connection.exec_driver_sql(
        "BEGIN" if connection.get_execution_options().get("reads_only") else "BEGIN IMMEDIATE"
    )
