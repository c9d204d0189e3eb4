"""The web chat's end as the desk knows it: the queue left, the grade kept, a copy to a proven address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from portal.app import create_app
from portal.config import PortalConfig
from ticket_store import model, operations, queries
from ticket_store.database import reading, transaction

from .desk_story import ANA, CARLA, Clock

TOKEN = "the channel's token"
CHAT = "web-1"
LINES = [{"who": "Você", "at": "02/03/2026 09h00", "text": "o siafi caiu"}]


@pytest.fixture
def door(config: PortalConfig, engine: Any, clock: Clock) -> TestClient:
    return TestClient(
        create_app(replace(config, channel_token=TOKEN), engine, clock), base_url=config.portal_url
    )


def ask(door: TestClient, what: str, token: str = TOKEN, **told: Any) -> Any:
    return door.post(
        f"/internal/conversation/{what}",
        json={"conversation_id": CHAT, **told},
        headers={"Authorization": f"Bearer {token}"},
    )


def mails(engine: Any, kind: str) -> list[Any]:
    with reading(engine) as session:
        rows = select(model.OutboxRow).where(model.OutboxRow.kind == kind).order_by(model.OutboxRow.id)
        return list(session.scalars(rows))


def test_who_ends_the_chat_no_longer_waits_for_a_person(door: TestClient, engine: Any, clock: Clock) -> None:
    with transaction(engine) as session:
        operations.request_handoff(session, conversation_id=CHAT, transcript=[], wait_minutes=5, now=clock())
    assert ask(door, "waiting").json() == {"state": "requested", "place": 1, "agent": None}
    assert ask(door, "end").status_code == 200
    assert ask(door, "waiting").json() == {"state": None, "place": None, "agent": None}
    assert ask(door, "end").status_code == 200  # nothing was running: nothing to say


def test_a_grade_is_kept_and_a_wrong_one_refused_in_words(
    door: TestClient, engine: Any, clock: Clock
) -> None:
    assert ask(door, "grade", score=4).status_code == 200
    assert ask(door, "grade", score=4, comment="rápido").status_code == 200
    assert ask(door, "grade", score=9).json()["text"] == "Escolha uma nota de 1 a 5."
    assert ask(door, "grade", score=4, comment="x" * 1001).status_code == 422
    with reading(engine) as session:
        [grade] = queries.chat_grades(session, since=clock(), until=clock.at.replace(year=2099))
    assert (grade.score, grade.comment) == (4, "rápido")


def test_a_copy_goes_only_to_an_address_that_was_proven_here(
    door: TestClient, engine: Any, clock: Clock
) -> None:
    assert ask(door, "transcript", email="nada", lines=LINES).json()["field"] == "email"
    assert ask(door, "transcript", email=ANA, lines=LINES).json() == {"sent": False}
    assert mails(engine, "chat_transcript") == []
    [code] = [row.payload["code"] for row in mails(engine, "one_time_code")]
    wrong = ask(door, "transcript", email=ANA, code="000000" if code != "000000" else "1", lines=LINES)
    assert (wrong.status_code, wrong.json()["field"]) == (422, "code")
    other = ask(door, "transcript", email=CARLA, code=code, lines=LINES)
    assert other.status_code == 422  # Ana's code proves nothing of Carla's address
    assert mails(engine, "chat_transcript") == []
    assert ask(door, "transcript", email=ANA, code=code, lines=LINES).json() == {"sent": True}
    assert ask(door, "transcript", email=f" {ANA.upper()} ", lines=LINES).json() == {"sent": True}
    sent = mails(engine, "chat_transcript")
    assert [(row.recipient, row.payload) for row in sent] == [(ANA, {"lines": LINES})] * 2


@pytest.mark.parametrize("what", ["waiting", "end", "grade", "transcript"])
def test_nobody_else_asks(door: TestClient, client: TestClient, what: str) -> None:
    told = {"score": 1, "email": ANA, "lines": []}
    assert ask(door, what, "wrong", **told).status_code == 401
    assert ask(client, what, "", **told).status_code == 401
