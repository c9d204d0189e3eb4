"""A turn always ends in an answer, unless the bot was told to be quiet."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from channels.core import sentences
from channels.core.output import BotMessage, CountingOutput
from channels.core.turns import Turns, message_id

NOW = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)
ANA = "web-" + "a" * 32


class Ear(CountingOutput):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[BotMessage] = []

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        assert recipient_id == ANA
        self.heard.append(message)


class Tracker:
    """The conversations of one agent, as a test wants them to be."""

    def __init__(self, *, ready: bool = True, quiet: bool | None = False) -> None:
        self.is_ready, self.quiet = ready, quiet
        self.recorded: list[str] = []

    async def ready(self) -> bool:
        return self.is_ready

    async def silent_by_design(self, _: str) -> bool:
        if self.quiet is None:
            raise ConnectionError
        return self.quiet

    async def record(self, _: str, message: BotMessage) -> None:
        self.recorded.append(message.text)


async def play(tracker: Tracker, handle: Any) -> list[str]:
    ear = Ear()
    await Turns(handle, tracker, lambda: NOW).play(ANA, "oi", ear, channel="web", message_id="m1")
    return [message.text for message in ear.heard]


async def silent(_: UserMessage) -> None:
    return None


async def broken(_: UserMessage) -> None:
    raise RuntimeError("oi")


async def answering(message: UserMessage) -> None:
    assert (message.text, message.sender_id, message.message_id) == ("oi", ANA, "m1")
    await message.output_channel.send_response(
        ANA, {"text": "olá", "timestamp": NOW.timestamp(), "buttons": None}
    )


async def test_an_answered_turn_adds_nothing() -> None:
    tracker = Tracker()
    assert await play(tracker, answering) == ["olá"]
    assert tracker.recorded == []


@pytest.mark.parametrize("handle", [silent, broken])
async def test_silence_and_failure_become_a_recorded_apology_with_a_way_out(handle: Any) -> None:
    tracker = Tracker()
    assert await play(tracker, handle) == [sentences.APOLOGY] == tracker.recorded
    assert "0800 728 2323" in sentences.APOLOGY
    assert "css.serpro@serpro.gov.br" in sentences.APOLOGY


async def test_a_quiet_bot_stays_quiet_but_not_when_it_broke() -> None:
    assert await play(Tracker(quiet=True), silent) == []
    assert await play(Tracker(quiet=True), broken) == [sentences.APOLOGY]


async def test_a_tracker_that_died_meanwhile_is_no_reason_for_silence() -> None:
    assert await play(Tracker(quiet=None), silent) == [sentences.APOLOGY]


async def test_without_a_tracker_no_turn_is_played_whose_state_would_be_lost() -> None:
    assert await play(Tracker(ready=False), answering) == [sentences.UNAVAILABLE]


async def test_everything_rasa_can_say_is_one_message_each() -> None:
    ear = Ear()
    at = NOW.timestamp()
    buttons = [{"title": "Sim", "payload": "/affirm"}, {"title": "sem carga"}]
    await ear.send_response(ANA, {"text": " Certo? ", "buttons": buttons, "timestamp": at})
    await ear.send_response(ANA, {"image": "https://x/y.png", "timestamp": at})
    await ear.send_response(ANA, {"custom": {"a": 1}})
    assert [m.text for m in ear.heard] == ["Certo?", "https://x/y.png"]
    assert ear.heard[0].as_json() == {
        "id": f"b{int(at * 1_000_000)}",
        "from": "bot",
        "text": "Certo?",
        "at": "2026-11-25T12:00:00.000+00:00",
        "buttons": [{"title": "Sim", "payload": "/affirm"}],
    }
    assert ear.sent == 2


def test_the_same_message_has_the_same_id_in_its_conversation_only() -> None:
    assert message_id(ANA, "1") == message_id(ANA, "1")
    assert len({message_id(ANA, "1"), message_id(ANA, "2"), message_id("web-b", "1")}) == 3
