"""What was acknowledged is worked on after a death; what brings death does so twice at most."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import nullcontext
from functools import partial
from pathlib import Path

import pytest

from channels.core import set_aside
from channels.core.conversation_queue import ConversationQueue
from channels.core.durable_inbox import DurableInbox
from channels.core.succession import Succession


def restarted(path: Path) -> tuple[DurableInbox, list[str]]:
    inbox = DurableInbox(path)
    return inbox, [body["id"] for body in inbox.left_behind()]


async def test_a_message_at_which_the_server_dies_twice_is_set_aside_and_those_behind_it_go_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "web.db"
    inbox = DurableInbox(path)
    for one in ("poison", "behind", "last"):
        inbox.add(one, {"id": one})
    inbox.close()  # the first death
    inbox, left = restarted(path)
    assert left == ["poison", "behind", "last"]
    inbox.begin_again("poison")
    inbox.close()  # the second
    inbox, left = restarted(path)
    assert left == ["behind", "last"]
    inbox.begin_again("behind")
    await inbox.done("behind")
    inbox.close()
    inbox, left = restarted(path)
    assert left == ["last"]
    assert not inbox.add("poison", {"id": "poison"})
    inbox.close()


def test_a_file_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "telegram.db"
    with sqlite3.connect(path) as old:
        old.execute(
            "CREATE TABLE messages (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT,"
            " received_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"
        )
        old.execute("""INSERT INTO messages (id, body) VALUES ('1', '{"id": "1"}')""")
    old.close()
    inbox, left = restarted(path)
    assert left == ["1"]
    inbox.close()


def test_what_the_gate_takes_out_is_not_even_on_disk_while_a_message_waits(tmp_path: Path) -> None:
    """As Telegram and WhatsApp send them; what a button carries stays as it is."""
    inbox = DurableInbox(tmp_path / "telegram.db")
    inbox.add("1", {"message": {"text": "a senha é Zx9Canary7", "chat": {"id": 5}}})
    inbox.add("2", {"id": "2", "text": {"body": "não entra com a senha Zx9Canary7"}})
    inbox.add("3", {"message": {"caption": "meu CPF é 529.982.247-25"}, "data": "/senha: Zx9"})
    waiting = inbox.pending()
    inbox.close()
    assert waiting[0]["message"]["chat"] == {"id": 5}
    assert waiting[2]["data"] == "/senha: Zx9"
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Zx9Canary7" not in kept
    assert b"529.982" not in kept


async def test_what_a_death_left_is_begun_again_one_at_a_time_so_that_one_is_to_blame_for_the_next(
    tmp_path: Path,
) -> None:
    path, queue = tmp_path / "web.db", ConversationQueue()
    inbox = DurableInbox(path)
    for one in ("poison", "innocent"):
        inbox.add(one, {"id": one})

    async def play(body: dict[str, str], again: bool) -> None:
        assert again
        inbox.begin_again(body["id"])
        await asyncio.Event().wait()  # the death comes first

    succession = Succession(
        inbox,
        queue,
        play=play,
        conversation_of=lambda body: body["id"],
        alone=lambda _: nullcontext(),  # type: ignore[arg-type,return-value]
        left_aside=lambda: None,
    )
    tasks = [
        asyncio.create_task(queue.run(body["id"], partial(succession.again, body)))
        for body in inbox.left_behind()
    ]
    await asyncio.wait(tasks, timeout=0.1)
    for task in (*tasks, *queue._workers.values()):
        task.cancel()
    inbox.close()
    inbox, left = restarted(path)
    assert left == ["innocent"]
    assert [one for one, _ in inbox.set_aside()] == ["poison"]
    inbox.close()


async def test_what_was_set_aside_is_put_before_the_desk_until_it_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = DurableInbox(tmp_path / "web.db")
    inbox.add("poison", {"conversation_id": "web-1", "text": "oi"})
    inbox.add("young", {"conversation_id": "web-2", "text": "olá"})
    inbox.begin_again("poison")
    answers, told = [False, True], []

    async def taken(url: str, token: str, one: dict[str, str]) -> bool:
        told.append(one)
        return answers.pop(0)

    monkeypatch.setattr(set_aside, "_taken", taken)
    monkeypatch.setattr(set_aside, "RETRY_SECONDS", 0)
    heard = []

    async def tell(body: dict[str, str]) -> None:
        heard.append(body["text"])

    aside = set_aside.Aside(
        inbox, conversation_of=lambda kept: kept["conversation_id"], tell=tell, url="http://desk", token="t"
    )
    task = aside.left()
    inbox.begin_again("young")  # only now: it may yet be answered
    await task
    assert heard == ["oi"]  # Rasa died at it: nobody had told its sender
    assert told == [{"id": "poison", "conversation_id": "web-1", "text": "oi"}] * 2
    assert [one for one, _ in inbox.set_aside()] == ["young"]
    inbox.close()
