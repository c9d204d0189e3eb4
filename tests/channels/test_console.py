"""`rasa shell` as a tester sees it: typed at Rasa's own prompt, on a terminal of the test's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
import rasa.core.channels.console as stock
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from channels.core import console
from channels.fifo_lock import FifoLockStore

CONFIRM: dict[str, Any] = {
    "text": "Posso registrar?",
    "buttons": [
        {"title": "Sim, registrar", "payload": "/affirm"},
        {"title": "Não, quero mudar algo", "payload": "/deny"},
        {"title": "Desistir", "payload": "/stop"},
    ],
}

Typed = Callable[..., Awaitable["str | None"]]


@pytest.fixture(autouse=True)
def stock_console() -> Iterator[None]:
    """Rasa's own functions, whatever another test installed; what was there is put back afterwards."""
    found = stock._print_bot_output, stock._get_user_input
    while isinstance(getattr(stock._get_user_input, "__self__", None), console.Console):
        ours = stock._get_user_input.__self__  # type: ignore[attr-defined]
        stock._print_bot_output, stock._get_user_input = ours._print_output, ours._read_input
    FifoLockStore()  # as endpoints.yml has it; `rasa shell` makes one before it reads anything
    yield
    stock._print_bot_output, stock._get_user_input = found


@pytest.fixture
def typed() -> Iterator[Typed]:
    """What is sent for these keys after the messages, the last of which the prompt itself shows."""
    with closing(create_pipe_input()) as keys, create_app_session(input=keys, output=DummyOutput()):

        async def send(text: str, *messages: dict[str, Any]) -> str | None:
            for message in messages[:-1]:
                stock._print_bot_output(message)
            keys.send_text(text)
            return await stock._get_user_input(messages[-1] if messages else None)

        yield send


async def test_a_number_sends_the_payload_of_its_button(typed: Typed) -> None:
    assert await typed("2\r", CONFIRM) == "/deny"


@pytest.mark.parametrize("words", ["sim, pode", "0", "4", "2026-0000001", "123456", "²", "/help"])
async def test_anything_else_is_sent_as_it_was_typed(typed: Typed, words: str) -> None:
    assert await typed(f"{words}\r", CONFIRM) == words


async def test_enter_alone_sends_nothing_and_asks_again(typed: Typed) -> None:
    assert await typed("\r  \r1\r", CONFIRM) == "/affirm"


async def test_the_button_that_gives_up_does_not_end_the_shell_but_the_typed_word_does(typed: Typed) -> None:
    assert await typed("3\r", CONFIRM) == "/stop@1.0"
    assert await typed("/stop\r", CONFIRM) == "/stop"


async def test_a_button_of_an_earlier_turn_is_no_longer_offered(typed: Typed) -> None:
    await typed("sim\r", CONFIRM)
    assert await typed("1\r", {"text": "Qual é o número?"}) == "1"


async def test_the_buttons_of_two_messages_are_numbered_through(
    typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await typed(
        "4\r", CONFIRM, {"text": "?", "buttons": [{"title": "Ajuda", "payload": "/help"}]}
    ) == ("/help")
    assert "4: Ajuda" in capsys.readouterr().out


async def test_the_question_stands_above_its_buttons_and_no_payload_is_shown(
    typed: Typed, capsys: pytest.CaptureFixture[str]
) -> None:
    await typed("1\r", CONFIRM)
    shown = capsys.readouterr().out
    assert shown.index("Posso registrar?") < shown.index("1: Sim, registrar") < shown.index("3: Desistir")
    assert "/affirm" not in shown


async def test_the_end_of_the_input_ends_the_shell(typed: Typed) -> None:
    assert await typed("\x03", CONFIRM) is None


async def test_a_second_store_changes_nothing(typed: Typed, capsys: pytest.CaptureFixture[str]) -> None:
    FifoLockStore()
    assert await typed("1\r", CONFIRM) == "/affirm"
    assert capsys.readouterr().out.count("1: Sim, registrar") == 1
