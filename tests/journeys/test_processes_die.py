"""A process that is killed comes back by itself, and the conversation goes on where it was."""

from __future__ import annotations

import os
import signal
import time
from xmlrpc.client import ServerProxy

import pytest
from playwright.sync_api import Page, expect
from supervisor.xmlrpc import SupervisorTransport

from launcher import processes
from tests import on_cluster

from .chatting import Chat
from .conftest import Stack

BACK_SECONDS = 90


def kill(stack: Stack, name: str) -> None:
    """SIGKILL, then until another process with that name answers."""
    transport = SupervisorTransport(serverurl=f"unix://{stack.plan.control_socket}")
    supervisor = ServerProxy("http://127.0.0.1", transport=transport).supervisor
    before = supervisor.getProcessInfo(name)["pid"]  # type: ignore[index,call-overload]
    os.kill(before, signal.SIGKILL)  # type: ignore[arg-type]
    answers, deadline = processes.checks(stack.plan)[name], time.monotonic() + BACK_SECONDS
    while supervisor.getProcessInfo(name)["pid"] in (before, 0) or not answers():  # type: ignore[index,call-overload]
        assert time.monotonic() < deadline, f"{name} did not come back"
        time.sleep(0.2)


@pytest.mark.skipif(on_cluster.ASKED, reason=on_cluster.KILLED_ELSEWHERE)
def test_the_conversation_goes_on_after_each_process_was_killed(stack: Stack, page: Page) -> None:
    page.goto("/")
    chat = Chat.open(page)
    chat.tell("quero abrir um chamado do siads", containing="O que está acontecendo")
    kill(stack, "actions")
    chat.tell("o inventário não fecha, aparece erro 12", containing="Qual é o seu e-mail?")

    kill(stack, "rasa")
    expect(page.locator("assistente-serpro .state")).to_be_empty(timeout=30_000)
    chat.tell("joel.maia@ufpe.br", containing="Posso registrar?")

    kill(stack, "portal")
    kill(stack, "notifications")
    page.reload()
    expect(page.locator("assistente-serpro .log")).to_contain_text("erro 12")
    chat.tell("sim", containing="registrado com o número")
    stack.wait_for_mail("joel.maia@ufpe.br", lambda mail: "registrado" in mail["Subject"])
