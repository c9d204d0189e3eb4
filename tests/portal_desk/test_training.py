"""Training by page, with a double of the trainer: asked for, seen to move, compared, used, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ticket_store import operations, queries
from ticket_store.database import reading, transaction
from ticket_store.queries import training

from .shift import Shift

HERE = "/atendimento/treinamento"
FIGURES = {"heldout": {"n": 1073, "exact": 0.896, "values": 0.911, "harm": 0.031}}
REPORT: dict[str, Any] = {
    "before": FIGURES,
    "after": {"heldout": {"n": 1073, "exact": 0.9016, "values": 0.911, "harm": 0.03}},
    "worse": [],
    "changed": [
        {
            "set": "desk", "text": "nem a pau", "pending": "confirm_cancel", "how": "better",
            "meant": ["deny"], "before": ["affirm"], "after": ["deny"],
        }
    ],
    "counts": {"better": 1, "worse": 0, "same": 0},
    "tests": [{"name": "Um não", "before": [False], "after": [True, False], "texts": ["nem a pau", "sim"]}],
}  # fmt: skip


@pytest.fixture
def ada(shift: Shift, signed_in: Any) -> TestClient:
    shift.hire("ada", "administrator")
    browser: TestClient = signed_in("ada")
    return browser


def trained(shift: Shift, **values: Any) -> int:
    """As the trainer leaves the run that the page asked for."""
    run: int = shift.do(operations.claim_training)
    done = {"model": "m1.tar.gz", "base": "b1", "taught": 3, "report": REPORT}
    shift.do(operations.end_training, run_id=run, **(values or done))
    return run


def taken(shift: Shift) -> None:
    """As Rasa takes what the page asked for."""
    with transaction(shift.engine) as session:
        wanted = training.wanted(session)
        assert wanted is not None
        operations.settle_activation(session, activation_id=wanted.id, now=shift.clock())


def test_a_training_goes_on_without_the_page_and_there_is_one_at_a_time(
    ada: TestClient, shift: Shift
) -> None:
    shift.do(operations.trainer_seen, base="b1", serving="own.tar.gz")
    assert "O Rasa diz que responde com" in ada.get(HERE).text
    assert "vai começar" in ada.post(HERE).text
    assert "Já há um treinamento em curso" in ada.post(HERE).text
    run = shift.do(operations.claim_training)
    shift.do(operations.tell_progress, run_id=run, progress="modelo: 2 de 5, grafias (32 s)")
    part = ada.get(f"{HERE}/andamento").text
    assert "modelo: 2 de 5, grafias (32 s)" in part
    assert "<html" not in part
    shift.do(operations.end_training, run_id=run, reason="interrupted")
    assert "data-ended" in ada.get(f"{HERE}/andamento").text
    page = ada.get(HERE).text
    assert "o treinador parou no meio" in page
    assert "Treinar um candidato" in page


def test_without_a_trainer_the_page_says_so(ada: TestClient, shift: Shift) -> None:
    assert "O treinador não está no ar" in ada.get(HERE).text
    shift.do(operations.trainer_seen, base="b1", serving=None)
    assert "O treinador não está no ar" not in ada.get(HERE).text
    shift.clock.forward(minutes=1)
    assert "O treinador não está no ar" in ada.get(HERE).text


def test_a_candidate_is_compared_put_in_use_and_taken_back(ada: TestClient, shift: Shift) -> None:
    ada.post(HERE)
    run = trained(shift)
    page = ada.get(f"{HERE}/{run}").text
    assert "89,6% → 90,2%" in page
    assert "“nem a pau”" in page
    assert "Lê errado: “sim”" in page
    assert "se pode cancelar" in page
    assert "sem pausa" in ada.post(f"{HERE}/ativar", data={"run": run}).text
    assert "Entrando: candidato 1" in ada.get(HERE).text
    taken(shift)
    page = ada.get(HERE).text
    assert "<strong>Candidato 1</strong>" in page
    assert "Está em uso." in ada.get(f"{HERE}/{run}").text
    ada.post(f"{HERE}/voltar")
    taken(shift)
    assert "<strong>Modelo que veio com o programa</strong>" in ada.get(HERE).text
    assert "Não há outro modelo" in ada.post(f"{HERE}/voltar").text
    trail = ada.get("/atendimento/auditoria").text
    assert "Ativou um modelo" in trail
    assert "Voltou ao modelo anterior" in trail


def test_a_program_that_changed_since_is_told(ada: TestClient, shift: Shift) -> None:
    ada.post(HERE)
    ada.post(f"{HERE}/ativar", data={"run": trained(shift)})
    taken(shift)
    shift.do(operations.trainer_seen, base="b2", serving="own.tar.gz")
    assert "O programa mudou" in ada.get(HERE).text


def test_a_failed_training_is_not_put_in_use(ada: TestClient, shift: Shift) -> None:
    ada.post(HERE)
    run = trained(shift, reason="MemoryError")
    assert "MemoryError" in ada.get(f"{HERE}/{run}").text
    assert "já não estava" not in ada.get(HERE).text
    assert "não estava mais aqui" in ada.post(f"{HERE}/ativar", data={"run": run}).text
    with reading(shift.engine) as session:
        assert training.activations(session) == []


def test_a_labelled_conversation_is_kept_as_a_test_and_thrown_away(ada: TestClient, shift: Shift) -> None:
    read = [{"command": "start", "flow": "cancel_ticket"}]
    lines = [
        {"from": "user", "text": "cancela", "state": {}, "commands": read},
        {"from": "bot", "text": "Posso?"},
        {"from": "user", "text": "hã", "state": {}, "commands": [{"command": "unclear"}]},
    ]
    shift.do(operations.record_doubtful, text="nem a pau", pending="confirm_cancel", lines=lines)
    with reading(shift.engine) as session:
        at = f"/atendimento/revisao/{queries.review_queue(session)[0].id}"
    assert "Guardar como teste" not in ada.get(at).text
    assert "Rotule a mensagem com comandos antes" in ada.post(f"{at}/teste", data={"name": "Um não"}).text
    ada.post(at, data={"commands": "deny", "step": "guardar"})
    assert "Conversa guardada" in ada.post(f"{at}/teste", data={"name": "Um não"}).text
    with reading(shift.engine) as session:
        [test] = training.conversation_tests(session)
    assert (test.name, test.agent.name) == ("Um não", "Ada")
    assert test.turns == [
        {"text": "cancela", "state": {}, "commands": ["start cancel_ticket"]},
        {"text": "nem a pau", "state": {"pending": "confirm_cancel"}, "commands": ["deny"]},
    ]
    assert "Um não" in ada.get(HERE).text
    assert "apagada" in ada.post(f"{HERE}/testes/{test.id}/apagar").text
    assert "não estava mais aqui" in ada.post(f"{HERE}/testes/{test.id}/apagar").text


@pytest.mark.parametrize("path", ["", "/ativar", "/voltar", "/testes/1/apagar"])
def test_only_who_administers_trains(silvia: TestClient, shift: Shift, path: str) -> None:
    assert silvia.post(f"{HERE}{path}").status_code == 403
    assert silvia.get(HERE).status_code == 403
    with reading(shift.engine) as session:
        assert training.trainings(session) == []


def test_a_run_that_is_not_there_is_no_page(ada: TestClient) -> None:
    assert ada.get(f"{HERE}/99").status_code == 404
