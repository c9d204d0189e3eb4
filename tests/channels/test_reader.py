"""A message is read beside the event loop, one at a time; a message that hangs the reading is noticed as one
that hangs the loop is."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from channels.core import reader


@pytest.fixture(autouse=True)
def installed() -> Iterator[None]:
    before = MessageProcessor.parse_message
    reader.install()
    yield
    MessageProcessor.parse_message = before


class Processor:
    """Of Rasa's, what reading needs: it reads when it may, and tells where."""

    http_interpreter = None

    def __init__(self) -> None:
        self.may = threading.Event()
        self.threads: list[str] = []
        self.reading = 0
        self.most = 0

    def _parse_message_with_graph(self, message: UserMessage, tracker: Any, only: bool) -> dict[str, Any]:
        self.reading += 1
        self.most = max(self.most, self.reading)
        self.threads.append(threading.current_thread().name)
        assert self.may.wait(10)
        self.reading -= 1
        return {"text": message.text, "of": tracker.sender_id, "only": only}

    def _update_full_retrieval_intent(self, read: dict[str, Any]) -> None:
        read["updated"] = True


async def test_the_loop_goes_on_while_messages_are_read_one_by_one() -> None:
    processor: Any = Processor()
    asked = [
        asyncio.create_task(MessageProcessor.parse_message(processor, UserMessage(text, sender_id=text)))
        for text in ("um", "dois")
    ]
    while not processor.threads:
        await asyncio.sleep(0)
    processor.may.set()
    read = await asyncio.gather(*asked)
    expected = {"only": True, "updated": True}
    assert read == [{"text": one, "of": one, **expected} for one in ("um", "dois")]
    assert processor.most == 1
    assert all(name.startswith("reader") for name in processor.threads)


async def test_what_the_reading_raises_is_raised_to_who_asked() -> None:
    processor: Any = SimpleNamespace(http_interpreter=None, _parse_message_with_graph=lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await MessageProcessor.parse_message(processor, UserMessage("oi"))


HUNG = (
    "import asyncio, threading\n"
    "from channels.core import reader\n"
    "from ground import time_limit\n"
    "async def main():\n"
    "    await time_limit.keep(0.5, reader.at_leisure)\n"
    "    await asyncio.sleep(1)\n"
    "    print('idle is no hang', flush=True)\n"
    "    reader._THREAD.submit(threading.Event().wait)\n"
    "    await asyncio.sleep(60)\n"
    "asyncio.run(main())"
)


def test_a_reading_that_never_ends_ends_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", HUNG], timeout=120, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (1, "idle is no hang\n")
    assert b"Timeout" in done.stderr
