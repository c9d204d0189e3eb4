"""The trail of who read or changed what at the desk."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ticket_store.model import AuditEntry

LONGEST_TARGET = 80


def audit(
    session: Session,
    *,
    agent_id: int | None,
    action: str,
    target: str,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Who read or changed what. target: "ticket:2026-0000001", "search" ...

    Operations write their own line; reads call this.

    data: no personal data.
    """
    entry = AuditEntry(
        at=now, agent_id=agent_id, action=action, target=target[:LONGEST_TARGET], data=data or {}
    )
    session.add(entry)
    session.flush()
