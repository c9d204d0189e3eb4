"""`python -m portal.personal_data`: Ana's data for Ana; erased with her conversations or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from portal import personal_data
from ticket_store import operations, queries
from ticket_store.database import reading, transaction

from .shift import Shift

ANA = "ana@saude.gov.br"


@pytest.fixture(autouse=True)
def settings_of_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: Any) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'tickets.db'}")
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
        monkeypatch.setenv(name, "x" * 40)


@pytest.fixture
def number(engine: Any, shift: Shift) -> str:
    with transaction(engine) as session:
        return operations.open_ticket(
            session,
            email=ANA,
            service_code="siape",
            description="O SIAPE dá erro ao abrir a folha.",
            channel="web",
            conversation_id="web-1",
            submission_key="k1",
            now=shift.clock(),
        ).number


def description(engine: Any, number: str) -> str:
    with reading(engine) as session:
        return queries.desk_ticket(session, ticket_number=number).description


def test_a_copy_is_given_as_json(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    personal_data.main(["export", ANA])
    [ticket] = json.loads(capsys.readouterr().out)["tickets"]
    assert ticket["number"] == number


def test_a_person_is_erased_with_his_conversations_or_not_at_all(
    number: str, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def away(url: str, **given: Any) -> Any:
        raise requests.ConnectionError

    def taken(url: str, *, json: dict[str, str], headers: dict[str, str], timeout: float) -> Any:
        asked.append(json["conversation_id"])
        answer = requests.Response()
        answer.status_code = 200
        return answer

    monkeypatch.setattr("builtins.input", lambda prompt: "outra@saude.gov.br")
    with pytest.raises(personal_data.Refused, match="Nada foi apagado"):
        personal_data.main(["erase", ANA])
    monkeypatch.setattr("builtins.input", lambda prompt: ANA)
    monkeypatch.setattr(requests, "post", away)
    with pytest.raises(personal_data.Refused, match="ponha o Rasa no ar"):
        personal_data.main(["erase", ANA])
    assert "folha" in description(engine, number)
    monkeypatch.setattr(requests, "post", taken)
    personal_data.main(["erase", ANA])
    assert asked == ["web-1"]
    assert description(engine, number) == "[apagado]"
