"""gov.br as a proof of the e-mail: a real provider process that tells what gov.br tells, and its quirks."""

from __future__ import annotations

import hashlib
import logging
import re
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
from ticket_store import errors, identity, links, model
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


@pytest.mark.parametrize(
    ("least", "told", "opens"),
    [
        ("bronze", "bronze", True),
        ("bronze", "gold", True),
        ("silver", "gold", True),
        ("gold", "gold", True),
        ("gold", "silver", False),
        ("gold", "platinum", False),
    ],
)
def test_an_account_proves_from_the_level_that_is_set_upwards(
    issuer: str,
    config: PortalConfig,
    engine: Any,
    clock: Clock,
    shift: Shift,
    least: str,
    told: str,
    opens: bool,
) -> None:
    clock.at = datetime.now(timezone.utc)
    app = create_app(replace(config, govbr=GovbrConfig(issuer, "css", "segredo", least)), engine, clock)
    browser = TestClient(app, base_url=config.portal_url, headers={"Origin": config.portal_url})
    hers = shift.opened(ANA)
    page = enter(browser, issuer, reliability_info={"level": told})
    assert (page.status_code, hers in page.text) == ((200, True) if opens else (403, False))
    with reading(engine) as session:
        levels = list(session.scalars(select(model.IdentityProof.level)))
    assert levels == ([told] if opens else [])


def test_it_is_off_until_it_is_configured(config: PortalConfig, engine: Any, clock: Clock) -> None:
    plain = TestClient(create_app(config, engine, clock), base_url=config.portal_url)
    assert "gov.br" not in plain.get("/consulta").text.partition("<main")[2].replace(".gov.br", "")
    assert plain.get("/consulta/govbr").status_code == 404


# ---------------------------------------------------------------- from the chat

CONVERSATION = "web-0123456789abcdef0123456789abcdef"


def link(config: PortalConfig, conversation_id: str = CONVERSATION) -> str:
    """As the assistant says it in the conversation (actions/govbr.py)."""
    token = links.sign(links.GOVBR_CHAT, {"conversation_id": conversation_id}, config.secret_key)
    return f"/consulta/govbr/conversa/{token}"


def enter_from_chat(browser: TestClient, issuer: str, address: str, **claims: object) -> Any:
    requests.put(f"{issuer}users/{CPF}", json={**TOLD, **claims}, timeout=5)
    sent = browser.get(f"{address}/ir", follow_redirects=False).headers["location"]
    back = requests.post(sent, data={"sub": CPF}, allow_redirects=False, timeout=5).headers["Location"]
    return browser.get(back)


def proven(shift: Shift, conversation_id: str = CONVERSATION) -> set[str]:
    with reading(shift.engine) as session:
        return identity.proven_emails(session, conversation_id=conversation_id, now=shift.clock())


def test_the_number_that_the_page_shows_proves_the_address_once_it_is_typed_in_the_chat(
    come: Callable[[], TestClient], issuer: str, config: PortalConfig, shift: Shift
) -> None:
    browser = come()
    first = browser.get(link(config))
    assert "Só continue se foi você quem pediu." in first.text
    assert first.headers["x-robots-tag"] == "noindex, nofollow"
    page = enter_from_chat(browser, issuer, link(config))
    [number] = re.findall(r'<strong class="code">(\d{6})</strong>', page.text)
    assert ANA in page.text
    # Whoever sent the link to her has nothing of it; nor has this browser.
    assert proven(shift) == set()
    assert shift.opened(ANA) not in browser.get("/consulta").text
    typed = {"conversation_id": CONVERSATION, "code": number, "secret": config.secret_key}
    assert shift.do(identity.check_code, **typed) == ANA
    assert proven(shift) == {ANA}
    with pytest.raises(errors.NoCodePending):
        shift.do(identity.check_code, **typed)


def test_the_number_is_good_in_that_conversation_alone(
    come: Callable[[], TestClient], issuer: str, config: PortalConfig, shift: Shift
) -> None:
    page = enter_from_chat(come(), issuer, link(config))
    [number] = re.findall(r'<strong class="code">(\d{6})</strong>', page.text)
    with pytest.raises(errors.NoCodePending):
        shift.do(identity.check_code, conversation_id="web-another", code=number, secret=config.secret_key)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"reliability_info": {"level": "bronze"}}, 403),
        ({"email_verified": False}, 403),
        ({"nonce": "x"}, 401),
    ],
    ids=["bronze", "unverified", "nonce"],
)
def test_what_proves_nothing_shows_no_number(
    come: Callable[[], TestClient],
    issuer: str,
    config: PortalConfig,
    shift: Shift,
    wrong: dict[str, object],
    status: int,
) -> None:
    page = enter_from_chat(come(), issuer, link(config), **wrong)
    assert page.status_code == status
    assert "código que foi por e-mail" in page.text
    assert 'class="code"' not in page.text
    with reading(shift.engine) as session:
        assert session.scalars(select(model.OneTimeCode)).all() == []


def test_a_link_that_is_old_or_forged_leads_nowhere(
    come: Callable[[], TestClient], config: PortalConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = come()
    for address in ("/consulta/govbr/conversa/forjado", link(replace(config, secret_key="another" * 8))):
        for path in (address, f"{address}/ir"):
            answer = browser.get(path, follow_redirects=False)
            assert (answer.status_code, "Este endereço venceu" in answer.text) == (410, True)
    good = link(config)
    monkeypatch.setattr("portal.consult.govbr.LINK_SECONDS", -1)
    assert browser.get(f"{good}/ir", follow_redirects=False).status_code == 410


def test_the_cpf_reaches_neither_the_store_nor_a_page_nor_the_log(
    come: Callable[[], TestClient],
    issuer: str,
    config: PortalConfig,
    shift: Shift,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = come()
    pages = [enter(browser, issuer).text, enter_from_chat(browser, issuer, link(config)).text]
    pages += [enter(browser, issuer, nonce="x").text, browser.get("/meus-dados").text]
    with reading(shift.engine) as session:
        [proof] = session.scalars(select(model.IdentityProof))
        raw = session.connection().connection.driver_connection
        dump = "\n".join(raw.iterdump())
    assert proof.person == identity.person_mark(CPF, secret=config.secret_key)
    assert proof.person != identity.person_mark(CPF, secret="another")  # keyed
    # But for the lines in which this test tells the provider who she is.
    log = "\n".join(line for line in caplog.text.splitlines() if "PUT /users/" not in line)
    written = {"the store": dump, "a page": "\n".join(pages), "the log": log}
    told = {CPF, "529.982.247-25", hashlib.sha256(CPF.encode()).hexdigest()}
    assert [(where, one) for where, text in written.items() for one in told if one in text] == []
