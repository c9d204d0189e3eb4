"""A ticket's page and what its requester may do there; the same routes behind a link and behind a code."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import FileResponse, RedirectResponse, Response

from portal import words
from portal.consult.access import Access, NotProven, by_link, by_proof, find, find_to_change, now
from portal.consult.codes import half_hidden, want
from portal.consult.history import lines
from portal.pages import page
from portal.refusals import worded
from portal.security import asker
from portal.uploads import file_limit, is_there, keep_files, read_files
from ticket_store import errors, lifecycle, links, operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.views import EventView, TicketView

GONE = (errors.TicketNotFound, errors.LinkInvalid, errors.LinkRevoked, errors.LinkExpired)
DONE = {
    "informado": "Recebemos sua informação. Ela já está com a equipe.",
    "cancelado": "Acionamento cancelado.",
    "reaberto": "Acionamento reaberto. A equipe já foi avisada.",
    "revogado": "Links cancelados: os que já foram enviados não abrem mais este acionamento.",
}
UNPROVEN = "Para mudar alguma coisa, confirme antes que o e-mail do acionamento é seu, logo abaixo."


def show(request: Request, access: Access, status: int = 200, **values: Any) -> Response:
    """The ticket's page; `values` may bring `wrong`, `typed` and `done`."""
    with reading(request.app.state.engine) as session:
        ticket = find(session, access)
        events = queries.history(session, ticket_number=ticket.number)
        attachments = queries.attachments(session, ticket_number=ticket.number)
        readings = queries.link_readings(session, ticket_number=ticket.number)
    may_change = access.may_change(ticket)
    config = request.app.state.config
    bound = {"number": ticket.number, "key": ticket.link_key, "resolution": ticket.resolution_count}
    survey = links.sign_within(links.SURVEY, bound, config.secret_key, access.age)
    return page(
        request,
        "consult/ticket.html",
        status,
        ticket=ticket,
        base=access.base,
        history=lines(events, readings),
        attachments=attachments,
        may_change=may_change,
        address=half_hidden(ticket.email),
        can_add=ticket.status not in lifecycle.FINISHED,
        can_cancel=ticket.status in lifecycle.OPEN,
        survey_url=f"/pesquisa/{survey}",
        accepted_files=words.accepted_files(),
        size_limit=words.size(file_limit(config)),
        push_key=config.vapid_public_key,
        all_tickets=access.signed is None,
        **{"wrong": {}, "typed": {}, "done": None, **values},
    )


