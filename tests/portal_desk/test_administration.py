"""The desk is administered by page: seen before it is done, with a history, and taken along in a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
import yaml
from fastapi.testclient import TestClient

from ticket_store import model
from ticket_store.automations.running import run_due
from ticket_store.database import reading, transaction
from ticket_store.mails.chosen import chosen as mail_in_force
from ticket_store.mails.chosen import note_failure as mail_note
from ticket_store.mails.rendering import shipped

from .shift import PASSWORD, Clock, Shift

HERE = "/atendimento/administracao"
BRUNO = {"name": "Bruno", "role": "attendant", "teams": ["people"], "active": "sim"}


@pytest.fixture
def denise(signed_in: Callable[[str], TestClient], shift: Shift) -> TestClient:
    with transaction(shift.engine) as session:
        session.get_one(model.Agent, shift.ids["denise"]).role = "administrator"
    return signed_in("denise")


def test_only_the_administration_sees_it(bruno: TestClient, silvia: TestClient) -> None:
    for browser in (bruno, silvia):
        for path in ("", "/contas", "/contas/1", "/exportar.yml"):
            assert browser.get(f"{HERE}{path}").status_code == 403
        assert browser.post(f"{HERE}/contas/novo", data=BRUNO).status_code == 403
        assert "Administração</a>" not in browser.get("/atendimento").text


def test_an_account_is_made_changed_shown_first_and_put_back(
    denise: TestClient, bruno: TestClient, shift: Shift
) -> None:
    new = {"name": "Rita", "email": "rita@serpro.gov.br", "role": "attendant", "active": "sim"}
    assert "Guardado." in denise.post(f"{HERE}/contas/novo", data=new).text
    assert shift.mails("rita@serpro.gov.br") == ["password_reset"]
    assert "Já há uma conta" in denise.post(f"{HERE}/contas/novo", data=new).text
    his = f"{HERE}/contas/{shift.ids['bruno']}"
    off = BRUNO | {"active": ""}
    del off["active"]
    seen = denise.post(his, data=off | {"step": "ver"}).text
    assert "O que muda ao guardar" in seen
    assert bruno.get("/atendimento").url.path == "/atendimento"  # nothing has happened yet
    assert "Guardado." in denise.post(his, data=off).text
    assert bruno.get("/atendimento").url.path == "/atendimento/entrar"
    page = denise.post(f"{his}/voltar", data={"number": 1}).text
    assert "Voltou ao que era." in page
    assert "Versão 3" in page
    assert ("setting_changed", f"account:{shift.ids['bruno']}") in shift.audited("denise")
    entered = bruno.post("/atendimento/entrar", data={"email": "bruno@serpro.gov.br", "password": PASSWORD})
    assert entered.url.path == "/atendimento"


def test_who_administers_does_not_shut_himself_out(denise: TestClient, shift: Shift) -> None:
    his = f"{HERE}/contas/{shift.ids['denise']}"
    answer = denise.post(his, data={"name": "Denise", "role": "attendant", "active": "sim"})
    assert answer.status_code == 422
    assert "peça a quem também administra" in answer.text


def test_every_kind_has_its_list_and_its_form(denise: TestClient) -> None:
    for path, code in (
        ("contas", "1"), ("equipes", "people"), ("servicos", "siape"), ("textos", "ask-owner"),
        ("ans", "rfb"), ("calendarios", "business"),
    ):  # fmt: skip
        assert f'href="{HERE}/{path}/{code}"' in denise.get(f"{HERE}/{path}").text
        for which in (code, "novo"):
            assert ">Guardar<" in denise.get(f"{HERE}/{path}/{which}").text
        assert denise.get(f"{HERE}/{path}/nada-disto").status_code == 404
    assert denise.get(f"{HERE}/nada").status_code == 404
    assert "Conversas com o assistente" in denise.get(f"{HERE}/guarda/days").text
    assert "Dias corridos até envelhecer" in denise.get(f"{HERE}/prioridades/low").text
    for fixed in ("guarda", "prioridades"):
        assert denise.get(f"{HERE}/{fixed}/novo").status_code == 404


def test_a_notice_stands_on_the_page_of_the_css_in_its_days_only(
    denise: TestClient, visitor: Callable[..., TestClient], clock: Clock
) -> None:
    new = {
        "title": "Natal na CSS",
        "text": "Atendemos <sempre>.",
        "first": "2026-12-24",
        "until": "2026-12-25",
        "active": "sim",
    }
    wrong = denise.post(f"{HERE}/comunicados/novo", data=new | {"until": "2026-12-23"})
    assert (wrong.status_code, "não pode ser antes" in wrong.text) == (422, True)
    assert "Informe o dia." in denise.post(f"{HERE}/comunicados/novo", data=new | {"first": "ontem"}).text
    assert "Guardado." in denise.post(f"{HERE}/comunicados/novo", data=new).text
    assert "24/12/2026" in denise.get(f"{HERE}/comunicados").text
    ana, seen = visitor(), []
    for moment in ("2026-12-24T02:59", "2026-12-24T03:01", "2026-12-26T02:59", "2026-12-26T03:01"):
        clock.at = datetime.fromisoformat(f"{moment}+00:00")
        text = ana.get("/").text
        seen.append("Natal na CSS" in text and "Atendemos &lt;sempre&gt;." in text)
        assert "Natal na CSS" not in ana.get("/", headers={"X-Kept-Copy": "1"}).text
    assert seen == [False, True, True, False]


def test_all_is_taken_along_and_brought_back_after_a_look(denise: TestClient, shift: Shift) -> None:
    text = denise.get(f"{HERE}/exportar.yml").text
    told = yaml.safe_load(text)
    told["servicos"]["siape"]["name"] = "SIAPE novo"
    told["equipes"]["people"]["name"] = "Pessoas"
    changed = yaml.safe_dump(told, allow_unicode=True)
    seen = denise.post(f"{HERE}/importar", files={"file": ("a.yml", changed)}).text
    assert "SIAPE novo" in seen
    with reading(shift.engine) as session:
        assert session.get_one(model.Service, "siape").name == "SIAPE"
    assert "Importado." in denise.post(f"{HERE}/importar", data={"text": changed, "step": "fazer"}).text
    with reading(shift.engine) as session:
        assert session.get_one(model.Service, "siape").name == "SIAPE novo"
        assert session.get_one(model.Team, "people").name == "Pessoas"
    told["servicos"]["siape"]["team"] = "nada"
    broken = denise.post(f"{HERE}/importar", data={"text": yaml.safe_dump(told), "step": "fazer"})
    assert "Escolha na lista." in broken.text
    for path, code in (("prioridades", "nova"), ("guarda", "nada")):
        added = yaml.safe_dump({path: {code: {"ages_in_days": 3}}})
        answer = denise.post(f"{HERE}/importar", data={"text": added, "step": "fazer"})
        assert (answer.status_code, "ali nada se acrescenta" in answer.text) == (422, True), path
    for strange in (
        "[",
        "texto",
        "contas: 3",
        "contas: {x@y.gov.br: 3}",
        "nada: {}",
        "!!python/object/apply:os.system ['x']",
    ):
        answer = denise.post(f"{HERE}/importar", data={"text": strange, "step": "fazer"})
        assert "não é o que" in answer.text, strange


def test_a_mail_is_written_looked_at_and_tried_before_it_is_in_force(
    denise: TestClient, shift: Shift
) -> None:
    here = f"{HERE}/modelos/registered"
    assert f'href="{here}"' in denise.get(f"{HERE}/modelos").text
    assert denise.get(f"{HERE}/modelos/novo").status_code == 404
    assert denise.get(f"{HERE}/modelos/nada/email").status_code == 404
    typed = shipped("registered") | {"subject": "Anotamos: {{ number }}"}
    looked = denise.post(here, data=typed | {"step": "email"})
    assert "Registramos o seu acionamento" in looked.text
    assert looked.headers["content-security-policy"].endswith("frame-ancestors 'self'; sandbox")
    assert "Mandamos a você" in denise.post(here, data=typed | {"step": "teste"}).text
    assert shift.mails("denise@serpro.gov.br") == ["mail_trial"]
    assert "Mudado" not in denise.get(f"{HERE}/modelos").text  # nothing is in force yet
    assert "Guardado." in denise.post(here, data=typed).text
    assert "Mudado" in denise.get(f"{HERE}/modelos").text
    wrong = denise.post(here, data=typed | {"html": typed["html"].replace("consult_url", "portal_url")})
    assert (wrong.status_code, "Falta {{ consult_url }}" in wrong.text) == (422, True)
    bad = denise.post(here, data=typed | {"html": "<script>1</script>", "step": "email"})
    assert "Não dá para mostrar" in bad.text
    assert "<script>" not in bad.text
    with transaction(shift.engine) as session:
        mail_note(session, mail_in_force(session, "registered"), reason="UndefinedError", now=shift.clock())
    assert "A versão 2 falhou" in denise.get(here).text
    denise.post(f"{here}/voltar", data={"number": 1})
    assert "falhou" not in denise.get(here).text


def test_an_automation_is_tried_then_kept_and_says_what_it_did(
    denise: TestClient, shift: Shift, clock: Clock
) -> None:
    here = f"{HERE}/automacoes"
    number = shift.opened()
    clock.forward(minutes=1)
    new = {"name": "Folha primeiro", "when": "opened", "services": ["siape"], "priority": "high"}
    new |= {"tags": "folha", "notify": str(shift.ids["bruno"]), "active": "sim"}
    tried = denise.post(f"{here}/novo", data=new | {"step": "ensaiar"}).text
    assert "Ensaio: 1 acionamento" in tried
    assert f"/acionamentos/{number}" in tried
    assert "Folha primeiro" not in denise.get(here).text  # nothing was kept
    assert (
        "Ensaio: nenhum"
        in denise.post(f"{here}/novo", data=new | {"bodies": "rfb.gov.br", "step": "ensaiar"}).text
    )
    wrong = denise.post(f"{here}/novo", data=new | {"when": "unanswered"})
    assert (wrong.status_code, "Diga quantos minutos" in wrong.text) == (422, True)
    kept = denise.post(f"{here}/novo", data=new).text
    assert "Guardado." in kept
    assert "Ainda nada." in kept
    clock.forward(minutes=1)
    later = shift.opened()
    with transaction(shift.engine) as session:
        assert run_due(session, now=clock()) == 1
    page = denise.get(f"{here}/folha-primeiro").text
    assert (f"/acionamentos/{later}" in page, f"/acionamentos/{number}" in page) == (True, False)
    ticket = denise.get(f"/atendimento/acionamentos/{later}").text
    assert "Automação: prioridade Alta, etiquetas folha, aviso no sino" in ticket
    assert "Folha primeiro" in ticket
    slow = {"name": "Demora", "when": "unanswered", "minutes": "90", "priority": "high", "active": "sim"}
    denise.post(f"{here}/novo", data=slow)
    listed = denise.get(here).text
    assert "o solicitante espera resposta há 90 minutos" in listed
    assert "tantos minutos" not in listed
    told = yaml.safe_load(denise.get(f"{HERE}/exportar.yml").text)["automacoes"]
    assert told["folha-primeiro"]["tags"] == ["folha"]


def test_what_the_assistant_says_is_written_beside_what_the_gate_finds(denise: TestClient) -> None:
    here = f"{HERE}/falas/utter_faq_opening_hours"
    assert "Horário" in denise.get(f"{HERE}/falas").text
    assert "Este texto passa" in denise.get(here).text
    stiff = "Outrossim, " + "atendemos sempre e " * 16 + "pronto."
    seen = denise.post(here, data={"text": stiff, "step": "ver"}).text
    assert "Frase de" in seen
    assert "Troque “outrossim”" in seen
    assert "Guardado." in denise.post(here, data={"text": "Atendemos sempre."}).text
    assert "Mudado" in denise.get(f"{HERE}/falas").text
    braces = denise.post(here, data={"text": "Olá, {nome}!"})
    assert (braces.status_code, "Sem chaves" in braces.text) == (422, True)
    assert denise.get(f"{HERE}/falas/utter_ask_email").status_code == 404
