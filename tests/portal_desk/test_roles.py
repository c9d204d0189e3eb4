"""Roles by page: every route of the desk asks for its permission by name, and a change counts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from portal.desk.access import NEEDS
from ticket_store import administration, roles
from ticket_store.database import reading
from ticket_store.model import Agent

from .shift import Shift

HERE = "/atendimento/administracao"
# Before one has entered, and what is anybody's who has: his account, his sessions, his bell.
OPEN = {
    "/entrar", "/entrar/codigo", "/entrar/federado", "/entrar/federado/volta", "/senha/esquecida",
    "/senha/nova/{token}", "/sair", "/conta", "/conta/encerrar", "/conta/encerrar-outras",
    "/conta/duas-etapas", "/conta/duas-etapas/comecar", "/conta/duas-etapas/confirmar",
    "/conta/duas-etapas/codigos", "/conta/duas-etapas/desligar", "/senha", "/avisos", "/avisos/lidos",
    "/avisos/escolha",
}  # fmt: skip


def routes(app: FastAPI) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(method, path, what it asks for: one of these)."""
    for route in iter_route_contexts(app.routes):
        path = route.path or ""
        if path.startswith("/atendimento"):
            asked = tuple(asked_for(route.dependant))
            assert len(asked) < 2, path
            for method in sorted(route.methods or ()):
                yield method, path.removeprefix("/atendimento"), asked[0] if asked else ()


def asked_for(dependant: Any) -> Iterator[tuple[str, ...]]:
    if dependant.call in NEEDS:
        yield NEEDS[dependant.call]
    for inner in dependant.dependencies:
        yield from asked_for(inner)


def filled(path: str, number: str) -> list[tuple[str, str | None]]:
    """The addresses to try, each with the permission that decides there, where the address does."""
    given = {"{number}": number, "{act}": "sessoes", "{uid}": "x", "{token}": "x"}
    for name, value in given.items():
        path = path.replace(name, value)
    if "/{path}" in path:
        kinds = (("contas", roles.ACCOUNTS), ("papeis", roles.ACCOUNTS), ("equipes", roles.SETTINGS))
        return [(ids(path.replace("{path}", kind)), asked) for kind, asked in kinds]
    return [(ids(path), None)]


def ids(path: str) -> str:
    return "/".join("1" if part.startswith("{") else part for part in path.split("/"))


@pytest.fixture
def as_one_who(shift: Shift, signed_in: Callable[[str], TestClient]) -> Callable[..., TestClient]:
    """`as_one_who(may)`: Ema's browser, her role changed to that since her last request."""
    shift.hire("ada", "administrator")
    shift.hire("ema", "attendant")
    ema, kind = signed_in("ema"), administration.KINDS["role"]

    def save(code: str | None, may: set[str]) -> str:
        told = {"name": "Prova", "permissions": sorted(may), "active": True}
        made: str = shift.do(administration.save, kind=kind, code=code, data=told, agent_id=shift.ids["ada"])
        return made

    code = save(None, {roles.ATTEND})
    account = {"name": "Ema", "role": code, "teams": [], "active": True}
    shift.do(
        administration.save,
        kind=administration.KINDS["account"],
        code=str(shift.ids["ema"]),
        data=account,
        agent_id=shift.ids["ada"],
    )

    def with_these(may: set[str]) -> TestClient:
        save(code, may)
        return ema

    return with_these


def test_every_route_of_the_desk_asks_for_its_permission(
    visitor: Callable[[], TestClient], shift: Shift, as_one_who: Callable[..., TestClient]
) -> None:
    app = visitor().app
    assert isinstance(app, FastAPI)
    every, number, tried = set(roles.PERMISSIONS), shift.opened(), 0
    open_ones: set[str] = set()
    asking: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for method, path, asked in routes(app):
        if not asked:
            open_ones.add(path)
        for address, decides in filled(path, number):
            asking.setdefault((decides,) if decides else asked, []).append((method, address))
    assert open_ones == OPEN
    asking.pop(())
    for asked, those in asking.items():
        without = as_one_who(every - set(asked))
        for method, address in those:
            answer = without.request(method, f"/atendimento{address}", follow_redirects=False)
            at_the_door = (method, address) == ("GET", "") and answer.headers.get("location")
            assert answer.status_code == 403 or at_the_door == "/atendimento/painel", (method, address)
            tried += 1
        for one in asked:
            having = as_one_who({one})
            for method, address in those:
                if address == "/eventos":  # a stream without an end: tests/portal_desk/test_feed.py
                    continue
                answer = having.request(method, f"/atendimento{address}", follow_redirects=False)
                assert answer.status_code not in (401, 403), (one, method, address)
                assert "/entrar" not in answer.headers.get("location", ""), (one, method, address)
    assert tried > 100
    assert {one for asked in asking for one in asked} == every - {roles.SHARED}


def test_who_may_not_see_the_queue_is_led_to_what_he_may(as_one_who: Callable[..., TestClient]) -> None:
    page = as_one_who({roles.AUDIT}).get("/atendimento")
    assert page.url.path == "/atendimento/auditoria"
    for gone in (
        'href="/atendimento/conversas"',
        "Administração</a>",
        'action="/atendimento/busca"',
        "eventos",
    ):
        assert gone not in page.text
    refused = as_one_who({roles.AUDIT}).get("/atendimento/novo")
    assert (refused.status_code, "O papel “Prova” não a tem" in refused.text) == (403, True)
    assert 'href="/atendimento/auditoria"' in refused.text


