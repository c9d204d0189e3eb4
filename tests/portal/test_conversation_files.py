"""Ana sends a photo in a chat; it lands on the ticket she speaks of there, and on no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from portal.app import create_app
from portal.config import PortalConfig
from ticket_store import identity, operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.queries import mailbox

from .desk_story import ANA, CARLA, Clock

TOKEN = "the channel's token"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
CHAT = "tg-42"


@pytest.fixture
def door(config: PortalConfig, engine: Any, clock: Clock) -> TestClient:
    """Rasa's channel: no browser, so neither Origin nor Sec-Fetch-Site."""
    return TestClient(
        create_app(replace(config, channel_token=TOKEN), engine, clock), base_url=config.portal_url
    )


def opened(engine: Any, clock: Clock, key: str, conversation_id: str = CHAT, email: str = ANA) -> str:
    with transaction(engine) as session:
        return operations.open_ticket(
            session,
            email=email,
            service_code="siape",
            description="O SIAPE dá erro ao abrir a folha.",
            channel="telegram",
            conversation_id=conversation_id,
            submission_key=key,
            now=clock(),
        ).number


def send(
    door: TestClient,
    content: bytes = PNG,
    *,
    token: str | None = TOKEN,
    name: str = "foto.png",
    about: str = "",
) -> Any:
    headers = {} if token is None else {"Authorization": f"Bearer {token}".encode()}
    form = {"conversation_id": CHAT, "about": about}
    return door.post("/internal/attachments", data=form, files={"file": (name, content)}, headers=headers)


def files_of(engine: Any, number: str) -> list[str]:
    with reading(engine) as session:
        return [a.filename for a in queries.attachments(session, ticket_number=number)]


def test_a_file_lands_on_the_newest_open_ticket_of_its_conversation(
    door: TestClient, engine: Any, clock: Clock
) -> None:
    older, newer = opened(engine, clock, "k1"), opened(engine, clock, "k2")
    others = opened(engine, clock, "k3", conversation_id="tg-43", email=CARLA)
    answer = send(door)
    assert answer.status_code == 200
    assert answer.json() == {"ticket_number": newer}
    assert files_of(engine, newer) == ["foto.png"]
    assert files_of(engine, older) == files_of(engine, others) == []


def test_the_same_file_handed_over_again_is_kept_once(door: TestClient, engine: Any, clock: Clock) -> None:
    number = opened(engine, clock, "k1")
    assert send(door).json() == send(door).json() == {"ticket_number": number}
    assert send(door, PNG + b"1").status_code == 200
    assert files_of(engine, number) == ["foto.png", "foto.png"]


def test_a_file_goes_to_the_ticket_spoken_of_where_this_conversation_may_read_it(
    door: TestClient, engine: Any, clock: Clock
) -> None:
    here = opened(engine, clock, "k1")
    elsewhere = opened(engine, clock, "k2", conversation_id="web-1")
    carlas = opened(engine, clock, "k3", conversation_id="tg-43", email=CARLA)
    assert send(door, about=elsewhere).json() == {"ticket_number": here}  # nothing proves that it is hers
    with transaction(engine) as session:
        identity.record_proof(session, conversation_id=CHAT, email=ANA, now=clock())
    assert send(door, about=elsewhere).json() == {"ticket_number": elsewhere}
    assert send(door, PNG + b"2", about=carlas).json() == {"ticket_number": here}
    assert files_of(engine, carlas) == []


def test_a_file_for_a_draft_is_not_added_to_the_ticket_that_is_there_already(
    door: TestClient, engine: Any, clock: Clock, config: PortalConfig
) -> None:
    before = opened(engine, clock, "k1")
    clock.forward(minutes=1)
    assert send(door, about="draft").status_code == 202
    assert placed(engine, clock, config.attachments_dir) == 0
    clock.forward(minutes=1)
    number = opened(engine, clock, "k2")
    assert placed(engine, clock, config.attachments_dir) == 1
    assert (files_of(engine, before), files_of(engine, number)) == ([], ["foto.png"])


def test_the_attendant_in_the_conversation_is_told_of_it_once(
    door: TestClient, engine: Any, clock: Clock
) -> None:
    number = opened(engine, clock, "k1")
    with transaction(engine) as session:
        handoff = operations.request_handoff(
            session, conversation_id=CHAT, transcript=[], wait_minutes=5, now=clock()
        ).id
    send(door), send(door)
    with reading(engine) as session:
        said = [m.text for m in queries.live_messages(session, handoff_id=handoff)]
    assert said == [f"Enviou o arquivo “foto.png” (no acionamento {number})."]


