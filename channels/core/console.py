"""`rasa shell` with buttons as numbered lines: a number picks one, anything else typed is what one says.

Rasa's own menu takes no typed text, shows the payloads, and Enter alone picks whatever comes first.
"""

from __future__ import annotations

from typing import Any

import rasa.core.channels.console as stock
import rasa.shared.utils.cli
from rasa.shared.utils.io import bcolors

from channels.core.output import Button, buttons_from

EXIT = "/stop"  # typed, it ends the shell


class Console:
    """What the last turn offered; `print_output` and `read_input` are Rasa's own."""

    def __init__(self, print_output: Any, read_input: Any) -> None:
        self._print_output, self._read_input = print_output, read_input
        self._offered: list[Button] = []

    def show(
        self, message: dict[str, Any], is_latest_message: bool = False, color: str = bcolors.OKBLUE
    ) -> None:
        """Prints one message of the bot; the buttons of a turn are numbered through, each its own number."""
        plain = {key: value for key, value in message.items() if key != "buttons"}
        self._print_output(plain, False, color)
        for button in buttons_from(message.get("buttons")):
            self._offered.append(button)
            rasa.shared.utils.cli.print_color(f"  {len(self._offered)}: {button.title}", color=color)

    async def read(self, previous: dict[str, Any] | None) -> str | None:
        """What to send for what was typed; None at the end of the input. An empty line asks again."""
        typed = await self._read_input(previous)
        while typed == "":
            typed = await self._read_input(None)
        offered, self._offered = self._offered, []
        if typed is None or not typed.isdecimal() or not 1 <= int(typed) <= len(offered):
            return typed
        payload = offered[int(typed) - 1].payload
        # The bot's button "Desistir" must not end the shell; with a certainty it is the same intent.
        return f"{payload}@1.0" if payload == EXIT else payload


def install() -> None:
    """Put it in place of Rasa's, once; of no effect where no `rasa shell` runs."""
    if isinstance(getattr(stock._get_user_input, "__self__", None), Console):
        return
    console = Console(stock._print_bot_output, stock._get_user_input)
    stock._print_bot_output = console.show
    stock._get_user_input = console.read
