"""Who may see which ticket: the holder of a signed link, or a visitor who proved the requester's address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request

from portal.config import PortalConfig
from ticket_store import identity, links
from ticket_store.database import reading

VISITOR = "visitor"
LINK_SECONDS = 400 * 24 * 3600


@dataclass(frozen=True)
class Access:
    """The ticket that this request may read and change; `base` is the address of its page."""

    number: str
    base: str
    # None: the link is the permission, if it is still the ticket's. Otherwise the ticket has to belong to
    # one of these.
    emails: frozenset[str] | None
    signed: dict[str, Any] | None = None


def by_link(request: Request, token: str) -> Access:
    """Raises LinkInvalid, LinkExpired."""
    config: PortalConfig = request.app.state.config
    data = links.read(links.CONSULT, token, config.secret_key, max_age_seconds=LINK_SECONDS)
    return Access(str(data.get("number")), f"/consulta/{token}", emails=None, signed=data)


def by_proof(request: Request, number: str) -> Access:
    """Whether the ticket is the visitor's is for the query to say: no proof and no ticket look the same."""
    return Access(number, f"/consulta/acionamento/{number}", proven_emails(request))


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
