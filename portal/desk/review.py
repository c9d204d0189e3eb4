"""What the assistant did not understand: a person says what was meant, to train with."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import labels
from portal.desk.access import Reviewing, Who, missing, note_read, now
from portal.desk.pages import desk_page
from portal.desk.words import INTENT
from ticket_store import errors, operations, queries
from ticket_store.database import reading, transaction
from ticket_store.model import ReviewItem
from ticket_store.queries import training

router = APIRouter(prefix="/revisao")

HERE = "/atendimento/revisao"
DONE = {
    "rotulada": "Guardado. A mensagem vai para o próximo treinamento.",
    "descartada": "Mensagem descartada.",
    "sumiu": "Esta mensagem já tinha saído da lista.",
    "desfeito": "Desfeito. A mensagem voltou ao que era.",
    "teste": "Conversa guardada. Cada candidato passa a ser conferido nela.",
}
SHOWN = 50
MOST_TYPED = 4000
EMPTY = "Diga ao menos uma coisa que a pessoa queria, ou descarte a mensagem."


@router.get("")
def show(request: Request, who: Reviewing, feito: str = "", item: int = 0) -> Response:
    """item: what was labelled or dismissed just now, to take it back."""
    with reading(request.app.state.engine) as session:
        items = queries.review_queue(session, limit=SHOWN)
        labelled = queries.review_queue(session, status="labelled", limit=SHOWN)
        waiting = training.taught_count(session)
    note_read(request, who, "review_read", "review")
    return desk_page(
        request,
        who,
        "review.html",
        items=items,
        labelled=labelled,
        waiting=waiting,
        intents=_intents(),
        done=DONE.get(feito),
        undoable=item if feito in ("rotulada", "descartada") else 0,
    )


@router.get("/{item_id}")
def one(request: Request, who: Reviewing, item_id: int, feito: str = "") -> Response:
    item = _item(request, item_id)
    note_read(request, who, "review_read", f"review:{item_id}")
    return _form(request, who, item, labels.suggested(item), item.label or "", done=DONE.get(feito))


@router.post("/{item_id}/conferir")
def check(
    request: Request, who: Reviewing, item_id: int, commands: Annotated[str, Form(max_length=MOST_TYPED)] = ""
) -> Response:
    """What the lines say, while they are being written."""
    try:
        item = _item(request, item_id)
    except errors.ReviewItemNotFound:
        raise missing() from None
    return desk_page(request, who, "_label_check.html", **_checked(commands, item.text))


@router.post("/{item_id}")
def label(
    request: Request,
    who: Reviewing,
    item_id: int,
    intent: Annotated[str, Form(max_length=80)] = "",
    commands: Annotated[str, Form(max_length=MOST_TYPED)] = "",
    pick: Annotated[str, Form(max_length=200)] = "",
    step: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """step acrescentar: only `pick` is put below what is written; guardar: neither an intent nor a command
    is a mistake. Without a step, neither dismisses the message.
    """
    try:
        item = _item(request, item_id)
        if step == "acrescentar":
            return _form(request, who, item, "\n".join([*labels.split(commands), pick]).strip(), intent)
        known = intent if intent in INTENT else None
        if step == "guardar" and not known and not labels.split(commands):
            return _form(request, who, item, commands, intent, 422, wrong={"commands": EMPTY})
        labels.read(commands, item.text)
        with transaction(request.app.state.engine) as session:
            operations.label_review_item(
                session,
                item_id=item_id,
                label=known,
                taught=labels.split(commands),
                agent_id=who.id,
                now=now(request),
            )
    except errors.LabelRefused as refused:
        return _form(request, who, item, commands, intent, 422, wrong={"commands": labels.worded(refused)})
    except errors.ReviewItemNotFound:
        return RedirectResponse(f"{HERE}?feito=sumiu", 303)
    done = "rotulada" if known or labels.split(commands) else "descartada"
    return RedirectResponse(f"{HERE}?feito={done}&item={item_id}", 303)


@router.post("/{item_id}/desfazer")
def take_back(request: Request, who: Reviewing, item_id: int) -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            operations.undo_review(session, item_id=item_id, agent_id=who.id, now=now(request))
    except (errors.ReviewItemNotFound, errors.NotUndoable):
        return RedirectResponse(f"{HERE}?feito=sumiu", 303)
    return RedirectResponse(f"{HERE}?feito=desfeito", 303)


@router.post("/{item_id}/teste")
def keep(
    request: Request, who: Reviewing, item_id: int, name: Annotated[str, Form(max_length=120)] = ""
) -> Response:
    """The conversation up to a labelled message becomes one that every candidate is tried on."""
    try:
        item = _item(request, item_id)
    except errors.ReviewItemNotFound:
        return RedirectResponse(f"{HERE}?feito=sumiu", 303)
    turns = labels.conversation(item)
    if not turns or not name.strip():
        refused = (
            {"name": "Dê um nome à conversa."} if turns else {"form": "Rotule a mensagem com comandos antes."}
        )
        return _form(request, who, item, labels.suggested(item), item.label or "", 422, wrong=refused)
    with transaction(request.app.state.engine) as session:
        operations.keep_conversation(
            session, name=name.strip(), turns=turns, agent_id=who.id, now=now(request)
        )
    return RedirectResponse(f"{HERE}/{item_id}?feito=teste", 303)


def _item(request: Request, item_id: int) -> ReviewItem:
    """Raises ReviewItemNotFound where it is to be changed, 404 where it is read."""
    with reading(request.app.state.engine) as session:
        item = training.review_item(session, item_id=item_id)
    if item is None:
        if request.method == "GET":
            raise missing()
        raise errors.ReviewItemNotFound
    return item


def _form(
    request: Request,
    who: Who,
    item: ReviewItem,
    commands: str,
    intent: str,
    status: int = 200,
    **values: Any,
) -> Response:
    return desk_page(
        request,
        who,
        "review_item.html",
        status,
        item=item,
        first=not item.pending,
        commands=commands,
        intent=intent,
        intents=_intents(),
        choices=labels.choices(),
        turns=labels.conversation(item),
        known=labels.known(item.state),
        **{**_checked(commands, item.text), **values},
    )


def _checked(commands: str, text: str) -> dict[str, Any]:
    try:
        told = [labels.spoken(one) for one in labels.read(commands, text)]
    except errors.LabelRefused as refused:
        return {"read": [], "refused": labels.worded(refused)}
    return {"read": told, "refused": None}


def _intents() -> list[tuple[str, str]]:
    return sorted(INTENT.items(), key=lambda pair: pair[1])
