"""gov.br as a proof of the e-mail: a real provider process that tells what gov.br tells, and its quirks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
import requests
from fastapi.testclient import TestClient
from sqlalchemy import select

from portal.app import create_app
from portal.config import GovbrConfig, PortalConfig
from ticket_store import model
from ticket_store.database import reading

from .provider_process import running
from .shift import ANA, CARLA, Clock, Shift

CPF = "52998224725"
# As the public manual shows an ID token: the CPF is the number, no groups, the level in it.
TOLD = {
    "amr": ["passwd"],
    "name": "Ana Conceição",
    "preferred_username": CPF,
    "email": ANA,
    "email_verified": True,
    "reliability_info": {"level": "silver", "reliabilities": [{"id": "801", "updatedAt": "2026-01-01"}]},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """gov.br's own issuer ends in a slash."""
    with running(slash=True) as address:
        yield address


@pytest.fixture
def come(issuer: str, config: PortalConfig, engine: Any, clock: Clock) -> Callable[[], TestClient]:
    clock.at = datetime.now(timezone.utc)
    govbr = GovbrConfig(issuer, "css", "segredo", "silver")
    app = create_app(replace(config, govbr=govbr), engine, clock)
    return lambda: TestClient(app, base_url=config.portal_url, headers={"Origin": config.portal_url})


def enter(browser: TestClient, issuer: str, **claims: object) -> Any:
    requests.put(f"{issuer}users/{CPF}", json={**TOLD, **claims}, timeout=5)
    sent = browser.get("/consulta/govbr", follow_redirects=False).headers["location"]
    assert "govbr_confiabilidades_idtoken" in sent
    back = requests.post(sent, data={"sub": CPF}, allow_redirects=False, timeout=5).headers["Location"]
    return browser.get(back)


def test_the_verified_address_opens_its_tickets_and_only_those(
    come: Callable[[], TestClient], issuer: str, shift: Shift
) -> None:
    hers, others = shift.opened(ANA), shift.opened(CARLA)
    browser = come()
    assert "gov.br" in browser.get("/consulta").text
    page = enter(browser, issuer)
    assert hers in page.text
    assert others not in page.text
    assert browser.get(f"/consulta/acionamento/{others}").status_code == 404
    done = browser.post(f"/consulta/acionamento/{hers}/informar", data={"text": "Continua com erro."})
    assert "Recebemos" in done.text  # the same proof as the code's: it may change, too
    with reading(shift.engine) as session:
        [proof] = session.scalars(select(model.IdentityProof))
    assert (proof.email, proof.level) == (ANA, "silver")
    assert proof.person
    assert CPF not in proof.person


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"reliability_info": {"level": "bronze"}}, 403, "nível prata"),
        ({"reliability_info": None}, 403, "nível prata"),
        ({"email_verified": False}, 403, "não está confirmado"),
        ({"email_verified": "true"}, 403, "não está confirmado"),
        ({"email": ""}, 403, "não está confirmado"),
        ({"nonce": "x"}, 401, "não pôde ser confirmada"),
        ({"iss": "https://sso.mal.example/"}, 401, "não pôde ser confirmada"),
    ],
    ids=["bronze", "no level", "unverified", "a word", "no address", "nonce", "issuer"],
)
def test_what_proves_nothing_opens_nothing_and_the_code_remains(
    come: Callable[[], TestClient],
    issuer: str,
    shift: Shift,
    wrong: dict[str, object],
    status: int,
    said: str,
) -> None:
    hers, browser = shift.opened(ANA), come()
    page = enter(browser, issuer, **wrong)
    assert page.status_code == status
    assert said in page.text
    assert "código" in page.text
    assert browser.get(f"/consulta/acionamento/{hers}").status_code == 404


def test_it_is_off_until_it_is_configured(config: PortalConfig, engine: Any, clock: Clock) -> None:
    plain = TestClient(create_app(config, engine, clock), base_url=config.portal_url)
    assert "gov.br" not in plain.get("/consulta").text.partition("<main")[2].replace(".gov.br", "")
    assert plain.get("/consulta/govbr").status_code == 404