def test_only_who_may_changes_what_is_everybodys(as_one_who: Callable[..., TestClient]) -> None:
    new = {"name": "Oi", "scope": "todos", "text": "Bom dia."}
    for may, status in (({roles.ATTEND}, 422), ({roles.ATTEND, roles.SHARED}, 200)):
        assert as_one_who(may).post("/atendimento/textos/novo", data=new).status_code == status


@pytest.fixture
def ada(signed_in: Callable[[str], TestClient], shift: Shift) -> TestClient:
    shift.hire("ada", "administrator")
    return signed_in("ada")


def test_a_role_is_made_seen_given_and_put_back(ada: TestClient, bruno: TestClient, shift: Shift) -> None:
    new = {"name": "Gestão", "permissions": [roles.ATTEND, roles.REPORTS], "active": "sim"}
    assert bruno.get("/atendimento/painel").status_code == 403
    assert "O que muda ao guardar" in ada.post(f"{HERE}/papeis/novo", data=new | {"step": "ver"}).text
    assert "Guardado." in ada.post(f"{HERE}/papeis/novo", data=new).text
    table = ada.get(f"{HERE}/papeis").text
    assert "O que cada papel pode" in table
    assert f'<a href="{HERE}/papeis/gestao">Gestão</a></th>' in table
    his = {"name": "Bruno", "role": "gestao", "teams": ["people"], "active": "sim"}
    assert "Guardado." in ada.post(f"{HERE}/contas/{shift.ids['bruno']}", data=his).text
    assert bruno.get("/atendimento/painel").status_code == 200
    assert "Gestão" in bruno.get("/atendimento").text
    less = new | {"permissions": [roles.ATTEND]}
    ada.post(f"{HERE}/papeis/gestao", data=less)
    assert bruno.get("/atendimento/painel").status_code == 403
    back = ada.post(f"{HERE}/papeis/gestao/voltar", data={"number": 1}).text
    assert "Voltou ao que era." in back
    assert "Ada" in back
    assert bruno.get("/atendimento/painel").status_code == 200
    mine = {"name": "Administração", "permissions": [roles.ATTEND], "active": "sim"}
    wrong = ada.post(f"{HERE}/papeis/administrator", data=mine)
    assert (wrong.status_code, "guarda sempre" in wrong.text) == (422, True)


def test_who_only_administers_settings_reaches_no_account_by_a_file(
    as_one_who: Callable[..., TestClient], shift: Shift
) -> None:
    ema = as_one_who({roles.SETTINGS})
    told = yaml.safe_load(ema.get(f"{HERE}/exportar.yml").text)
    assert ("equipes" in told, "contas" in told, "papeis" in told) == (True, False, False)
    assert "Contas" not in ema.get(HERE).text
    for path, name, data in (
        ("papeis", "prova", {"name": "Prova", "permissions": list(roles.PERMISSIONS), "active": True}),
        (
            "contas",
            "ema@serpro.gov.br",
            {"name": "Ema", "role": "administrator", "teams": []},
        ),
    ):
        file = yaml.safe_dump({path: {name: data}})
        answer = ema.post(f"{HERE}/importar", data={"text": file, "step": "fazer"})
        assert (answer.status_code, "o seu papel não as administra" in answer.text) == (422, True)
    with reading(shift.engine) as session:
        assert roles.role_of(session, session.get_one(Agent, shift.ids["ema"])).permissions == {
            roles.SETTINGS
        }


def test_accounts_and_roles_go_along_in_the_file_and_come_in_without_a_password(
    ada: TestClient, bruno: TestClient, shift: Shift
) -> None:
    text = ada.get(f"{HERE}/exportar.yml").text
    told = yaml.safe_load(text)
    assert told["contas"]["bruno@serpro.gov.br"] == {
        "name": "Bruno", "role": "attendant", "teams": ["people"], "active": True,
    }  # fmt: skip
    assert "argon2" not in text
    told["papeis"]["gestao"] = {"name": "Gestão", "permissions": [roles.REPORTS], "active": True}
    told["contas"]["bruno@serpro.gov.br"]["role"] = "gestao"
    for n in range(12):  # more than an hour's askings of a stranger
        told["contas"][f"nova{n}@serpro.gov.br"] = {"name": f"Nova {n}", "role": "gestao", "teams": []}
    file = yaml.safe_dump(told, allow_unicode=True)
    seen = ada.post(f"{HERE}/importar", data={"text": file}).text
    assert "Nova 11" in seen
    assert shift.mails("nova1@serpro.gov.br") == []  # only looked at
    assert "Importado." in ada.post(f"{HERE}/importar", data={"text": file, "step": "fazer"}).text
    for n in range(12):
        assert shift.mails(f"nova{n}@serpro.gov.br") == ["password_reset"]
    assert bruno.get("/atendimento/painel").status_code == 200
    again = ada.post(f"{HERE}/importar", data={"text": file}).text
    assert "Nada: tudo já está assim." in again
    wrong = yaml.safe_dump(
        {"contas": {"ada@serpro.gov.br": {"name": "Ada", "role": "attendant", "teams": []}}}
    )
    refused = ada.post(f"{HERE}/importar", data={"text": wrong, "step": "fazer"})
    assert (refused.status_code, "peça a quem também administra" in refused.text) == (422, True)
    no_address = wrong.replace("ada@serpro.gov.br", "ada")
    assert "Confira o e-mail" in ada.post(f"{HERE}/importar", data={"text": no_address}).text
    ada.post(f"{HERE}/contas/{shift.ids['bruno']}/voltar", data={"number": 1})
    assert bruno.get("/atendimento/painel").status_code == 403
