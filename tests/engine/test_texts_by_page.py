"""What a page wrote is said in the next turn, without training; the store away, what came is said."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from actions import said
from tests.engine.told import Told
from ticket_store import administration, assistant_texts
from ticket_store.administration import KINDS
from ticket_store.database import transaction

NOW = datetime(2026, 7, 24, 14, tzinfo=UTC)
KIND = KINDS["assistant_text"]


@pytest.fixture(autouse=True)
def read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "FRESH_SECONDS", -1.0)


def write(engine: Engine, code: str, text: str) -> None:
    with transaction(engine) as session:
        administration.save(session, KIND, code=code, data={"text": text}, agent_id=None, now=NOW)


def test_an_answer_and_a_greeting_are_said_as_the_page_wrote_them(engine: Engine, told: Told) -> None:
    ask: dict[str, Any] = {"command": "ask", "about": "faq_opening_hours"}
    told.say("/greet")
    assert "inclusive feriados" in told.say("que horas abre?", ask)
    write(
        engine, "utter_faq_opening_hours", "Atendemos sempre, também no Natal.\n---\nSempre. No Natal também."
    )
    write(engine, "utter_greet_again", "Olá de novo! Diga.")
    assert "também no Natal" in told.say("que horas abre?", ask)
    assert "Sempre. No Natal" in told.say("abre que horas?", ask)  # in other words the second time
    assert told.say("/greet") == "Olá de novo! Diga."
    assert "/open_ticket" in told.buttons  # the buttons stay those that came
    with transaction(engine) as session:
        administration.put_back(
            session, KIND, code="utter_faq_opening_hours", number=1, agent_id=None, now=NOW
        )
    assert "inclusive feriados" in told.say("que horas abre?", ask)


def test_the_store_away_what_was_read_last_is_said_and_before_it_what_came(
    engine: Engine, told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(engine, "utter_greet_again", "Olá de novo! Diga.")
    told.say("/greet")
    real = assistant_texts.written

    def away(session: Any) -> dict[str, list[str]]:
        raise ConnectionError

    monkeypatch.setattr(assistant_texts, "written", away)
    assert told.say("/greet") == "Olá de novo! Diga."
    assert "texts of the page not read: ConnectionError" in caplog.text
    monkeypatch.setattr(said, "_kept", None)
    assert "Olá de novo" not in told.say("/greet")
    monkeypatch.setattr(assistant_texts, "written", real)
    assert told.say("/greet") == "Olá de novo! Diga."


def test_what_a_model_of_another_release_has_not_is_left_out() -> None:
    came = {"utter_a": [{"text": "A", "buttons": [1]}]}
    assert said.laid(came, {"utter_a": ["B"], "utter_gone": ["C"]}) == {
        "utter_a": [{"text": "B", "buttons": [1]}]
    }
