"""An inbox whose database is killed, held or full under a message that was acknowledged: it is played all the
same, once."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest

from channels.core import set_aside, succession
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import Conversations
from channels.core.durable_inbox import DurableInbox, Waiting
from channels.core.succession import Succession

BODY = {"id": "1"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(succession, "LOOK_SECONDS", 0)


class Shared:
    """An inbox of several servers with one message, of ours. `away`: the calls at which it is not there."""

    shared = True

    def __init__(self, *away: str) -> None:
        self.away, self.left = list(away), True

    def _there(self, call: str) -> None:
        if call in self.away:
            self.away.remove(call)
            raise psycopg2.OperationalError("terminating connection due to administrator command")

    def first(self, _: str) -> Waiting | None:
        self._there("first")
        return Waiting("1", BODY, ours=True, orphan=False, again=False) if self.left else None

    def begin_again(self, _: str) -> None:
        self._there("begin_again")

    async def done(self, _: str) -> None:
        self._there("done")
        self.left = False


def succession_of(inbox: Any, play: Callable[[dict[str, Any], bool], Any]) -> Succession:
    return Succession(
        inbox,
        ConversationQueue(),
        play=play,
        conversation_of=lambda body: str(body["id"]),
        alone=lambda _: nullcontext(),  # type: ignore[arg-type,return-value]
        left_aside=lambda: None,
    )


@pytest.mark.parametrize("away", [["first"], ["done"], ["begin_again"], ["first", "done", "done"]])
async def test_postgresql_dies_under_a_turn(away: list[str]) -> None:
    inbox, answered = Shared(*away), []

    async def play(body: dict[str, Any], again: bool) -> None:
        inbox.begin_again(body["id"])
        answered.append(body["id"])
        await chats.done(body["id"])

    chats = succession_of(inbox, play)
    await asyncio.wait_for(chats.turn("ana", "1", BODY), 5)
    assert (answered, inbox.left, inbox.away) == (["1"], False, [])


async def test_what_another_server_left_is_begun_again_though_the_database_dies_under_it() -> None:
    inbox, answered = Shared("begin_again"), []

    async def play(body: dict[str, Any], again: bool) -> None:
        assert again
        inbox.begin_again(body["id"])
        answered.append(body["id"])

    await asyncio.wait_for(succession_of(inbox, play).again(BODY), 5)
    assert answered == ["1"]


async def test_a_fault_that_would_come_again_is_no_absence() -> None:
    """A value that no database takes, say."""

    async def play(*_: object) -> None:
        raise psycopg2.DataError("invalid byte sequence")

    with pytest.raises(psycopg2.DataError):
        await succession_of(Shared(), play).turn("ana", "1", BODY)


async def test_a_disk_without_room_for_a_moment_makes_no_second_answer(tmp_path: Path) -> None:
    inbox, answered = DurableInbox(tmp_path / "web.db"), []
    inbox.add("1", BODY)
    kept, full = inbox.done, [1, 2]

    async def done(message_id: str) -> None:
        if full:
            full.pop()
            raise sqlite3.OperationalError("database or disk is full")
        await kept(message_id)

    inbox.done = done  # type: ignore[method-assign]

    async def play(body: dict[str, Any], _: bool) -> None:
        answered.append(body["id"])
        await chats.done(body["id"])

    chats = succession_of(inbox, play)
    await asyncio.wait_for(chats.turn("ana", "1", BODY), 5)
    assert (answered, inbox.pending()) == (["1"], [])
    inbox.close()


async def test_the_desk_is_given_once_more_what_could_not_be_marked_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, told, said = DurableInbox(tmp_path / "web.db"), [], []
    inbox.add("poison", {"conversation_id": "web-1", "text": "oi"})
    inbox.begin_again("poison")
    kept, away = inbox.done, [1]

    async def done(message_id: str) -> None:
        if away:
            away.pop()
            raise sqlite3.OperationalError("database is locked")
        await kept(message_id)

    async def taken(*given: Any) -> bool:
        told.append(given[-1]["id"])
        return True

    async def tell(_: Any) -> None:
        said.append(1)

    inbox.done = done  # type: ignore[method-assign]
    monkeypatch.setattr(set_aside, "_taken", taken)
    monkeypatch.setattr(set_aside, "RETRY_SECONDS", 0)
    aside = set_aside.Aside(
        inbox,
        conversation_of=lambda one: str(one["conversation_id"]),
        tell=tell,
        url="http://desk",
        token="t",
    )
    await asyncio.wait_for(aside.left(), 5)
    assert (told, said, inbox.set_aside()) == (["poison", "poison"], [1], [])
    inbox.close()


async def test_while_the_conversations_are_away_nobody_can_say_that_a_message_was_heard() -> None:
    """The turn itself says that they are, and what it changes it changes once."""

    async def retrieve(_: str) -> None:
        raise ConnectionError

    agent = SimpleNamespace(tracker_store=SimpleNamespace(retrieve=retrieve))
    assert not await Conversations(lambda: agent).has_heard("web-1", "1")  # type: ignore[arg-type,return-value]
