"""Single actions, run by rasa-sdk's executor on a store of their own: what no conversation reaches easily."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor
from sqlalchemy import Engine, select

from actions import store
from ticket_store import database, model

ROOT = Path(__file__).resolve().parents[2]
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text())
DRAFT = {
    "service": "siafi",
    "service_name": "SIAFI",
    "description": "não abre desde ontem na sala",
    "email": "ana@orgao.gov.br",
    "open_ticket_confirmation": "yes",
    "submission_key": "key-1",
    "form_outcome": "done",
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'tickets.db'}"
    database.migrate(url)
    store.configure(url, "secret")
    engine = database.connect(url)
    yield engine
    engine.dispose()


@pytest.fixture
def executor() -> ActionExecutor:
    executor = ActionExecutor()
    executor.register_package("actions")
    return executor


async def run(
    executor: ActionExecutor, action: str, slots: dict[str, Any], text: str = "sim", intent: str = "affirm"
) -> tuple[list[str], list[dict[str, Any]]]:
    """Names of the responses, and the events."""
    tracker = Tracker(
        "web-1",
        slots,
        {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": [], "message_id": "m1"},
        [],
        False,
        None,
        {},
        "action_listen",
    ).current_state()
    answer = await executor.run(
        {"next_action": action, "sender_id": "web-1", "tracker": tracker, "domain": DOMAIN}
    )
    assert answer
    return [r.get("response") or "" for r in answer.responses], answer.events


def rows(engine: Engine, table: Any) -> list[Any]:
    with database.transaction(engine) as session:
        return list(session.scalars(select(table)))


async def test_a_confirmation_that_is_played_twice_opens_one_ticket_and_sends_one_mail(
    engine: Engine, executor: ActionExecutor
) -> None:
    for _ in range(2):
        said, events = await run(executor, "action_open_ticket", DRAFT)
        assert said == ["utter_ticket_opened"]
        assert {"event": "slot", "timestamp": None, "name": "submission_key", "value": None} in events
    assert len(rows(engine, model.Ticket)) == 1
    assert len(rows(engine, model.OutboxRow)) == 1


@pytest.mark.parametrize(
    "missing", ["service", "description", "email", "open_ticket_confirmation", "submission_key"]
)
async def test_the_submit_action_checks_for_itself_that_nothing_is_missing(
    engine: Engine, executor: ActionExecutor, missing: str
) -> None:
    said, _ = await run(executor, "action_open_ticket", DRAFT | {missing: None})
    assert said == ["utter_technical_problem"]
    assert rows(engine, model.Ticket) == []


async def test_a_form_that_never_validated_owes_an_apology(engine: Engine, executor: ActionExecutor) -> None:
    """Rasa runs the submit action also when the validating action failed on the first turn."""
    said, _ = await run(executor, "action_open_ticket", {}, "quero abrir um chamado", "open_ticket")
    assert said == ["utter_technical_problem"]


@pytest.mark.parametrize("outcome", ["stopped", "gave_up", "switched"])
async def test_a_form_that_was_left_owes_nothing(
    engine: Engine, executor: ActionExecutor, outcome: str
) -> None:
    said, _ = await run(executor, "action_open_ticket", DRAFT | {"form_outcome": outcome})
    assert said == []
    assert rows(engine, model.Ticket) == []


async def test_yes_after_a_lost_answer_finishes_the_confirmed_opening(
    engine: Engine, executor: ActionExecutor
) -> None:
    _, events = await run(executor, "action_affirm", DRAFT)
    assert [e["name"] for e in events if e["event"] == "followup"] == ["action_open_ticket"]


async def test_what_the_store_refuses_is_asked_again(engine: Engine, executor: ActionExecutor) -> None:
    said, events = await run(executor, "action_open_ticket", DRAFT | {"email": "ana@"})
    assert said == ["utter_email_invalid"]
    assert {e["name"]: e.get("value") for e in events if e["event"] == "slot"}["email"] is None
    assert [e["name"] for e in events if e["event"] == "followup"] == ["open_ticket_form"]


async def test_a_change_that_was_not_confirmed_changes_nothing(
    engine: Engine, executor: ActionExecutor
) -> None:
    await run(executor, "action_open_ticket", DRAFT)
    [ticket] = rows(engine, model.Ticket)
    slots = {"ticket_number": ticket.number, "form_outcome": "done", "ticket_reason": "voltou"}
    for action in ("action_cancel_ticket", "action_reopen_ticket"):
        said, _ = await run(executor, action, slots)
        assert said == ["utter_technical_problem"]
    assert rows(engine, model.Ticket)[0].status == "new"