def ticket_router(prefix: str, access_of: Callable[..., Access]) -> APIRouter:
    """The routes of one ticket under `prefix`; `access_of` is the dependency that says which."""
    router = APIRouter(prefix=prefix)
    Granted = Annotated[Access, Depends(access_of)]

    @router.get("")
    def read(request: Request, access: Granted, feito: str = "") -> Response:
        _note_reading(request, access)
        return show(request, access, done=DONE.get(feito))

    @router.get("/anexos/{uid}")
    def attachment(request: Request, access: Granted, uid: str) -> Response:
        directory = request.app.state.config.attachments_dir
        with reading(request.app.state.engine) as session:
            ticket = find(session, access)
            view, path = operations.read_attachment(
                session, ticket_number=ticket.number, uid=uid, directory=directory
            )
        return FileResponse(
            path,
            filename=view.filename,
            media_type=view.content_type,
            headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
        )

    @router.post("/informar")
    def inform(
        request: Request,
        access: Granted,
        text: Annotated[str, Form()] = "",
        files: Annotated[list[UploadFile] | None, File()] = None,
    ) -> Response:
        state = request.app.state
        try:
            chosen = read_files(state.config, files or [])
            with transaction(state.engine) as session:
                ticket = find_to_change(session, access)
                _inform(session, ticket, text, chosen, request)
        except GONE:
            raise
        except NotProven:
            return show(request, access, 403, wrong={"form": UNPROVEN}, typed={"text": text})
        except errors.TicketStoreError as error:
            field, sentence = worded(error)
            return show(request, access, 422, wrong={field: sentence}, typed={"text": text})
        return RedirectResponse(f"{access.base}?feito=informado", 303)

    @router.post("/cancelar")
    def cancel(request: Request, access: Granted, reason: Annotated[str, Form()] = "") -> Response:
        try:
            if not reason.strip():
                raise errors.EmptyText
            with transaction(request.app.state.engine) as session:
                ticket = find_to_change(session, access)
                operations.cancel(
                    session,
                    ticket_number=ticket.number,
                    reason=reason,
                    author=_author(ticket),
                    now=now(request),
                )
        except GONE:
            raise
        except NotProven:
            return show(request, access, 403, wrong={"form": UNPROVEN}, typed={"text": reason})
        except errors.TicketStoreError as error:
            field, sentence = worded(error, "reason")
            return show(request, access, 422, wrong={field: sentence}, typed={"reason": reason})
        return RedirectResponse(f"{access.base}?feito=cancelado", 303)

    @router.post("/links/cancelar")
    def revoke(request: Request, access: Granted) -> Response:
        """The visitor goes on at the address that his proof opens: the link that he came by is dead."""
        try:
            with transaction(request.app.state.engine) as session:
                ticket = find_to_change(session, access)
                operations.revoke_links(
                    session, ticket_number=ticket.number, author=_author(ticket), now=now(request)
                )
        except NotProven:
            return show(request, access, 403, wrong={"form": UNPROVEN})
        return RedirectResponse(f"/consulta/acionamento/{ticket.number}?feito=revogado", 303)

    @router.post("/confirmar")
    def confirm(request: Request, access: Granted) -> Response:
        """The code goes to the ticket's own address, whoever asks for it."""
        with reading(request.app.state.engine) as session:
            ticket = find(session, access)
        try:
            want(request, number=ticket.number, email=ticket.email, shown=half_hidden(ticket.email))
        except errors.CodeLimitReached as error:
            return show(request, access, 429, wrong=dict([worded(error)]))
        return RedirectResponse("/consulta/codigo", 303)

    return router


def _note_reading(request: Request, access: Access) -> None:
    """A link may have been passed on: its owner sees that it was used. His own proven browser is no news.

    Only the first reading of a day writes.
    """
    if access.signed is None:
        return
    with reading(request.app.state.engine) as session:
        ticket = find(session, access)
        about: dict[str, Any] = {
            "ticket_number": ticket.number,
            "asker": asker(request),
            "now": now(request),
        }
        if access.may_change(ticket) or queries.link_reading_noted(session, **about):
            return
    with transaction(request.app.state.engine) as session:
        operations.note_link_reading(session, **about)


def _inform(
    session: Any, ticket: TicketView, text: str, files: list[tuple[str, bytes]], request: Request
) -> None:
    config = request.app.state.config
    if files and not text.strip():
        # "Mande a tela": the file is the answer; the same one again (a double click, a reload) adds nothing.
        new = [one for one in files if not is_there(session, config, ticket.number, *one)]
        keep_files(
            session, config, new, ticket_number=ticket.number, author=_author(ticket), now=now(request)
        )
        return
    events = queries.history(session, ticket_number=ticket.number)
    event = operations.comment(
        session,
        ticket_number=ticket.number,
        text=text,
        author=_author(ticket),
        now=now(request),
        dedupe_key=_key(events, text, files),
    )
    if event.id in {known.id for known in events}:
        return
    keep_files(
        session,
        config,
        files,
        ticket_number=ticket.number,
        author=_author(ticket),
        now=now(request),
    )


def _key(events: list[EventView], text: str, files: list[tuple[str, bytes]]) -> str:
    """The same words and files again, with no word of the desk's in between, are the same information:
    a double click, a reload, or the browser's arrow back and "Enviar" once more.
    """
    said = max((event.id for event in events if event.author_kind != "requester"), default=0)
    digest = hashlib.sha256(f"{said}|{text.strip()}".encode())
    for name, content in files:
        digest.update(f"|{name}|".encode() + hashlib.sha256(content).digest())
    return f"portal:{digest.hexdigest()}"


def _author(ticket: TicketView) -> Author:
    return Author.requester(ticket.requester_name or ticket.email, proven=True)


linked = ticket_router("/consulta/{token}", by_link)
proven = ticket_router("/consulta/acionamento/{number}", by_proof)