def placed(engine: Any, clock: Clock, directory: Path) -> int:
    with transaction(engine) as session:
        return operations.place_held_files(session, directory=directory, now=clock())


def test_a_file_sent_before_the_ticket_is_kept_for_it(
    door: TestClient, engine: Any, clock: Clock, config: PortalConfig
) -> None:
    assert [send(door).status_code, send(door).status_code] == [202, 202]  # the same photo, twice
    assert send(door, PNG + b"2", name="outra.png").status_code == 202
    opened(engine, clock, "k0", conversation_id="tg-43", email=CARLA)
    assert placed(engine, clock, config.attachments_dir) == 0
    number = opened(engine, clock, "k1")
    assert placed(engine, clock, config.attachments_dir) == 2
    assert files_of(engine, number) == ["foto.png", "outra.png"]
    assert placed(engine, clock, config.attachments_dir) == 0


def test_a_finished_ticket_takes_none_the_next_one_does(
    door: TestClient, engine: Any, clock: Clock, config: PortalConfig
) -> None:
    finished = opened(engine, clock, "k1")
    with transaction(engine) as session:
        operations.cancel(session, ticket_number=finished, reason="x", author=Author.requester(), now=clock())
    assert send(door).status_code == 202
    number = opened(engine, clock, "k2")
    assert placed(engine, clock, config.attachments_dir) == 1
    assert (files_of(engine, finished), files_of(engine, number)) == ([], ["foto.png"])


def test_what_no_longer_fits_is_told_to_the_desk_by_name(
    door: TestClient, engine: Any, clock: Clock, config: PortalConfig
) -> None:
    for n in range(10):
        assert send(door, PNG + bytes([n]), name=f"{n}.png").status_code == 202
    assert send(door, PNG + b"x", name="demais.png").json() == {"reason": "too_many", "limit": 10}
    number = opened(engine, clock, "k1")
    assert send(door, PNG + b"y", name="primeiro.png").status_code == 200
    assert placed(engine, clock, config.attachments_dir) == 10
    with reading(engine) as session:
        notes = [
            e.text for e in queries.history(session, ticket_number=number, internal=True) if e.kind == "note"
        ]
    assert len(files_of(engine, number)) == 10
    assert ["9.png" in note for note in notes] == [True]


def test_what_the_store_refuses_is_refused_here(door: TestClient, engine: Any, clock: Clock) -> None:
    number = opened(engine, clock, "k1")
    for content, status, told in (
        (b"MZ\x90\x00" + b"\x00" * 100, 415, {"reason": "refused", "limit": None}),
        (PNG + b"\x00" * 300_000, 413, {"reason": "too_large", "limit": 200_000}),
        (b"", 422, {"reason": "empty", "limit": None}),
    ):
        answer = send(door, content)
        assert (answer.status_code, answer.json()) == (status, told)
    assert files_of(engine, number) == []


@pytest.mark.parametrize("token", [None, "", "wrong", "thé channel's token"])
def test_nobody_else_hands_files_over(door: TestClient, engine: Any, clock: Clock, token: str | None) -> None:
    number = opened(engine, clock, "k1")
    assert send(door, token=token).status_code in {401, 403}
    assert files_of(engine, number) == []


def test_a_portal_without_the_channels_token_takes_none(client: TestClient) -> None:
    assert send(client, token="").status_code == 401


def test_a_message_that_was_set_aside_waits_for_a_person_once(door: TestClient, engine: Any) -> None:
    told = {"id": "tg-42|7", "conversation_id": CHAT, "text": "minha senha é Zx9Canary7, e não abre"}
    wrong = door.post("/internal/set-aside", json=told, headers={"Authorization": "Bearer x"})
    assert wrong.status_code == 401
    for _ in range(2):
        answer = door.post(
            "/internal/set-aside", json=told, headers={"Authorization": f"Bearer {TOKEN}".encode()}
        )
        assert answer.status_code == 200
    with reading(engine) as session:
        [kept] = mailbox.kept_letters(session)
        assert b"Zx9Canary7" not in mailbox.kept_raw(session, letter_id=kept.id)
    assert (kept.reason, kept.sender) == ("chat_message", CHAT)
    assert kept.excerpt == "minha senha é [senha omitida], e não abre"
