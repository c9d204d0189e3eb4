"""Entering in two steps: turned on without a script, asked for after the password, required by setting."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyotp
import pytest
from fastapi.testclient import TestClient

from portal import accounts as command
from portal.app import create_app
from portal.config import PortalConfig

from .shift import PASSWORD, Clock, Shift

HERE = "/atendimento/conta/duas-etapas"
Visitor = Callable[..., TestClient]


def turn_on(browser: TestClient, clock: Clock) -> tuple[pyotp.TOTP, list[str]]:
    """His app, and his recovery codes."""
    assert "A senha atual não confere" in browser.post(f"{HERE}/comecar", data={"current": "nope"}).text
    page = browser.post(f"{HERE}/comecar", data={"current": PASSWORD})
    assert page.url.path == f"{HERE}/confirmar"
    assert 'src="data:image/svg+xml' in page.text
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)
    assert found
    totp = pyotp.TOTP(found[1].replace(" ", ""))
    assert "não confere" in browser.post(f"{HERE}/confirmar", data={"code": "000000"}).text
    done = browser.post(f"{HERE}/confirmar", data={"code": totp.at(clock())})
    codes = re.findall(r"<code>([^<]+)</code>", done.text)
    clock.forward(minutes=1)
    return totp, codes


def password_step(browser: TestClient, who: str = "bruno") -> str:
    """The page after the password; what it carries to the next."""
    page = browser.post("/atendimento/entrar", data={"email": f"{who}@serpro.gov.br", "password": PASSWORD})
    found = re.search(r'name="step" value="([^"]+)"', page.text)
    return found[1] if found else ""


def test_after_the_password_the_code_is_asked_and_each_opens_once(
    visitor: Visitor, bruno: TestClient, signed_in: Callable[[str], TestClient], clock: Clock
) -> None:
    elsewhere = signed_in("bruno")
    totp, codes = turn_on(bruno, clock)
    assert elsewhere.get("/atendimento").url.path == "/atendimento/entrar"
    assert bruno.get("/atendimento").url.path == "/atendimento"
    out = visitor()
    step = password_step(out)
    assert out.get("/atendimento").url.path == "/atendimento/entrar"  # the password alone opens nothing
    form = {"step": step, "code": totp.at(clock()), "goal": "/atendimento/novo"}
    assert out.post("/atendimento/entrar/codigo", data=form).url.path == "/atendimento/novo"
    for code in (form["code"], "000000"):
        again = visitor().post("/atendimento/entrar/codigo", data={**form, "code": code})
        assert again.status_code == 401
        assert "não confere ou já foi usado" in again.text
    other = visitor()
    assert (
        other.post("/atendimento/entrar/codigo", data={"step": step, "code": codes[0]}).url.path
        == "/atendimento"
    )
    assert "Restam 9" in other.get(HERE).text


def test_the_step_is_bound_to_the_password_and_is_not_made_up(
    visitor: Visitor, bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    from ticket_store import accounts

    totp, _ = turn_on(bruno, clock)
    step = password_step(visitor())
    shift.do(accounts.set_password, agent_id=shift.ids["bruno"], password="x" * 12)
    for said in (step, step[:-2], ""):
        answer = visitor().post("/atendimento/entrar/codigo", data={"step": said, "code": totp.at(clock())})
        assert answer.status_code == 401
        assert "Entre de novo" in answer.text


def test_turning_it_off_asks_for_the_password(bruno: TestClient, visitor: Visitor, clock: Clock) -> None:
    turn_on(bruno, clock)
    assert "não confere" in bruno.post(f"{HERE}/desligar", data={"current": "nope"}).text
    assert password_step(visitor())
    assert "desligada" in bruno.post(f"{HERE}/desligar", data={"current": PASSWORD}).text
    assert not password_step(visitor())


@pytest.fixture
def strict(config: PortalConfig, engine: Any, clock: Clock, shift: Shift) -> Callable[[str], TestClient]:
    """`strict("silvia")`: her browser, where supervisors have to enter in two steps."""
    app = create_app(replace(config, second_factor_for="supervisors"), engine, clock)

    def enter(who: str) -> TestClient:
        browser = TestClient(app, base_url=config.portal_url, headers={"Origin": config.portal_url})
        browser.post("/atendimento/entrar", data={"email": f"{who}@serpro.gov.br", "password": PASSWORD})
        return browser

    return enter


def test_a_supervisor_who_has_to_sees_nothing_before_it_is_on(
    strict: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    silvia, number = strict("silvia"), shift.opened()
    for path in ("", "/painel", f"/acionamentos/{number}", "/conta", "/senha"):
        assert silvia.get(f"/atendimento{path}").url.path == HERE, path
    assert silvia.post(f"/atendimento/acionamentos/{number}/assumir").url.path == HERE
    assert shift.ticket(number).agent_id is None
    turn_on(silvia, clock)
    assert silvia.get("/atendimento/painel").url.path == "/atendimento/painel"
    assert "exige" in silvia.post(f"{HERE}/desligar", data={"current": PASSWORD}).text
    assert strict("bruno").get("/atendimento").url.path == "/atendimento"


def test_who_lost_phone_and_codes_is_helped_by_a_command(
    bruno: TestClient, visitor: Visitor, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    turn_on(bruno, clock)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'tickets.db'}")
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
        monkeypatch.setenv(name, "x" * 40)
    command.main(["one-step", "bruno@serpro.gov.br"])
    assert bruno.get("/atendimento").url.path == "/atendimento/entrar"
    assert not password_step(visitor())
