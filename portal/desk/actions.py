"""What an attendant does to one ticket; each POST is one verb of the store and goes back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from portal.desk import texts
from portal.desk.access import Signed, Who, now
from portal.desk.meanwhile import MOVED, SAID, meanwhile
from portal.desk.refusals import worded
from portal.desk.ticket import show_ticket
from portal.uploads import keep_files, read_files
from ticket_store import answer_drafts, errors, numbers, operations, queries
from ticket_store.database import reading, transaction
from ticket_store.operations.attachments import safe_name
from ticket_store.views import EventView

router = APIRouter(prefix="/acionamentos/{number}")

FILES_ARE_SENT = "Arquivos vão ao solicitante. Escolha Resposta, Pergunta ou Solução, ou tire os arquivos."

Text = Annotated[str, Form(max_length=20_000)]
Short = Annotated[str, Form(max_length=200)]
# The newest event of the history that the page showed.
Seen = Annotated[int, Form()]


@router.post("/registrar")
def register(
    request: Request,
    who: Signed,
    number: str,
    kind: Annotated[Literal["answer", "note", "ask", "resolve"], Form()] = "answer",
    text: Text = "",
    canned: Short = "",
    seen: Seen = 0,
    submission: Short = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """409 with the text kept when somebody else moved the ticket meanwhile."""
    base, at = f"/atendimento/acionamentos/{number}", now(request)
    typed = {"kind": kind, "text": text}
    with reading(request.app.state.engine) as session:
        ticket = queries.desk_ticket(session, ticket_number=number)
        newer = [e for e in queries.history(session, ticket_number=number, internal=True) if e.id > seen]
        if not text.strip() and canned:
            known = texts.canned(session, who, ticket)
            text = next((said for code, _, said in known if code == canned), "")
    try:
        chosen = read_files(request.app.state.config, files or [])
    except errors.TicketStoreError as error:
        return show_ticket(request, who, number, 422, wrong=dict([worded(error)]), typed=typed)
    if chosen and kind == "note":
        return show_ticket(request, who, number, 422, wrong={"files": FILES_ARE_SENT}, typed=typed)
    text = _with_names(text, chosen, alone=kind == "answer")
    if any(_is_this_one(event, who, text) for event in newer):
        return RedirectResponse(f"{base}?feito={kind}", 303)  # a double click
    happened = meanwhile(newer, seen, who, SAID)
    if happened and kind != "note":
        return show_ticket(request, who, number, 409, typed=typed, conflict=happened)
    verb = _verb(kind, number, text, who, f"desk:{submission}" if submission else None)
    try:
        with transaction(request.app.state.engine) as session:
            keep_files(
                session,
                request.app.state.config,
                chosen,
                ticket_number=number,
                author=who.author,
                now=at,
            )
            verb(session, now=at, **_closing(request, kind))
            answer_drafts.drop(session, ticket_number=number, agent_id=who.id)
    except errors.TicketStoreError as error:
        return show_ticket(request, who, number, 422, wrong=dict([worded(error)]), typed=typed)
    return RedirectResponse(f"{base}?feito={kind}", 303)


@router.post("/assumir")
def take(request: Request, who: Signed, number: str, seen: Seen = 0) -> Response:
    def verb(session: Any) -> None:
        operations.take(session, ticket_number=number, agent_id=who.id, now=now(request))

    return act_on(request, who, number, "assumir", verb, seen, MOVED)


@router.post("/atribuir")
def assign(request: Request, who: Signed, number: str, agent_id: Short = "", seen: Seen = 0) -> Response:
    chosen = int(agent_id) if agent_id.isdecimal() and len(agent_id) < 10 else 0

    def verb(session: Any) -> None:
        operations.assign(session, ticket_number=number, agent_id=chosen, author=who.author, now=now(request))

    return act_on(request, who, number, "atribuir", verb, seen, MOVED, typed={"agent_id": agent_id})


@router.post("/encaminhar")
def forward(
    request: Request, who: Signed, number: str, team_code: Short = "", note: Text = "", seen: Seen = 0
) -> Response:
    def verb(session: Any) -> None:
        operations.forward(
            session,
            ticket_number=number,
            team_code=team_code,
            note=note,
            author=who.author,
            now=now(request),
        )

    typed = {"team_code": team_code, "note": note}
    return act_on(request, who, number, "encaminhar", verb, seen, text_field="note", typed=typed)


@router.post("/unir")
def merge(request: Request, who: Signed, number: str, into: Short = "", seen: Seen = 0) -> Response:
    """This one ends as a duplicate; the page goes on with the one that stays."""
    kept = ""

    def verb(session: Any) -> None:
        nonlocal kept
        wanted = numbers.normalise(into, numbers.year_of(now(request)))
        kept = operations.merge_duplicate(
            session, ticket_number=number, into_number=wanted, author=who.author, now=now(request)
        ).number

    response = act_on(request, who, number, "unir", verb, seen, typed={"into": into}, other_field="into")
    return RedirectResponse(f"/atendimento/acionamentos/{kept}?feito=unir", 303) if kept else response


@router.post("/cancelar")
def cancel(request: Request, who: Signed, number: str, reason: Text = "", seen: Seen = 0) -> Response:
    def verb(session: Any) -> None:
        if not reason.strip():
            raise errors.EmptyText
        operations.cancel(session, ticket_number=number, reason=reason, author=who.author, now=now(request))

    typed = {"cancel_reason": reason}
    return act_on(request, who, number, "cancelar", verb, seen, text_field="cancel_reason", typed=typed)


@router.post("/reabrir")
def reopen(request: Request, who: Signed, number: str, reason: Text = "", seen: Seen = 0) -> Response:
    def verb(session: Any) -> None:
        operations.reopen(session, ticket_number=number, reason=reason, author=who.author, now=now(request))

    typed = {"reopen_reason": reason}
    return act_on(request, who, number, "reabrir", verb, seen, text_field="reopen_reason", typed=typed)


def act_on(
    request: Request,
    who: Who,
    number: str,
    act: str,
    verb: Callable[[Any], object],
    seen: int,
    kinds: frozenset[str] = SAID,
    *,
    text_field: str = "text",
    typed: dict[str, str] | None = None,
    other_field: str = "",
) -> Response:
    """`act` is the form's address and what the page says was done. 409 when others moved the ticket.

    other_field: the form's, where it names another ticket.
    """
    again = {"typed": typed or {}, "act": act}
    with reading(request.app.state.engine) as session:
        queries.desk_ticket(session, ticket_number=number)
        events = queries.history(session, ticket_number=number, internal=True)
    if happened := meanwhile(events, seen, who, kinds):
        return show_ticket(request, who, number, 409, conflict=happened, **again)
    try:
        with transaction(request.app.state.engine) as session:
            verb(session)
    except errors.TicketStoreError as error:
        if isinstance(error, errors.TicketNotFound) and not other_field:
            raise
        field, sentence = worded(error, text_field)
        wrong = {other_field if field == "into" else field: sentence}
        return show_ticket(request, who, number, 422, wrong=wrong, **again)
    return RedirectResponse(f"/atendimento/acionamentos/{number}?feito={act}", 303)


def _verb(kind: str, number: str, text: str, who: Who, key: str | None) -> Callable[..., object]:
    given: dict[str, Any] = {"ticket_number": number, "author": who.author}

    def verb(session: Any, **more: Any) -> object:
        if kind == "resolve":
            return operations.resolve(session, solution=text, **given, **more)
        if kind == "ask":
            return operations.ask_requester(session, text=text, **given, **more)
        return operations.comment(
            session, text=text, internal=kind == "note", dedupe_key=key, **given, **more
        )

    return verb


def _with_names(text: str, files: list[tuple[str, bytes]], *, alone: bool) -> str:
    """The text says where its files are: mails and the chat carry none.

    alone: the files may come without words; a question or a solution needs some.
    """
    if not files or not (text.strip() or alone):
        return text
    names = ", ".join(safe_name(name) for name, _ in files)
    return f"{text.strip()}\n\nArquivos na página do acionamento: {names}".strip()


def _closing(request: Request, kind: str) -> dict[str, int]:
    days = request.app.state.config.close_after_days
    return {"close_after_days": days} if kind == "resolve" else {}


def _is_this_one(event: EventView, who: Who, text: str) -> bool:
    return event.author_name == who.name and bool(event.text) and event.text == text.strip()
