"""The newest rasa-sdk under Rasa 3.6.21: a pairing that Rasa does not support, so held by this test."""

import json
import os
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from launcher.training import rasa_environment
from tests.dialogue.servers import RASA, ROOT, TOKEN, action_server, environment, free_port
from tests.dialogue.talk import Conversation, Server

CANARY = "canario.lgpd@orgao.gov.br"


@pytest.fixture(scope="module")
def rasa_says(server: Server) -> dict[str, Any]:
    """What Rasa made of the action server's answers."""
    env = {**rasa_environment(ROOT, os.environ), "ACTION_TOKEN": TOKEN}
    script = Path(__file__).with_name("rasa_side.py")
    command = [str(RASA.with_name("python")), str(script), f"{server.actions_url}/webhook", "web-contract"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.fixture
def broken_actions(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An action server whose database has no tables: everything that needs the store fails."""
    env = environment(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path, free_port(5270))
    log = tmp_path / "actions.log"
    with action_server(env, log) as url:
        yield url, log


def turn() -> dict[str, Any]:
    """The call that Rasa makes for a message."""
    tracker = {
        "sender_id": "web-contract",
        "slots": {},
        "latest_message": {
            "text": f"o siafi não abre, meu e-mail é {CANARY}",
            "intent": {"name": "open_ticket", "confidence": 1.0},
            "entities": [],
            "commands": [
                {"command": "start", "flow": "open_ticket"},
                {"command": "set", "slot": "service", "value": "siafi"},
                {"command": "set", "slot": "email", "value": CANARY},
            ],
        },
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
        "latest_input_channel": "web",
    }
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    return {"next_action": "action_turn", "sender_id": "web-contract", "tracker": tracker, "domain": domain}


def test_the_pairing_is_the_one_that_was_measured(rasa_says: dict[str, Any]) -> None:
    assert rasa_says["rasa"] == "3.6.21"
    assert version("rasa-sdk") == "3.21.1"


def test_a_turn_takes_what_was_said_and_asks_the_rest(rasa_says: dict[str, Any]) -> None:
    [dialogue] = [e["value"] for e in rasa_says["opening"] if e["event"] == "slot"]
    [said] = [e["text"] for e in rasa_says["opening"] if e["event"] == "bot"]
    assert dialogue["pending"] == "email"
    assert dialogue["known"]["description"] == "o siafi não abre desde ontem"
    assert "e-mail" in said


def test_a_yes_to_nothing_registers_nothing(rasa_says: dict[str, Any], server: Server) -> None:
    [said] = [e["text"] for e in rasa_says["yes_to_nothing"] if e["event"] == "bot"]
    assert "O que você quer fazer?" in said
    assert Conversation(server, id="web-contract").tickets() == []


def test_errors_reach_rasa_as_errors(rasa_says: dict[str, Any]) -> None:
    assert rasa_says["unknown_action"]["error"] == "RasaException"
    assert rasa_says["no_token"]["error"] == "RasaException"


def test_nobody_runs_an_action_without_the_token(server: Server) -> None:
    for headers in ({}, {"X-Action-Token": "wrong"}):
        answer = requests.post(f"{server.actions_url}/webhook", json=turn(), headers=headers, timeout=10)
        assert answer.status_code == 401
    assert requests.get(f"{server.actions_url}/actions", timeout=10).status_code == 401


def test_a_failure_is_said_kindly_and_tells_nothing_of_its_own(broken_actions: tuple[str, Path]) -> None:
    url, log = broken_actions
    headers = {"X-Action-Token": TOKEN}
    answer = requests.post(f"{url}/webhook", json=turn(), headers=headers, timeout=30)
    [said] = answer.json()["responses"]
    assert "problema técnico" in said["text"]
    assert answer.json()["events"] == []
    written = log.read_text()
    assert "turn failed" in written
    assert CANARY not in written
    assert "no such table" not in answer.text + written


def test_a_malformed_call_is_refused_without_an_echo(server: Server) -> None:
    headers = {"X-Action-Token": TOKEN, "Content-Type": "application/json"}
    answer = requests.post(f"{server.actions_url}/webhook", data="{canary", headers=headers, timeout=10)
    assert answer.status_code == 400
    assert "canary" not in answer.text
