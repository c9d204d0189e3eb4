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


def slots(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {e["name"]: e["value"] for e in events if e["event"] == "slot"}


def confirmed_opening() -> dict[str, Any]:
    """The call that Rasa makes once a summary was confirmed."""
    draft = {
        "service": "siafi",
        "service_name": "SIAFI",
        "description": "não abre desde ontem",
        "email": CANARY,
        "open_ticket_confirmation": "yes",
        "submission_key": "k1",
        "form_outcome": "done",
    }
    tracker = {
        "sender_id": "web-contract",
        "slots": draft,
        "latest_message": {
            "text": f"sim {CANARY}",
            "intent": {"name": "affirm", "confidence": 1.0},
            "entities": [],
        },
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
        "latest_input_channel": "web",
    }
    return {
        "next_action": "action_open_ticket",
        "sender_id": "web-contract",
        "tracker": tracker,
        "domain": {},
    }


def test_the_pairing_is_the_one_that_was_measured(rasa_says: dict[str, Any]) -> None:
    assert rasa_says["rasa"] == "3.6.21"
    assert version("rasa-sdk") == "3.21.1"


def test_a_form_starts_takes_what_was_said_and_asks_the_rest(rasa_says: dict[str, Any]) -> None:
    filled = slots(rasa_says["form"])
    assert filled["service"] == "siafi"
    assert filled["description"] == "o siafi não abre desde ontem"
    assert filled["requested_slot"] == "email"
    assert any(
        "Qual é o seu e-mail?" in (e.get("text") or "") for e in rasa_says["form"] if e["event"] == "bot"
    )


def test_responses_of_the_domain_are_filled_by_rasa(rasa_says: dict[str, Any]) -> None:
    [said] = rasa_says["responses"]
    assert said["text"].startswith("Tudo bem")


def test_a_submit_action_without_its_form_registers_nothing_and_apologises(
    rasa_says: dict[str, Any], server: Server
) -> None:
    said = [e["text"] for e in rasa_says["unfinished_submit"] if e["event"] == "bot"]
    assert len(said) == 1
    assert "problema técnico" in said[0]
    assert Conversation(server, id="web-contract").tickets() == []


def test_errors_reach_rasa_as_errors(rasa_says: dict[str, Any]) -> None:
    assert rasa_says["unknown_action"]["error"] == "RasaException"
    assert rasa_says["no_token"]["error"] == "RasaException"


def test_nobody_runs_an_action_without_the_token(server: Server) -> None:
    for headers in ({}, {"X-Action-Token": "wrong"}):
        answer = requests.post(
            f"{server.actions_url}/webhook", json=confirmed_opening(), headers=headers, timeout=10
        )
        assert answer.status_code == 401
    assert requests.get(f"{server.actions_url}/actions", timeout=10).status_code == 401


def test_a_failure_tells_neither_its_text_nor_the_conversation(broken_actions: tuple[str, Path]) -> None:
    url, log = broken_actions
    headers = {"X-Action-Token": TOKEN}
    answer = requests.post(f"{url}/webhook", json=confirmed_opening(), headers=headers, timeout=30)
    assert answer.status_code == 500
    assert set(answer.json()) == {"error", "incident"}
    written = log.read_text()
    assert answer.json()["incident"] in written
    assert CANARY not in written
    assert "no such table" not in answer.text + written


def test_a_malformed_call_is_refused_without_an_echo(server: Server) -> None:
    headers = {"X-Action-Token": TOKEN, "Content-Type": "application/json"}
    answer = requests.post(f"{server.actions_url}/webhook", data="{canary", headers=headers, timeout=10)
    assert answer.status_code == 400
    assert "canary" not in answer.text
