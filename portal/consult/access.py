"""Who may see which ticket: the holder of a signed link, or a visitor who proved the requester's address.

A link only reads: a mail is forwarded. What changes the ticket asks for the code, once a browser.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request

from portal.config import PortalConfig
from ticket_store import identity, links, queries
from ticket_store.database import reading
from ticket_store.views import TicketView

VISITOR = "visitor"


class NotProven(Exception):
    """This browser has not proven the address of the ticket that it wants to change."""


@dataclass(frozen=True)
class Access:
    """The ticket that this request may read; `base` is the address of its page.

    emails: what this browser has proven. signed: what the link says, `age` seconds old; None without one.
    """

    number: str
    base: str
    emails: frozenset[str]
    signed: dict[str, Any] | None = None
    age: float = 0

    def may_change(self, ticket: TicketView) -> bool:
        return ticket.email in self.emails


def by_link(request: Request, token: str) -> Access:
    """Raises LinkInvalid."""
    config: PortalConfig = request.app.state.config
    data, age = links.read_aged(links.CONSULT, token, config.secret_key)
    return Access(str(data.get("number")), f"/consulta/{token}", proven_emails(request), data, age)


def by_proof(request: Request, number: str) -> Access:
    """Whether the ticket is the visitor's is for the query to say: no proof and no ticket look the same."""
    return Access(number, f"/consulta/acionamento/{number}", proven_emails(request))


def find(session: Any, access: Access) -> TicketView:
    """Raises TicketNotFound, or for a link LinkInvalid, LinkRevoked and LinkExpired."""
    if access.signed is not None:
        return queries.linked_ticket(session, signed=access.signed, age_seconds=access.age)
    return queries.find_ticket(session, ticket_number=access.number, emails=access.emails)


def find_to_change(session: Any, access: Access) -> TicketView:
    """As `find`; raises NotProven besides."""
    ticket = find(session, access)
    if not access.may_change(ticket):
        raise NotProven
    return ticket


def proven_emails(request: Request) -> frozenset[str]:
    visitor = request.session.get(VISITOR)
    if not visitor:
        return frozenset()
    with reading(request.app.state.engine) as session:
        return frozenset(identity.proven_emails(session, conversation_id=visitor, now=now(request)))


def visitor_id(request: Request) -> str:
    """This browser's conversation id, made on its first POST."""
    return request.session.setdefault(VISITOR, f"portal-{secrets.token_hex(16)}")


def now(request: Request) -> datetime:
    return request.app.state.clock()
