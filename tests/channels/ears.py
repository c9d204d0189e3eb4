"""Who hears what a channel says."""

from __future__ import annotations

from channels.core.output import BotMessage, CountingOutput


class Ear(CountingOutput):
    """`heard`: the texts, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        self.heard.append(message.text)
