"""What the assistant says: responses of domain.yml, filled, in another wording than the last time."""

from collections.abc import Callable, Mapping
from typing import Any

Card = dict[str, Any] | None
Speak = Callable[[str, list[dict[str, str]], str, Card], None]


class Voice:
    """Collects one turn's messages. `told` counts how often each response was said (kept with the
    conversation)."""

    def __init__(
        self, responses: Mapping[str, list[dict[str, Any]]], told: dict[str, int], speak: Speak
    ) -> None:
        self._responses = responses
        self._told = told
        self._speak = speak
        self.said: list[str] = []

    def say(self, response: str, card: Card = None, **values: Any) -> None:
        """KeyError when the response or one of its places is not known: a mistake of ours, found by tests.

        card: the same as facts, for a channel that draws them.
        """
        variations = self._responses[response]
        turn = self._told.get(response, 0)
        chosen = variations[turn % len(variations)]
        if len(variations) > 1:
            self._told[response] = turn + 1
        buttons = [
            {
                **button,
                "payload": button["payload"].format(**values),
                "title": button["title"].format(**values),
            }
            for button in chosen.get("buttons") or []
        ]
        self.said.append(response)
        self._speak(str(chosen["text"]).format(**values), buttons, response, card)

    def say_again(self, text: str, buttons: list[dict[str, str]], response: str) -> None:
        self.said.append(response)
        self._speak(text, buttons, response, None)

    def wording(self, response: str, **values: Any) -> str:
        """The text of a response, for labels and lines that go inside another one."""
        return str(self._responses[response][0]["text"]).format(**values)

    def knows(self, response: str) -> bool:
        return response in self._responses
