"""`/descadastro/{token}`: no more mails that are not essential, or all of them again."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.consult.access import now
from portal.pages import page
from ticket_store import links, operations, queries
from ticket_store.database import reading, transaction
from ticket_store.errors import LinkInvalid

# Longer than a ticket's links: a mail that is read late must still be able to be ended.
LINK_SECONDS = 400 * 24 * 3600

router = APIRouter(prefix="/descadastro/{token}")

DONE = {
    "essencial": "Pronto: só o essencial será enviado a este endereço.",
    "todos": "Pronto: todos os avisos serão enviados a este endereço.",
}


def address_of(request: Request, token: str) -> str:
    """Raises LinkInvalid, LinkExpired."""
    secret = request.app.state.config.secret_key
    data = links.read(links.UNSUBSCRIBE, token, secret, max_age_seconds=LINK_SECONDS)
    if not isinstance(data.get("email"), str):
        raise LinkInvalid
    return data["email"]


Address = Annotated[str, Depends(address_of)]


@router.get("")
def show(request: Request, address: Address, feito: str = "") -> Response:
    with reading(request.app.state.engine) as session:
        wants_all = queries.requester_preferences(session, email=address)
    return page(request, "unsubscribe.html", address=address, wants_all=wants_all, done=DONE.get(feito))


@router.post("")
def choose(
    request: Request,
    token: str,
    address: Address,
    choice: Annotated[Literal["essential", "all"] | None, Form()] = None,
) -> Response:
    """`choice` is absent from a mail program's one click (RFC 8058), which must not be redirected."""
    with transaction(request.app.state.engine) as session:
        operations.set_optional_mail(session, email=address, enabled=choice == "all", now=now(request))
    if choice is None:
        return Response(status_code=204)
    done = "todos" if choice == "all" else "essencial"
    return RedirectResponse(f"/descadastro/{token}?feito={done}", 303)
