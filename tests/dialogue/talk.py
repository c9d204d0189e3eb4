"""Talking to the running assistant, and looking at what that did to the store."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import Engine, select

from ticket_store import database, model

Line = Callable[[str, str], list[dict[str, Any]]]
"""(conversation, what is said) -> the messages in answer."""


@dataclass
class Server:
    """The running assistant; `actions_url` is its action server. line: how it is talked to, not by `rest`."""

    url: str
    actions_url: str
    database_url: str
    engine: Engine
    log: Path
    line: Line | None = None

    def said(self, conversation_id: str, text: str) -> list[dict[str, Any]]:
        return (self.line or self._rest)(conversation_id, text)

    def _rest(self, conversation_id: str, text: str) -> list[dict[str, Any]]:
        body = {"sender": conversation_id, "message": text}
        answer = requests.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=60)
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json()
        return messages


@dataclass
class Conversation:
    """One person's conversation: `say` sends a message and returns all that was answered, as one text."""

    server: Server
    id: str = field(default_factory=lambda: "web-" + uuid.uuid4().hex)
    buttons: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def say(self, text: str) -> str:
        messages = self.server.said(self.id, text)
        self.buttons = [b["payload"] for m in messages for b in m.get("buttons") or []]
        said = "\n".join(m.get("text", "") for m in messages)
        self.log.append(f"> {text}\n{said}")
        return said

    def tell(self, *texts: str) -> str:
        """Says several things and returns the last answer."""
        answer = ""
        for text in texts:
            answer = self.say(text)
        return answer

    def tickets(self) -> list[model.Ticket]:
        with database.transaction(self.server.engine) as session:
            rows = session.scalars(
                select(model.Ticket).where(model.Ticket.conversation_id == self.id).order_by(model.Ticket.id)
            )
            return list(rows)

    def mails(self, kind: str, to: str) -> list[model.OutboxRow]:
        with database.transaction(self.server.engine) as session:
            rows = session.scalars(
                select(model.OutboxRow)
                .where(model.OutboxRow.kind == kind, model.OutboxRow.recipient == to)
                .order_by(model.OutboxRow.id)
            )
            return list(rows)

    def code(self, email: str) -> str:
        """The newest code in the outbox for that address: what its owner reads in the mail."""
        return str(self.mails("one_time_code", email)[-1].payload["code"])

    def transcript(self) -> str:
        return "\n".join(self.log)
