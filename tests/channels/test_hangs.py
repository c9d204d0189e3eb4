"""A message at which the action server hangs is tried once more, alone, and then waits for a person."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError, web
from ears import Ear
from rasa.core.channels.channel import UserMessage
from rasa.utils.endpoints import EndpointConfig

from channels.core import action_client, hangs, sentences
from channels.core.durable_inbox import DurableInbox
from channels.core.hangs import Hung, SetAside, StillAway, Suspects
from channels.core.output import BotMessage
from channels.core.turns import Turns

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
ANA = "web-" + "a" * 32
ASKED = {"next_action": "action_turn", "tracker": {}}


class Conversations:
    """The action server answers; what is recorded is remembered."""

    def __init__(self) -> None:
        self.recorded: list[tuple[str, str]] = []

    async def ready(self) -> bool:
        return True

    async def acts(self) -> bool:
        return True

    async def silent_by_design(self, _: str) -> bool:
        return False

    async def record(self, _: str, message: BotMessage, heard: Any = None) -> None:
        self.recorded.append((heard.text if heard else "", message.text))


class ActionServer:
    """Hangs at "poison" for as many times as it is told to; it is asked as Rasa's turn asks it."""

    def __init__(self, hangs_at: int) -> None:
        self.left, self.asked = hangs_at, 0

    async def hear(self, message: UserMessage) -> None:
        self.asked += 1
        try:
            if self.left:
                self.left -= 1
                hangs.no_answer()
                raise asyncio.TimeoutError
        except Exception:  # as Rasa does
            return
        await message.output_channel.send_text_message(ANA, "respondi")


@pytest.fixture
def inbox(tmp_path: Path) -> Any:
    inbox = DurableInbox(tmp_path / "web.db")
    inbox.add("m1", {"text": "poison"})
    yield inbox
    inbox.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hangs, "SUSPECTS", Suspects(settle=0, patience=5))


async def play(server: ActionServer, inbox: DurableInbox | None) -> tuple[list[str], Conversations]:
    ear, conversations = Ear(), Conversations()
    died = partial(inbox.died, "m1") if inbox else None
    turns = Turns(server.hear, conversations, lambda: NOW)  # type: ignore[arg-type]
    try:
        await turns.play(ANA, "poison", ear, channel="web", message_id="m1", died=died)
    except SetAside:
        ear.heard.append("SET ASIDE")
    return ear.heard, conversations


async def test_a_message_at_which_it_hangs_twice_is_set_aside_and_its_sender_told_so(
    inbox: DurableInbox,
) -> None:
    server = ActionServer(hangs_at=3)
    heard, conversations = await play(server, inbox)
    assert heard == [sentences.SET_ASIDE, "SET ASIDE"]
    assert server.asked == 2
    assert conversations.recorded == [("poison", sentences.SET_ASIDE)]
    assert inbox.pending() == []  # no start begins it again
    assert inbox.set_aside() == [("m1", {"text": "poison"})]  # whole, for the desk


async def test_one_that_only_waited_behind_it_is_answered_the_second_time(inbox: DurableInbox) -> None:
    server = ActionServer(hangs_at=1)
    heard, conversations = await play(server, inbox)
    assert (heard, server.asked, conversations.recorded) == (["respondi"], 2, [])


async def test_rasas_own_death_at_a_message_counts_as_one(inbox: DurableInbox) -> None:
    inbox.begin_again("m1")
    server = ActionServer(hangs_at=3)
    heard, _ = await play(server, inbox)
    assert (heard, server.asked) == ([sentences.SET_ASIDE, "SET ASIDE"], 1)


async def test_a_message_that_nobody_keeps_is_not_tried_again() -> None:
    """A telephone call waits on the line."""
    server = ActionServer(hangs_at=1)
    heard, _ = await play(server, None)
    assert (heard, server.asked) == ([sentences.APOLOGY], 1)


