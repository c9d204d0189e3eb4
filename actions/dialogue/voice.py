"""What the assistant says: responses of domain.yml, filled, in another wording than the last time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Card = dict[str, Any] | None


@dataclass(frozen=True)
class Said:
    """One message of a turn. values: what filled its places. again: an old one, as it was asked for."""

    response: str
    text: str
    buttons: list[dict[str, str]]
    card: Card = None
    values: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False


class Voice:
    """Collects one turn's messages in `said`. `told` counts how often each response was said (kept with the
    conversation)."""

    def __init__(self, responses: Mapping[str, list[dict[str, Any]]], told: dict[str, int]) -> None:
        self._responses = responses
        self._told = told
        self.said: list[Said] = []

    def say(self, response: str, card: Card = None, **values: Any) -> None:
        """card: the same as facts, for a channel that draws them."""
        self.said.append(self.filled(response, card, **values))

    def filled(self, response: str, card: Card = None, **values: Any) -> Said:
        """KeyError when the response or one of its places is not known: a mistake of ours, found by tests."""
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
        return Said(response, str(chosen["text"]).format(**values), buttons, card, values)

    def say_again(self, text: str, buttons: list[dict[str, str]], response: str) -> None:
        self.said.append(Said(response, text, buttons, again=True))

    def wording(self, response: str, **values: Any) -> str:
        """The text of a response, for labels and lines that go inside another one."""
        return str(self._responses[response][0]["text"]).format(**values)

    def knows(self, response: str) -> bool:
        return response in self._responses
