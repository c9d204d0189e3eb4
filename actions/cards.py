"""A ticket as facts, for a channel that draws it (portal/widget/card.js); its text says the same."""

from datetime import datetime
from typing import Any

from ticket_store import lifecycle
from ticket_store.views import TicketView

DRAWN_BY = frozenset({"web"})


def ticket_card(ticket: TicketView, channel: str, now: datetime) -> dict[str, Any] | None:
    """Codes and times, worded where it is drawn; None for a channel that draws none."""
    if channel not in DRAWN_BY:
        return None
    return {
        "kind": "ticket",
        "number": ticket.number,
        "service": ticket.service_name,
        "status": ticket.status,
        "team": ticket.team_name if ticket.status in lifecycle.OPEN else None,
        "opened": ticket.opened_at.isoformat(),
        "updated": ticket.updated_at.isoformat(),
        "due": ticket.due_at.isoformat() if ticket.due_at else None,
        "late": bool(ticket.due_at and ticket.due_at < now),
    }
