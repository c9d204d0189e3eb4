"""Another model takes the place of the one that answers, and one that cannot be loaded never does."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from channels.core.model_in_use import ModelInUse


class FakeAgent:
    """Rasa's agent, as far as the watch knows it; `hold` keeps a load from ending."""

    def __init__(self, model: Path) -> None:
        self.loads: list[str] = []
        self.hold = threading.Event()
        self.hold.set()
        self.damaged: set[str] = set()
        self._take(model)

    def _take(self, model: Path) -> None:
        self.processor = SimpleNamespace(model_path=model, model_filename=model.name)

    def load_model(self, path: Path) -> None:
        self.loads.append(path.name)
        assert self.hold.wait(10)
        if path.name in self.damaged:
            raise ValueError("half a model")
        self._take(path)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    for name in ("a.tar.gz", "b.tar.gz"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.fixture
def agent(room: Path) -> FakeAgent:
    return FakeAgent(room / "a.tar.gz")


@pytest.fixture
def model(room: Path, agent: FakeAgent) -> ModelInUse:
    return ModelInUse(str(room / "in_use.json"), lambda: agent)  # type: ignore[arg-type, return-value]


def choose(room: Path, name: str) -> None:
    (room / "in_use.json").write_text(json.dumps({"model": str(room / name)}))


async def test_what_is_chosen_is_loaded_once_and_told(
    room: Path, agent: FakeAgent, model: ModelInUse
) -> None:
    await model.look()  # nobody has chosen
    choose(room, "a.tar.gz")
    await model.look()  # it answers already
    assert agent.loads == []
    choose(room, "b.tar.gz")
    await model.look()
    await model.look()
    assert agent.loads == ["b.tar.gz"]
    assert model.told() == {"model": "b.tar.gz", "refused": None}


async def test_while_another_is_loaded_the_turns_go_on_with_the_old_one(
    room: Path, agent: FakeAgent, model: ModelInUse
) -> None:
    agent.hold.clear()
    choose(room, "b.tar.gz")
    looking = asyncio.create_task(model.look())
    while not agent.loads:
        await asyncio.sleep(0)  # the loop turns: nothing of the load runs in it
    assert model.told()["model"] == "a.tar.gz"
    agent.hold.set()
    await looking
    assert model.told()["model"] == "b.tar.gz"


async def test_one_that_cannot_be_loaded_is_told_tried_once_and_the_old_one_stays(
    room: Path, agent: FakeAgent, model: ModelInUse
) -> None:
    agent.damaged.add("b.tar.gz")
    choose(room, "b.tar.gz")
    await model.look()
    await model.look()
    assert agent.loads == ["b.tar.gz"]
    assert model.told() == {"model": "a.tar.gz", "refused": "b.tar.gz"}
    choose(room, "a.tar.gz")
    await model.look()
    agent.damaged.clear()
    choose(room, "b.tar.gz")
    await model.look()  # refused for good under this name, until another was taken
    assert model.told() == {"model": "a.tar.gz", "refused": "b.tar.gz"}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"model": 3}', "not json"])
async def test_a_file_that_says_nothing_changes_nothing(
    room: Path, agent: FakeAgent, model: ModelInUse, text: str
) -> None:
    (room / "in_use.json").write_text(text)
    await model.look()
    assert agent.loads == []
