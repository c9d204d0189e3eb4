"""`/abrir`: service, description, e-mail, files; the chat's operation, limits and masks.

What was typed comes back with what is wrong, the files that were good included. The key of a submission is
made of its words: the same form sent twice is one ticket, a corrected one is another.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from ground.masking import mask
from portal import incidents, words
from portal.consult.access import now, proven_emails, visitor_id
from portal.consult.codes import half_hidden
from portal.opening.files import Chosen, held_id, hold, read_each
from portal.pages import page
from portal.refusals import worded
from portal.security import asker
from portal.uploads import file_limit, is_there, keep_files
from ticket_store import errors, links, operations, queries
from ticket_store.addresses import normalise_email
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.operations.opening import MAX_DESCRIPTION, MIN_DESCRIPTION

router = APIRouter(prefix="/abrir")

OTHER = "outro"
SHOWN_SECONDS = 24 * 3600
LABELS = {
    "service": "Serviço",
    "service_text": "Nome do serviço",
    "description": "O que está acontecendo",
    "email": "Seu e-mail",
    "files": "Arquivos",
}
Field = Annotated[str, Form()]


@router.get("")
def ask(request: Request, servico: str = "") -> Response:
    emails = sorted(proven_emails(request))
    return _form(
        request, secrets.token_hex(16), {"service": servico, "email": emails[0] if len(emails) == 1 else ""}
    )


@router.post("")
def send(
    request: Request,
    service: Field = "",
    service_text: Field = "",
    description: Field = "",
    email: Field = "",
    submission: Field = "",
    drop: Annotated[list[int] | None, Form()] = None,
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    if not re.fullmatch(r"[0-9a-f]{32}", submission):
        submission = secrets.token_hex(16)
    typed = {
        "service": service[:64],
        "service_text": mask(service_text),
        "description": mask(description.replace("\r\n", "\n")),
        "email": email[:254],
    }
    state = request.app.state
    with transaction(state.engine) as session:
        for file_id in drop or []:
            operations.drop_held_file(session, conversation_id=held_id(submission), file_id=file_id)
        already = len(operations.held_files(session, conversation_id=held_id(submission)))
    chosen = read_each(state.config, files or [], already)
    wrong = _wrong(typed) | ({"files": " ".join(chosen.wrong)} if chosen.wrong else {})
    if not wrong:
        try:
            number, key = _open(request, typed, submission, chosen)
        except errors.OpeningLimitReached as error:
            wrong = {"form": f"Já foram abertos muitos acionamentos. {_later(error)}"}
        except errors.IncompleteTicket:
            wrong = {"description": _length(typed["description"])}
        except errors.UnknownService:
            wrong = {"service": "Escolha o serviço na lista."}
        except errors.TicketStoreError as error:
            wrong = dict([worded(error)])
        else:
            token = links.sign(links.OPENED, {"number": number, "key": key}, state.config.secret_key)
            return RedirectResponse(f"/abrir/registrado/{token}", 303)
    lost = _hold(request, submission, chosen)
    return _form(request, submission, typed, 422, wrong=wrong, lost=lost)


@router.get("/registrado/{token}")
def registered(request: Request, token: str) -> Response:
    """The number, told as the mail tells it; the ticket itself is shown to who proves the address."""
    secret = request.app.state.config.secret_key
    signed = links.read(links.OPENED, token, secret, max_age_seconds=SHOWN_SECONDS)
    with reading(request.app.state.engine) as session:
        ticket = queries.linked_ticket(session, signed=signed, age_seconds=0)
        files = queries.attachments(session, ticket_number=ticket.number)
    return page(
        request, "opening/registered.html", ticket=ticket, files=files, address=half_hidden(ticket.email)
    )


def _open(request: Request, typed: dict[str, str], submission: str, chosen: Chosen) -> tuple[str, str]:
    """(number, link key), in one transaction with the files."""
    state, other = request.app.state, typed["service"] == OTHER
    with transaction(state.engine) as session:
        ticket = operations.open_ticket(
            session,
            email=typed["email"],
            service_code=None if other else typed["service"],
            service_text=typed["service_text"] if other else None,
            description=typed["description"],
            channel="portal",
            conversation_id=visitor_id(request),
            submission_key=_key(submission, typed),
            now=now(request),
        )
        held = operations.held_files(session, conversation_id=held_id(submission))
        files = [*((one.filename, one.content) for one in held), *chosen.good]
        keep_files(
            session,
            state.config,
            [one for one in files if not is_there(session, state.config, ticket.number, *one)],
            ticket_number=ticket.number,
            author=Author.requester(),
            now=now(request),
        )
        operations.drop_held_files(session, conversation_id=held_id(submission))
        return ticket.number, ticket.link_key


def _key(submission: str, typed: dict[str, str]) -> str:
    said = "\0".join([submission, *(typed[name].strip() for name in sorted(typed))])
    return f"portal:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"


def _wrong(typed: dict[str, str]) -> dict[str, str]:
    """Everything that can be said at once, in the order of the fields."""
    wrong: dict[str, str] = {}
    if not typed["service"]:
        wrong["service"] = "Escolha o serviço na lista. Se ele não está nela, escolha “Outro”."
    if typed["service"] == OTHER and not typed["service_text"].strip():
        wrong["service_text"] = "Escreva o nome do sistema ou serviço."
    if not MIN_DESCRIPTION <= len(typed["description"].strip()) <= MAX_DESCRIPTION:
        wrong["description"] = _length(typed["description"])
    try:
        normalise_email(typed["email"])
    except errors.InvalidEmail as error:
        wrong.update([worded(error)])
    return wrong


def _length(description: str) -> str:
    if len(description.strip()) > MAX_DESCRIPTION:
        return (
            f"O texto tem {len(description.strip())} letras e o limite é {MAX_DESCRIPTION}. "
            "Encurte-o ou mande o resto em um arquivo."
        )
    return "Conte o que está acontecendo, com pelo menos 10 letras."


def _later(error: errors.OpeningLimitReached) -> str:
    return (
        f"Tente depois das {words.clock(error.retry_at)}. "
        "Se for urgente, ligue para 0800 728 2323: o que você escreveu continua aqui."
    )


def _hold(request: Request, submission: str, chosen: Chosen) -> bool:
    """Whether good files could not be kept."""
    if not chosen.good:
        return False
    if not request.app.state.holding.allows(asker(request)):
        return True
    with transaction(request.app.state.engine) as session:
        hold(session, submission, chosen.good, now(request))
    return False


def _form(
    request: Request, submission: str, typed: dict[str, str], status: int = 200, **values: Any
) -> Response:
    config = request.app.state.config
    with reading(request.app.state.engine) as session:
        services = [(one.code, one.name) for one in queries.services(session)]
        held = [
            (one.id, one.filename, len(one.content))
            for one in operations.held_files(session, conversation_id=held_id(submission))
        ]
    return page(
        request,
        "opening/form.html",
        status,
        **{"wrong": {}, "lost": False, **values},
        submission=submission,
        typed=typed,
        labels=LABELS,
        services=services,
        other=OTHER,
        held=held,
        incidents=incidents.running(request),
        accepted_files=words.accepted_files(),
        size_limit=words.size(file_limit(config)),
    )
