"""A Rasa server whose model is damaged is not ready, says so in its log, and tells people where to ask."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
from actions_double import ActionsDouble
from chat_client import Chat, wait_for
from rasa_double import RasaServer, credentials, endpoints, spare_port

pytestmark = pytest.mark.rasa


def test_a_server_with_a_truncated_model_is_never_ready_and_says_why(
    model: Path, actions: ActionsDouble, tmp_path: Path
) -> None:
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(model.read_bytes()[:-2000])
    rasa = RasaServer(
        tmp_path, cut, spare_port(), endpoints=endpoints(tmp_path, actions.url), credentials=credentials()
    )

    def answers() -> bool:
        try:
            return requests.get(rasa.url, timeout=2).status_code == 200
        except requests.RequestException:
            return False

    try:
        rasa.begin()
        wait_for(answers, 120)
        health = requests.get(f"{rasa.url}/webhooks/web/health", timeout=5)
        assert (health.status_code, health.json()) == (503, {"ready": False})
        wait_for(lambda: "No usable model" in rasa.log.read_text())
        page = Chat(rasa.url)
        refused = page.send("oi")
        page.close()
        assert refused["reason"] == "unavailable"
        assert "0800 728 2323" in refused["text"]
    finally:
        rasa.stop()
