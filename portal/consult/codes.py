"""The code that a page asks for: where it goes, and where the visitor goes once it was entered."""

from __future__ import annotations

from fastapi import Request

from portal.consult.access import now, visitor_id
from portal.security import asker
from ticket_store import identity
from ticket_store.database import reading, transaction

# In the session: {"number", "shown", "back", "older"}. Not the address: whoever holds the cookie can read it.
WANTED = "wanted"


def want(
    request: Request, *, number: str, email: str, shown: str = "", back: str = "", older: str = ""
) -> None:
    """Sends the code. older: the place to go to if `back` turns out to be no ticket of his.

    shown: how the page names the address, where the visitor has not typed it himself.

    Raises CodeLimitReached.
    """
    request.session[WANTED] = {
        "number": number,
        "shown": shown or email,
        "back": back or f"/consulta/acionamento/{number}",
        "older": older,
    }
    _send(request, email)


def send_again(request: Request) -> None:
    """Raises CodeLimitReached."""
    with reading(request.app.state.engine) as session:
        email = identity.last_email(session, conversation_id=visitor_id(request))
    if email:
        _send(request, email)


def _send(request: Request, email: str) -> None:
    state = request.app.state
    with transaction(state.engine) as session:
        identity.send_code(
            session,
            conversation_id=visitor_id(request),
            email=email,
            secret=state.config.secret_key,
            now=now(request),
            asker=asker(request),
        )


def half_hidden(email: str) -> str:
    """'ana.souza@saude.gov.br' -> 'a…@saude.gov.br': known to its owner, no use to the reader of a link."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
