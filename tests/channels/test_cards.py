"""A ticket's card goes where it is drawn, beside the text that says the same; elsewhere the text alone."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import BotUttered

from channels.core import history
from channels.core.output import BotMessage, CountingOutput

CARD = {"kind": "ticket", "number": "2026-0000001"}


class Output(CountingOutput):
    def __init__(self) -> None:
        super().__init__()
        self.delivered: list[BotMessage] = []

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        self.delivered.append(message)


async def said(**response: Any) -> list[dict[str, Any]]:
    output = Output()
    await output.send_response("web-1", response)
    return [message.as_json() for message in output.delivered]


async def test_a_card_is_one_message_with_its_text() -> None:
    [message] = await said(text="Acionamento 2026-0000001", custom={"card": CARD})
    assert (message["text"], message["card"]) == ("Acionamento 2026-0000001", CARD)


async def test_what_is_no_card_adds_nothing(caplog: Any) -> None:
    [message] = await said(text="oi", custom={"card": "x"})
    assert "card" not in message
    assert "dropped" in caplog.text


def test_the_history_draws_it_again() -> None:
    event = BotUttered("Acionamento 2026-0000001", data={"custom": {"card": CARD}}, timestamp=1.0)
    [line] = history.lines([event])
    assert line["card"] == CARD
