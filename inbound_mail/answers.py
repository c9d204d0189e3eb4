"""Answers leave by the outbox only, few enough to one address that two robots end by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from inbound_mail.letter import Letter
from ticket_store import operations
from ticket_store.queries import mailbox as mails
from ticket_store.views import TicketView

KINDS = ("assistant_reply", "ticket_status", "letter_notice")
# (how many, in how long) to one address.
LIMITS = ((10, timedelta(hours=1)), (30, timedelta(days=1)))


def allowed(session: Any, to: str, now: datetime) -> bool:
    """Whether one more answer may go to that address now."""
    return all(
        mails.count_mails(session, to=to, kinds=KINDS, since=now - within) < most for most, within in LIMITS
    )


@dataclass(frozen=True)
class Answering:
    """Answers to one letter, in one transaction; each says whether it was put in the outbox."""

    session: Any
    letter: Letter
    now: datetime

    def notice(
        self,
        to: str,
        reason: str,
        *,
        ticket: TicketView | None = None,
        refused: list[dict[str, str]] | None = None,
    ) -> bool:
        """reason: see ticket_store/mails/templates/letter_notice. Only with `ticket` is its number told."""
        about = {"number": ticket.number, "requester_name": ticket.requester_name} if ticket else {}
        return self._send(
            "letter_notice", to, about | {"reason": reason, "refused_files": refused or []}, ticket=ticket
        )

    def status(self, ticket: TicketView) -> bool:
        """To the ticket's own address, whoever asked."""
        payload = {
            "number": ticket.number,
            "requester_name": ticket.requester_name,
            "service_name": ticket.service_name,
            "status": ticket.status,
            "team_name": ticket.team_name,
            "opened_at": ticket.opened_at.isoformat(),
            "updated_at": ticket.updated_at.isoformat(),
            "due_at": ticket.due_at.isoformat() if ticket.due_at else None,
            "text": ticket.solution if ticket.status in ("resolved", "closed") else None,
        }
        mine = ticket.email == self.letter.sender
        return self._send("ticket_status", ticket.email, payload, ticket=ticket, threaded=mine)

    def reply(
        self, to: str, text: str, *, conversation_id: str, proven: bool, refused: list[dict[str, str]]
    ) -> bool:
        """The assistant's words. The letter's subject comes back only to who proved to have written it."""
        payload = {
            "text": text,
            "conversation_id": conversation_id,
            "refused_files": refused,
            "title": _subject(self.letter.subject) if proven else None,
        }
        return self._send("assistant_reply", to, payload)

    def _send(
        self,
        kind: str,
        to: str,
        payload: dict[str, Any],
        *,
        ticket: TicketView | None = None,
        threaded: bool = True,
    ) -> bool:
        if not allowed(self.session, to, self.now):
            return False
        answers = self.letter.header("message-id") if threaded else None
        operations.answer_letter(
            self.session,
            kind=kind,
            to=to,
            payload=payload | {"essential": True, "in_reply_to": answers},
            ticket_number=ticket.number if ticket else None,
            now=self.now,
        )
        return True


def _subject(subject: str) -> str | None:
    while subject[:4].lower().startswith(("re:", "res:", "fw:", "enc:")):
        subject = subject.partition(":")[2].strip()
    return subject[:120] or None
