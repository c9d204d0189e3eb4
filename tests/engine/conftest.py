"""The real topics on a store of their own, told their commands directly: no Rasa, no model, milliseconds a
turn."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from actions import store
from tests import kept_answers
from tests.emptied import empty
from tests.engine.told import Desk, Told
from ticket_store import database, queries

SECRET = "engine-tests-secret"
MEMORY = Path("/dev/shm")
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL")


@pytest.fixture(scope="session", autouse=True)
def articles_learnt(blank_store: Path) -> None:
    """As the action server does at its start: else the first turn that asks them is too late."""
    engine = database.connect(f"sqlite:///{blank_store}")
    with pytest.MonkeyPatch.context() as patch, database.reading(engine) as session:
        patch.setenv("VAR_DIR", str(kept_answers.VAR))
        queries.prepare_answers(session)
    engine.dispose()


@pytest.fixture
def on_sqlite(blank_store: Path) -> Iterator[Engine]:
    """In memory where there is such a disk: a commit waits for no platter."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        shutil.copy(blank_store, f"{folder}/tickets.db")
        url = f"sqlite:///{folder}/tickets.db"
        store.configure(url, SECRET)
        engine = database.connect(url)
        yield engine
        engine.dispose()


@pytest.fixture
def engine(on_sqlite: Engine) -> Engine:
    return on_sqlite


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str | None]:
    """A migrated schema of this process's own in the database of TEST_POSTGRES_URL."""
    if not POSTGRES_URL:
        yield None
        return
    schema = f"engine_{os.getpid()}"
    admin = database.connect(POSTGRES_URL)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(POSTGRES_URL).update_query_dict({"options": f"-csearch_path={schema}"})
    database.migrate(url.render_as_string(hide_password=False))
    yield url.render_as_string(hide_password=False)
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture
def on_postgresql(postgres_url: str) -> Iterator[Engine]:
    """For the tests whose point is what the database does; the rest of the engine need not be run twice."""
    store.configure(postgres_url, SECRET)
    engine = database.connect(postgres_url)
    yield engine
    empty(engine, but={"teams", "services", "canned_solutions", "articles", "article_versions"})
    engine.dispose()


@pytest.fixture
def told(engine: Engine) -> Told:
    return Told(engine)


@pytest.fixture
def another(engine: Engine) -> Callable[[], Told]:
    """Another conversation, of the same person or of somebody else."""
    return lambda: Told(engine)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)
