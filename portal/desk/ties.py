"""What a ticket has to do with others, and following one that is somebody else's."""

from __future__ import annotations

from typing import Any, cast

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Signed, now
from portal.desk.actions import Seen, Short, act_on
from ticket_store import numbers, operations
from ticket_store.database import transaction
from ticket_store.operations.linking import MIRROR, Tie

router = APIRouter(prefix="/acionamentos/{number}")

NOTHING_IN_THE_WAY: frozenset[str] = frozenset()


@router.post("/ligar")
def link(
    request: Request, who: Signed, number: str, tie: Short = "related", other: Short = "", seen: Seen = 0
) -> Response:
    def verb(session: Any) -> None:
        wanted = numbers.normalise(other, numbers.year_of(now(request)))
        operations.link_tickets(
            session,
            ticket_number=number,
            other_number=wanted,
            tie=cast(Tie, tie if tie in MIRROR else "related"),
            author=who.author,
            now=now(request),
        )

    typed = {"other": other, "tie": tie}
    return act_on(
        request, who, number, "ligar", verb, seen, NOTHING_IN_THE_WAY, typed=typed, other_field="other"
    )


@router.post("/desligar")
def unlink(request: Request, who: Signed, number: str, other: Short = "", seen: Seen = 0) -> Response:
    def verb(session: Any) -> None:
        operations.unlink_tickets(
            session, ticket_number=number, other_number=other, author=who.author, now=now(request)
        )

    return act_on(request, who, number, "desligar", verb, seen, NOTHING_IN_THE_WAY, other_field="other")


@router.post("/acompanhar")
def follow(request: Request, who: Signed, number: str) -> Response:
    with transaction(request.app.state.engine) as session:
        operations.follow_ticket(session, ticket_number=number, agent_id=who.id, now=now(request))
    return RedirectResponse(f"/atendimento/acionamentos/{number}?feito=acompanhar", 303)


@router.post("/deixar")
def leave(request: Request, who: Signed, number: str) -> Response:
    with transaction(request.app.state.engine) as session:
        operations.leave_ticket(session, ticket_number=number, agent_id=who.id)
    return RedirectResponse(f"/atendimento/acionamentos/{number}?feito=deixar", 303)
