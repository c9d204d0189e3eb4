"""What is said is delivered once it is kept; the action server gets the domain once, on a line kept open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from aiohttp import web
from ears import Ear
from rasa.shared.core.events import Event, SlotSet
from rasa.utils.endpoints import EndpointConfig

from channels.core import action_client, expiry, rasa_patches

DOMAIN = {"responses": {"utter_greet": [{"text": "Olá"}]}}


@pytest.fixture(autouse=True)
def thrifty() -> Iterator[None]:
    """Our client in place of Rasa's, whatever another test installed; put back afterwards."""
    found = EndpointConfig.request, EndpointConfig.session
    EndpointConfig.request = getattr(found[0], "stock", found[0])
    action_client.install()
    yield
    EndpointConfig.request, EndpointConfig.session = found


class ActionServer:
    """rasa_sdk's protocol: 449 to a digest it does not know; remembers bodies and the lines they came by."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.lines: set[Any] = set()
        self.known = ""

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.bodies.append(body)
        self.lines.add(request.transport.get_extra_info("peername"))
        if "domain" in body:
            self.known = body["domain_digest"]
        return web.json_response({"events": []}, status=200 if body["domain_digest"] == self.known else 449)


async def call(endpoint: EndpointConfig, domain: dict[str, Any]) -> Any:
    return await endpoint.request(json={"next_action": "action_x", "domain": domain}, timeout=5)


async def test_the_domain_goes_once_to_a_server_and_again_when_it_changed_or_the_server_is_new() -> None:
    server = ActionServer()
    app = web.Application()
    app.router.add_post("/webhook", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    endpoint = EndpointConfig(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/webhook")

    async def sent(domain: dict[str, Any]) -> list[bool]:
        server.bodies.clear()
        assert await call(endpoint, domain) == {"events": []}
        return ["domain" in body for body in server.bodies]

    assert await sent(DOMAIN) == [False, True]
    assert await sent(DOMAIN) == [False]
    assert await sent({"responses": {}}) == [False, True]
    server.known = "restarted"
    assert await sent(DOMAIN) == [False, True]
    assert len(server.lines) == 1
    await endpoint.session()._session.close()
    await runner.cleanup()


def test_the_class_of_an_event_is_not_looked_for_among_all_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    rasa_patches.cache_event_types()
    monkeypatch.setattr("rasa.shared.utils.common.all_subclasses", lambda _: pytest.fail("looked for again"))
    assert Event.from_parameters({"event": "slot", "name": "a", "value": 1}) == SlotSet("a", 1)
    assert {name: Event.resolve_by_type(name).__name__ for name in ("user", "bot", "action", "form")} == {
        "user": "UserUttered",
        "bot": "BotUttered",
        "action": "ActionExecuted",
        "form": "LegacyForm",
    }


def test_an_unknown_event_is_refused_as_rasa_refuses_it() -> None:
    rasa_patches.cache_event_types()
    with pytest.raises(ValueError, match="Unknown event name 'x'"):
        Event.resolve_by_type("x")


async def test_an_answer_is_heard_when_the_turn_is_kept_and_in_its_order() -> None:
    ear = Ear()
    async with ear.once_kept():
        await ear.send_text_message("ana", "um")
        await ear.send_text_message("ana", "dois")
        assert (ear.heard, ear.sent) == ([], 0)
    assert (ear.heard, ear.sent) == (["um", "dois"], 2)


async def test_an_answer_that_could_not_be_kept_is_not_heard_and_does_not_count() -> None:
    ear = Ear()
    with suppress(ConnectionError):
        async with ear.once_kept():
            await ear.send_text_message("ana", "um")
            raise ConnectionError
    await ear.send_text_message("ana", "desculpe")
    assert (ear.heard, ear.sent) == (["desculpe"], 1)


async def test_old_conversations_are_erased_again_and_again_even_after_a_failure() -> None:
    asked = asyncio.Event()
    answers: list[Any] = [ConnectionError(), 2, 0]

    async def expire() -> int:
        answer = answers.pop(0)
        if not answers:
            asked.set()
        if isinstance(answer, Exception):
            raise answer
        return answer

    chore = asyncio.create_task(expiry.every_hour(expire, pause=0))
    await asyncio.wait_for(asked.wait(), 2)
    chore.cancel()
    assert answers == []


async def test_no_conversation_is_erased_while_the_clock_jumps() -> None:
    """Ahead by 400 days for a moment, then right again: the hours of both jumps are left out."""
    year, erased, done = 400 * 86400.0, [], asyncio.Event()
    ahead = [0.0, 0.0, 0.0, year, year, 0.0, 0.0, 5.0]

    def look() -> float:
        if len(ahead) == 1:
            done.set()
        return ahead.pop(0) if ahead else 0.0

    async def expire() -> int:
        erased.append(len(ahead))
        return 0

    chore = asyncio.create_task(expiry.every_hour(expire, pause=0, ahead=look))
    await asyncio.wait_for(done.wait(), 2)
    await asyncio.sleep(0)
    chore.cancel()
    assert erased[:2] == [6, 0]


async def test_an_action_whose_server_died_at_it_is_asked_of_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Behind one address: the first hangs up, the proxy has not noticed yet, then another server answers."""
    monkeypatch.setattr(action_client, "AGAIN_AFTER_SECONDS", (0.0, 0.0, 0.0))
    server, met = ActionServer(), []

    async def proxy(request: web.Request) -> web.Response:
        met.append(1)
        if len(met) == 1:
            request.transport.abort()
        return web.Response(status=502) if len(met) == 2 else await server.answer(request)

    app = web.Application()
    app.router.add_post("/webhook", proxy)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    endpoint = EndpointConfig(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/webhook")
    assert await call(endpoint, DOMAIN) == {"events": []}
    await (await endpoint.session().__aenter__()).close()
    await runner.cleanup()
