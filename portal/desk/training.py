"""A candidate of the understanding, by page: trained with the labels, compared, put in use, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Training, Who, missing, note_read, now
from portal.desk.pages import desk_page
from ticket_store import errors, operations
from ticket_store.database import reading, transaction
from ticket_store.queries import training

router = APIRouter(prefix="/treinamento")

HERE = "/atendimento/treinamento"
DONE = {
    "pedido": "O treinamento vai começar. Pode fechar esta página: ele continua.",
    "ativado": "Pedido. O modelo entra sem pausa, em menos de um minuto.",
    "voltou": "Pedido. O modelo anterior volta sem pausa, em menos de um minuto.",
    "apagada": "Conversa de teste apagada.",
}
WRONG = {
    "corre": "Já há um treinamento em curso. Espere que termine.",
    "sem-anterior": "Não há outro modelo a que voltar. Escolha um candidato da lista.",
    "sumiu": "Isto já não estava mais aqui.",
}
REASON = {
    "interrupted": "o treinador parou no meio",
    "other_sources": "o programa mudou desde que foi treinado; treine de novo",
    "gone": "o arquivo do modelo não está mais no disco",
    "refused": "o Rasa não conseguiu carregá-lo",
    "silent": "o Rasa não respondeu em três minutos",
}
PARTS = {"heldout": "Mensagens separadas para medir", "desk": "O que foi rotulado na mesa"}
HOW = {"worse": "Piores", "better": "Melhores", "same": "Outras, nem melhores nem piores"}


@router.get("")
def show(request: Request, who: Training, feito: str = "", erro: str = "") -> Response:
    note_read(request, who, "training_read", "training")
    return _list(request, who, done=DONE.get(feito), wrong={"form": WRONG[erro]} if erro in WRONG else {})


@router.get("/andamento")
def progress(request: Request, who: Training) -> Response:
    """What is under way; nothing more, for the page that waits."""
    with reading(request.app.state.engine) as session:
        values = _under_way(request, session)
    return desk_page(request, who, "_training_progress.html", **values)


@router.post("")
def begin(request: Request, who: Training) -> Response:
    def work(session: Any) -> None:
        operations.ask_training(session, agent_id=who.id, now=now(request))

    return _after(request, work, "pedido", errors.TrainingUnderWay, "corre")


@router.post("/voltar")
def back(request: Request, who: Training) -> Response:
    def work(session: Any) -> None:
        operations.go_back(session, agent_id=who.id, now=now(request))

    return _after(request, work, "voltou", errors.NoModelBefore, "sem-anterior")


@router.post("/testes/{test_id}/apagar")
def throw(request: Request, who: Training, test_id: int) -> Response:
    def work(session: Any) -> None:
        operations.throw_conversation(session, test_id=test_id, agent_id=who.id, now=now(request))

    return _after(request, work, "apagada", errors.ConversationTestNotFound, "sumiu")


@router.get("/{run_id}")
def candidate(request: Request, who: Training, run_id: int) -> Response:
    with reading(request.app.state.engine) as session:
        run = training.training(session, run_id=run_id)
        values = _in_use(request, session)
    if run is None:
        raise missing()
    note_read(request, who, "training_read", f"training:{run_id}")
    return desk_page(
        request, who, "training_run.html", run=run, parts=PARTS, how=HOW, reasons=REASON, **values
    )


@router.post("/ativar")
def activate(request: Request, who: Training, run: Annotated[int, Form()] = 0) -> Response:
    """run 0: the model that comes with the program."""

    def work(session: Any) -> None:
        operations.activate_model(session, run_id=run or None, agent_id=who.id, now=now(request))

    return _after(request, work, "ativado", errors.TrainingRunNotFound, "sumiu")


def _after(
    request: Request,
    work: Callable[[Any], None],
    done: str,
    refusal: type[errors.TicketStoreError],
    wrong: str,
) -> Response:
    """Back to the list, which says what was done, or why it was not."""
    try:
        with transaction(request.app.state.engine) as session:
            work(session)
    except refusal:
        return RedirectResponse(f"{HERE}?erro={wrong}", 303)
    return RedirectResponse(f"{HERE}?feito={done}", 303)


def _list(request: Request, who: Who, **values: Any) -> Response:
    with reading(request.app.state.engine) as session:
        told = {
            **_under_way(request, session),
            **_in_use(request, session),
            "runs": training.trainings(session),
            "activations": training.activations(session),
            "tests": training.conversation_tests(session),
            "labels": training.taught_count(session),
        }
    return desk_page(request, who, "training.html", reasons=REASON, **told, **values)


def _under_way(request: Request, session: Any) -> dict[str, Any]:
    return {
        "running": training.under_way(session),
        "trainer": training.trainer(session, now=now(request)),
    }


def _in_use(request: Request, session: Any) -> dict[str, Any]:
    """in_use: what Rasa took last; wanted: what it is to take. stale: it was made from other sources."""
    used, wanted = training.in_use(session), training.wanted(session)
    trainer = training.trainer(session, now=now(request))
    run = used.run if used else None
    return {
        "in_use": used,
        "wanted": wanted if wanted is not None and wanted.status == "waiting" else None,
        "stale": run is not None and trainer is not None and run.base != trainer.base,
    }
