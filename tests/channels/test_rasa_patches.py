"""The patches do what they say on the pinned Rasa, and refuse exactly what Rasa refuses."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import dask
import pytest
import rasa
import rasa.core.actions.action as action_module
import rasa.core.run as run_module
import rasa.engine.runner.dask as runner_module
from jsonschema import ValidationError
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain

from channels.core import rasa_patches

Remote = action_module.RemoteAction


@pytest.fixture(autouse=True)
def stock() -> Iterator[object]:
    """Rasa's own method, whatever another test installed; what was there is put back afterwards."""
    found, timeout = Remote._validate_action_result, action_module.DEFAULT_REQUEST_TIMEOUT
    loads = run_module.load_agent_on_start
    Remote._validate_action_result = getattr(found, "stock", found)
    yield Remote._validate_action_result
    Remote._validate_action_result, action_module.DEFAULT_REQUEST_TIMEOUT = found, timeout
    run_module.load_agent_on_start = loads


EVENTS = [
    {"event": "slot", "name": "email", "value": "x"},
    {"event": "form", "name": "open_ticket_form"},
    {"event": "pause"},
]
ANSWERS = [
    ({"events": EVENTS, "responses": [{"text": "oi"}]}, True),
    ({"events": [], "responses": []}, True),
    ({}, True),
    ({"events": EVENTS[:1], "responses": [{}]}, True),
    ({"events": [{"event": "slot", "name": "email"}]}, False),
    ({"events": [{"event": "slot", "name": 5, "value": "x"}]}, False),
    ({"events": [{"event": "slot", "name": "email", "value": "x", "timestamp": True}]}, False),
    ({"events": [{"event": "slot", "name": "email", "value": "x", "metadata": "x"}]}, False),
    ({"events": [{"event": 5}], "responses": []}, False),
    ({"events": "x"}, False),
    ({"responses": ["x"]}, False),
    (None, False),
    ([], False),
]


def verdict(result: object) -> tuple[bool, str]:
    try:
        return Remote("action_x", None)._validate_action_result(result), ""
    except ValidationError as error:
        return False, error.message


def test_the_installed_rasa_is_the_one_the_patch_was_written_for() -> None:
    assert rasa.__version__ == rasa_patches.PINNED


@pytest.mark.parametrize(("answer", "accepted"), ANSWERS)
def test_an_answer_is_judged_and_refused_as_by_the_stock_schema(answer: object, accepted: bool) -> None:
    before = verdict(answer)
    rasa_patches.install(5)
    assert verdict(answer) == before
    assert before[0] is accepted


def test_the_schema_is_not_asked_of_messages_and_slots(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much faster that is: `make bench`."""
    rasa_patches.install(5)
    monkeypatch.setattr(Remote, "action_response_format_spec", lambda: pytest.fail("compiled"))
    assert verdict({"events": EVENTS[:1], "responses": [{"text": "oi"}]}) == (True, "")


def test_the_action_timeout_is_the_one_a_remote_action_uses() -> None:
    rasa_patches.install(7)
    assert "DEFAULT_REQUEST_TIMEOUT" in Remote.run.__code__.co_names
    assert action_module.DEFAULT_REQUEST_TIMEOUT == 7


def test_a_graph_comes_out_as_dask_runs_it() -> None:
    rasa_patches.install(5)
    graph = {"text": ("text", ["oi"]), "read": (list, "text"), "told": (lambda *given: given, "read", "text")}
    assert runner_module.dask.get(graph, ["told", "read"]) == dask.get(graph, ["told", "read"])
    with pytest.raises(RuntimeError, match="broken"):
        runner_module.dask.get({"read": (broken,)}, ["read"])


def test_no_domain_is_made_for_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    rasa_patches.install(5)
    monkeypatch.setattr(Domain, "empty", lambda: pytest.fail("made an empty domain"))
    MessageProcessor._check_for_unseen_features(
        SimpleNamespace(domain=Domain.from_dict({"intents": ["oi"]})),
        {"intent": {"name": "x"}, "entities": []},
    )


def broken() -> None:
    raise RuntimeError("broken")


def test_installing_twice_keeps_one_layer(stock: object) -> None:
    rasa_patches.install(5)
    rasa_patches.install(5)
    assert Remote._validate_action_result.stock is stock


@pytest.mark.parametrize("model", ["whole", "stumbles", "damaged"])
async def test_a_message_is_read_before_the_server_listens(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, model: str
) -> None:
    """And whatever becomes of it, the server starts."""
    read: list[str] = []

    async def parse_message(message: UserMessage) -> None:
        read.append(message.text)
        if model == "stumbles":
            raise ValueError

    loaded = SimpleNamespace(
        processor=None if model == "damaged" else SimpleNamespace(parse_message=parse_message)
    )

    async def load(path: str, **_: object) -> SimpleNamespace:
        assert (path, read) == ("models", [])
        return loaded

    monkeypatch.setattr(run_module, "load_agent_on_start", load)
    rasa_patches.install(5)
    rasa_patches.install(5)  # one layer
    assert await run_module.load_agent_on_start("models", app=None) is loaded
    assert len(read) == (0 if model == "damaged" else 1)
    assert ("could not be read" in caplog.text) == (model == "stumbles")


def test_rasa_starts_by_the_name_that_is_replaced() -> None:
    """And after it has made the channels, which replace it."""
    names = run_module.serve_application.__code__.co_names
    assert names.index("create_http_input_channels") < names.index("load_agent_on_start")


def test_another_rasa_is_left_as_it_comes(monkeypatch: pytest.MonkeyPatch, stock: object) -> None:
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    rasa_patches.install(5)
    assert Remote._validate_action_result is stock
