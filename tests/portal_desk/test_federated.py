"""Entering through a provider that runs as a process of its own; and what a hostile answer gets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from fastapi.testclient import TestClient
from sqlalchemy import select

from portal.app import create_app
from portal.config import PortalConfig, ProviderConfig
from ticket_store import accounts, administration, model
from ticket_store.database import reading

from .provider_process import running
from .shift import PASSWORD, Clock, Shift

GO = "/atendimento/entrar/federado"
BRUNO = {"email": "bruno@serpro.gov.br", "email_verified": True, "name": "Bruno", "groups": ["css"]}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture
def door(
    issuer: str, config: PortalConfig, engine: Any, clock: Clock, shift: Shift
) -> Callable[..., TestClient]:
    """`door()`: a browser nobody signed in with, where the provider is set up."""
    clock.at = datetime.now(timezone.utc)  # the provider's tokens are of today
    provider = ProviderConfig(
        issuer=issuer,
        client_id="mesa",
        client_secret="segredo",
        name="Entrada Única",
        groups_claim="groups",
        roles={
            "css": "attendant",
            "css-chefia": "supervisor",
            "css-leitura": "relatorios",
            "css-sumido": "nada",
        },
        teams={"css-pessoal": "people"},
    )
    app = create_app(replace(config, desk_provider=provider), engine, clock)

    def come() -> TestClient:
        return TestClient(app, base_url=config.portal_url, headers={"Origin": config.portal_url})

    return come


def answer(browser: TestClient, issuer: str, sub: str, claims: dict[str, object]) -> str:
    """The address that the provider sends the browser back to."""
    requests.put(f"{issuer}/users/{sub}", json=claims, timeout=5)
    sent = browser.get(f"{GO}?de=/atendimento/novo", follow_redirects=False)
    assert sent.status_code == 303
    back = requests.post(sent.headers["location"], data={"sub": sub}, allow_redirects=False, timeout=5)
    return back.headers["Location"]


def enter(browser: TestClient, issuer: str, sub: str, claims: dict[str, object]) -> Any:
    return browser.get(answer(browser, issuer, sub, claims))


def agents(shift: Shift) -> dict[str, model.Agent]:
    with reading(shift.engine) as session:
        return {one.email: one for one in session.scalars(select(model.Agent))}


def test_a_colleague_enters_and_groups_decide_his_role_and_teams(
    door: Callable[..., TestClient], issuer: str, shift: Shift
) -> None:
    claims = {**BRUNO, "groups": ["css", "css-chefia", "css-pessoal", "lanche"]}
    browser = door()
    assert "Entrar com Entrada Única" in browser.get("/atendimento/entrar").text
    assert enter(browser, issuer, "b1", claims).url.path == "/atendimento/novo"
    bruno = agents(shift)["bruno@serpro.gov.br"]
    assert (bruno.id, bruno.role, bruno.team_codes) == (shift.ids["bruno"], "supervisor", ["people"])
    # From now on it is his number there that counts, not the address.
    assert enter(door(), issuer, "b1", {"groups": ["css"]}).url.path == "/atendimento/novo"
    assert agents(shift)["bruno@serpro.gov.br"].role == "attendant"
    assert browser.get("/atendimento/painel").status_code == 403
    assert enter(door(), issuer, "b1", {"groups": []}).status_code == 403
    assert browser.get("/atendimento").url.path == "/atendimento/entrar"  # out of the groups, out at once


def test_a_group_may_mean_a_role_that_was_made_by_page(
    door: Callable[..., TestClient], issuer: str, shift: Shift
) -> None:
    kind = administration.KINDS["role"]
    told = {"name": "Relatórios", "permissions": ["reports", "audit"], "active": True}
    browser, claims = door(), {**BRUNO, "groups": ["css-leitura", "css-sumido", "css"]}
    assert enter(browser, issuer, "r1", claims).url.path == "/atendimento/novo"
    assert agents(shift)["bruno@serpro.gov.br"].role == "attendant"  # the other two mean nothing here yet
    code = shift.do(administration.save, kind=kind, code=None, data=told, agent_id=None)
    assert code == "relatorios"
    assert enter(browser, issuer, "r1", claims).status_code == 403  # of several, the one that may do most
    assert browser.get("/atendimento").url.path == "/atendimento/painel"
    assert "Relatórios</span>" in browser.get("/atendimento/painel").text
    assert enter(browser, issuer, "r1", {"groups": ["css-sumido"]}).status_code == 403
    assert browser.get("/atendimento").url.path == "/atendimento/entrar"


def test_a_new_colleague_gets_an_account_that_no_password_opens(
    door: Callable[..., TestClient], issuer: str, shift: Shift
) -> None:
    ema = {**BRUNO, "email": "ema@serpro.gov.br", "name": "Ema Dias"}
    assert enter(door(), issuer, "e0", {**ema, "groups": ["lanche"]}).status_code == 403
    assert "ema@serpro.gov.br" not in agents(shift)
    assert enter(door(), issuer, "e1", ema).status_code == 200
    assert agents(shift)["ema@serpro.gov.br"].name == "Ema Dias"
    for guess in ("", accounts.NO_PASSWORD):
        form = {"email": "ema@serpro.gov.br", "password": guess}
        assert door().post("/atendimento/entrar", data=form).status_code == 401
    door().post("/atendimento/senha/esquecida", data={"email": "ema@serpro.gov.br"})
    assert shift.mails("ema@serpro.gov.br") == []
    local = door().post("/atendimento/entrar", data={"email": "denise@serpro.gov.br", "password": PASSWORD})
    assert local.url.path == "/atendimento"  # local accounts go on


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"nonce": "of another request"}, 401),
        ({"iss": "https://mal.example"}, 401),
        ({"aud": "another-application"}, 401),
        ({"exp": int(time.time()) - 3600}, 401),
        ({"iat": int(time.time()) + 3600}, 401),
        ({"email_verified": False}, 403),
        ({"email_verified": "true"}, 403),
        ({"email": "sem-arroba"}, 403),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_token_that_is_signed_and_wrong_opens_nothing(
    door: Callable[..., TestClient], issuer: str, shift: Shift, wrong: dict[str, object], status: int
) -> None:
    browser = door()
    page = enter(browser, issuer, f"w-{next(iter(wrong))}-{status}", {**BRUNO, **wrong})
    assert page.status_code == status
    assert 'id="erros"' in page.text
    assert browser.get("/atendimento").url.path == "/atendimento/entrar"
    assert agents(shift)["bruno@serpro.gov.br"].last_login_at is None


def test_an_answer_is_good_once_and_only_in_the_browser_that_asked(
    door: Callable[..., TestClient], issuer: str
) -> None:
    browser, thief = door(), door()
    back = answer(browser, issuer, "b2", BRUNO)
    assert thief.get(back).status_code == 401  # no cookie
    answer(thief, issuer, "b2", BRUNO)
    assert thief.get(back).status_code == 401  # the cookie of another way
    kept = browser.cookies["css_entrada"]
    assert browser.get(back).url.path == "/atendimento/novo"
    assert "css_entrada" not in browser.cookies
    browser.cookies.set("css_entrada", kept, path=GO)
    assert browser.get(back).status_code == 401
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert door().get(f"{GO}/volta?state={state}&code=inventado").status_code == 401


def test_the_code_alone_is_worth_nothing_without_its_verifier(
    door: Callable[..., TestClient], issuer: str, config: PortalConfig
) -> None:
    """PKCE: who reads the answer on its way, and even has the secret, gets no token for it."""
    browser = door()
    code = parse_qs(urlsplit(answer(browser, issuer, "b3", BRUNO)).query)["code"][0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": f"{config.portal_url}{GO}/volta",
    }
    stolen = requests.post(f"{issuer}/oauth2/token", data=form, auth=("mesa", "segredo"), timeout=5)
    assert stolen.json() == {"error": "invalid_grant"}


def test_an_address_that_went_to_another_person_there_is_not_his_account(
    door: Callable[..., TestClient], issuer: str
) -> None:
    assert enter(door(), issuer, "b4", BRUNO).status_code == 200
    assert enter(door(), issuer, "b5", BRUNO).status_code == 403


def test_a_disabled_account_stays_out_and_a_refusal_there_is_told(
    door: Callable[..., TestClient], issuer: str, shift: Shift
) -> None:
    browser = door()
    sent = browser.get(GO, follow_redirects=False).headers["location"]
    back = requests.post(sent, data={"action": "deny"}, allow_redirects=False, timeout=5).headers["Location"]
    state = parse_qs(urlsplit(sent).query)["state"][0]
    assert "autorizada" in browser.get(f"{back}&state={state}").text
    shift.do(accounts.set_active, agent_id=shift.ids["bruno"], active=False)
    assert enter(door(), issuer, "b6", BRUNO).status_code == 403


def test_without_a_provider_or_with_one_that_is_down_the_password_remains(
    door: Callable[..., TestClient], config: PortalConfig, engine: Any, clock: Clock, shift: Shift
) -> None:
    plain = TestClient(create_app(config, engine, clock), base_url=config.portal_url)
    assert "Entrar com" not in plain.get("/atendimento/entrar").text
    assert plain.get(GO).status_code == 404
    down = ProviderConfig("http://localhost:9", "mesa", "x", "Entrada Única", "groups", {}, {})
    browser = TestClient(
        create_app(replace(config, desk_provider=down), engine, clock), base_url=config.portal_url
    )
    assert browser.get(GO).status_code == 502
    assert "use e-mail e senha" in browser.get(GO).text
