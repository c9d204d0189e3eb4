"""The real topics on a store of their own, told their commands directly: no Rasa, no model, milliseconds a
turn."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from actions import store
from tests.engine.told import Desk, Told
from ticket_store import database

SECRET = "engine-tests-secret"
MEMORY = Path("/dev/shm")


@pytest.fixture
def engine(blank_store: Path) -> Iterator[Engine]:
    """In memory where there is such a disk: a commit waits for no platter."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        shutil.copy(blank_store, f"{folder}/tickets.db")
        url = f"sqlite:///{folder}/tickets.db"
        store.configure(url, SECRET)
        engine = database.connect(url)
        yield engine
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