async def test_a_server_that_does_not_come_back_ends_in_an_apology(
    inbox: DurableInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(_: Conversations) -> bool:
        return False

    monkeypatch.setattr(Conversations, "acts", silent)
    monkeypatch.setattr(hangs, "SUSPECTS", Suspects(settle=0, patience=0))
    heard, _ = await play(ActionServer(hangs_at=1), inbox)
    assert heard == [sentences.APOLOGY]


async def test_those_that_met_a_hang_are_tried_one_at_a_time_and_the_oldest_last() -> None:
    suspects, tried, running = Suspects(settle=0.01, patience=5), [], []

    async def answers() -> bool:
        return True

    async def one(since: float) -> None:
        async with suspects.alone(since, answers):
            running.append(since)
            await asyncio.sleep(0.1)
            assert running == [since]
            running.remove(since)
            tried.append(since)

    async def late() -> None:
        while not running:
            await asyncio.sleep(0)
        await one(4.0)  # younger than the one that is tried: it waits for its end all the same

    await asyncio.gather(*(one(since) for since in (1.0, 3.0, 2.0)), late())
    assert tried == [3.0, 4.0, 2.0, 1.0]
    with pytest.raises(StillAway):
        async with Suspects(settle=0, patience=0).alone(1.0, lambda: asyncio.sleep(0, False)):
            raise AssertionError


Serve = Callable[[Callable[[web.Request], Awaitable[web.Response]]], Awaitable[EndpointConfig]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """serve(handler): an endpoint that our client, in place of Rasa's, calls."""
    stock, runners, endpoints = EndpointConfig.request, [], []

    async def start(handler: Callable[[web.Request], Awaitable[web.Response]]) -> EndpointConfig:
        app = web.Application()
        app.router.add_post("/webhook", handler)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        site = web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0.1)
        await site.start()
        endpoint = EndpointConfig(f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/webhook")
        endpoints.append(endpoint)
        return endpoint

    EndpointConfig.request = getattr(stock, "stock", stock)
    action_client.install()
    yield start
    EndpointConfig.request = stock
    for endpoint in endpoints:
        await endpoint._kept[0].close()
    for runner in runners:
        await runner.cleanup()


async def test_a_call_without_an_answer_is_a_hang_only_where_its_message_is_kept(serve: Serve) -> None:
    over = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        await over.wait()
        return web.json_response({})

    endpoint = await serve(hang)
    with pytest.raises(Hung), hangs.watched():
        await endpoint.request(json=ASKED, timeout=0.1)
    with pytest.raises(asyncio.TimeoutError):
        await endpoint.request(json=ASKED, timeout=0.1)
    over.set()


@pytest.mark.parametrize(("hung_after", "calls"), [(0.0, 1), (60.0, 4)])
async def test_a_server_that_was_ended_while_it_hung_is_not_followed_by_the_next(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, hung_after: float, calls: int
) -> None:
    """One that breaks at once was merely stopped, and is asked again."""
    asked = []
    monkeypatch.setattr(hangs, "HUNG_SECONDS", hung_after)

    async def die(request: web.Request) -> web.Response:
        asked.append(1)
        assert request.transport
        request.transport.close()
        return web.json_response({})

    endpoint = await serve(die)
    with pytest.raises((Hung, ClientConnectionError)), hangs.watched():
        await endpoint.request(json=ASKED, timeout=5)
    assert len(asked) == calls


ENDLESS = (
    "import asyncio, re\n"
    "from ground import time_limit\n"
    "async def main():\n"
    "    await time_limit.keep(0.5)\n"
    "    await asyncio.sleep(1)\n"
    "    print('idle is no hang', flush=True)\n"
    "    re.match(r'(a+)+b', 'a' * 60)\n"
    "asyncio.run(main())"
)


def test_a_loop_that_stands_still_ends_its_process_even_inside_a_pattern() -> None:
    done = subprocess.run([sys.executable, "-c", ENDLESS], timeout=60, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (1, "idle is no hang\n")
    assert b"Timeout" in done.stderr
    assert b"aaaa" not in done.stderr
