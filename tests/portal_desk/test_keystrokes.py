"""Typing both ways in a live conversation: seen by the other side alone, and written nowhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect
from sqlalchemy import event

from portal.app import create_app
from portal.config import PortalConfig
from portal.desk.feed import Feed
from portal.keystrokes import LASTS_SECONDS, Keystrokes
from ticket_store import operations

from .shift import PASSWORD, Clock, Shift
from .test_feed import next_of
from .test_in_browser import Seat, listening

CHAT = "web-abc"
TOKEN = "the channel's token"


@pytest.fixture
def told() -> Iterator[tuple[str, list[Any]]]:
    """The channels' server: its address, and what it was told."""
    heard: list[Any] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, self.headers["X-Channel-Token"], json.loads(body)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


@pytest.fixture
def config(config: PortalConfig, told: tuple[str, list[Any]]) -> PortalConfig:
    return replace(config, rasa_url=told[0], channel_token=TOKEN)


def types(site: TestClient, *, on: bool = True, token: str = TOKEN) -> int:
    said = {"conversation_id": CHAT, "on": on}
    return site.post(
        "/internal/conversation/typing", json=said, headers={"Authorization": f"Bearer {token}"}
    ).status_code


def test_the_person_is_told_while_he_who_has_the_conversation_types(
    bruno: TestClient, signed_in: Any, shift: Shift, told: tuple[str, list[Any]]
) -> None:
    handoff = shift.handoff(CHAT)
    page = f"/atendimento/conversas/{handoff}/digitando"
    bruno.post(page)
    assert told[1] == []  # nobody has it yet
    bruno.post(f"/atendimento/conversas/{handoff}/assumir")
    signed_in("denise").post(page)
    assert told[1] == []
    assert bruno.post(page).status_code == 204
    assert told[1] == [("/webhooks/web/typing", TOKEN, {"conversation_id": CHAT})]
    assert bruno.post("/atendimento/conversas/999/digitando").status_code == 404


def test_a_channel_that_is_away_or_shows_no_such_thing_disturbs_nobody(
    config: PortalConfig, engine: Any, clock: Clock, shift: Shift, told: tuple[str, list[Any]]
) -> None:
    for url, chat in (("http://127.0.0.1:9", CHAT), (told[0], "tg-5")):
        app = create_app(replace(config, rasa_url=url), engine, clock)
        bruno = TestClient(app, base_url=config.portal_url, headers={"Origin": config.portal_url})
        bruno.post("/atendimento/entrar", data={"email": "bruno@serpro.gov.br", "password": PASSWORD})
        handoff = shift.handoff(chat)
        bruno.post(f"/atendimento/conversas/{handoff}/assumir")
        assert bruno.post(f"/atendimento/conversas/{handoff}/digitando").status_code == 204
    assert told[1] == []


def test_the_persons_typing_is_known_for_seconds_and_nothing_is_written(
    bruno: TestClient, shift: Shift, engine: Any
) -> None:
    keystrokes: Keystrokes = bruno.app.state.keystrokes  # type: ignore[attr-defined]
    handoff = shift.handoff(CHAT)
    assert (types(bruno), keystrokes.now()) == (200, [])  # nobody attends
    bruno.post(f"/atendimento/conversas/{handoff}/assumir")
    written: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            written.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert (types(bruno), keystrokes.now()) == (200, [(handoff, shift.ids["bruno"])])
    assert (types(bruno, on=False), keystrokes.now()) == (200, [])
    assert types(bruno, token="x") == 401
    assert written == []


def test_it_is_forgotten_when_it_is_not_said_again() -> None:
    at = [0.0]
    keystrokes = Keystrokes(clock=lambda: at[0])
    keystrokes.note(1, 2, on=True)
    at[0] = LASTS_SECONDS - 0.1
    assert keystrokes.now() == [(1, 2)]
    at[0] = LASTS_SECONDS + 0.1
    assert keystrokes.now() == []


def test_without_its_redis_a_portal_knows_of_its_own() -> None:
    keystrokes = Keystrokes("redis://127.0.0.1:9/0")
    keystrokes.note(1, 2, on=True)
    assert keystrokes.now() == [(1, 2)]


async def test_only_he_who_attends_hears_of_it(engine: Any, shift: Shift) -> None:
    keystrokes = Keystrokes()
    feed = Feed(engine, keystrokes, every=0.02)
    async with feed.listening() as queue:
        keystrokes.note(7, shift.ids["bruno"], on=True)
        notice = await next_of(queue)
    assert (notice.topic, notice.number, notice.text) == ("typing", "7", None)
    assert notice.only == {shift.ids["bruno"]}


@pytest.mark.browser
def test_both_pages_of_the_desk_say_it_as_it_happens(
    site: str, seat: Seat, shift: Shift, told: tuple[str, list[Any]]
) -> None:
    handoff = shift.handoff(CHAT)
    shift.do(operations.take_handoff, handoff_id=handoff, agent_id=shift.ids["bruno"])
    tab = seat("bruno")
    tab.goto(f"{site}/conversas/{handoff}")
    listening(tab)
    expect(tab.get_by_text("A pessoa está escrevendo…")).to_be_hidden()
    door(tab, site, on=True)
    expect(tab.get_by_text("A pessoa está escrevendo…")).to_be_visible()
    shift.do(operations.hear_live, conversation_id=CHAT, text="pronto", uid="u1")
    door(tab, site, on=False)
    expect(tab.locator(".talk")).to_contain_text("pronto")
    expect(tab.get_by_text("A pessoa está escrevendo…")).to_be_hidden()
    with tab.expect_response("**/digitando"):
        tab.get_by_label("Sua mensagem").press_sequentially("Um momento, já vejo isso")
    assert told[1] == [("/webhooks/web/typing", TOKEN, {"conversation_id": CHAT})]  # one for all the keys


def door(tab: Page, site: str, *, on: bool) -> None:
    answer = tab.request.post(
        f"{site.removesuffix('/atendimento')}/internal/conversation/typing",
        data={"conversation_id": CHAT, "on": on},
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    assert answer.ok
