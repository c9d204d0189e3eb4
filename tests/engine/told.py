"""One conversation with the engine: `say` hands over a text with its commands and returns all that was
answered."""

import asyncio
import time
import uuid
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import Engine, select

from actions.memory import SLOT
from actions.turn import ActionTurn
from ground.understood import Understood
from ticket_store import accounts, database, identity, model, operations, queries
from ticket_store.authors import Author
from ticket_store.views import TicketView

ROOT = Path(__file__).resolve().parents[2]
FIELDS = {
    "start": "flow",
    "ask": "about",
    "social": "kind",
}


@lru_cache(maxsize=1)
def domain() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    return loaded


@dataclass
class Told:
    engine: Engine
    id: str = field(default_factory=lambda: "web-" + uuid.uuid4().hex)
    state: dict[str, Any] | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    channel: str = "socketio"

    def say(
        self,
        text: str,
        *commands: dict[str, Any] | str,
        intent: str = "",
        or_else: Sequence[Sequence[str]] = (),
        message_id: str = "",
        **beside: Any,
    ) -> str:
        """`commands` as the reading gives them, or as notation; none: the text is a button's
        payload ("/affirm"). or_else: the likeliest readings of what is unclear. beside: as in Understood."""
        name = text.lstrip("/") if text.startswith(("/", "EXTERNAL")) else intent
        understood = Understood(
            commands=[do(c) if isinstance(c, str) else c for c in commands],
            alternatives=[[do(c) for c in reading] for reading in or_else],
            **beside,
        )
        latest = {
            "text": text,
            "intent": {"name": name, "confidence": 1.0},
            **asdict(understood),
            "message_id": message_id or uuid.uuid4().hex,
        }
        heard = {"text": text, "timestamp": time.time(), "input_channel": self.channel}
        self.events.append({"event": "user", **heard, "parse_data": latest})
        tracker = Tracker(
            self.id, {SLOT: deepcopy(self.state)}, latest, list(self.events), False, None, {}, "action_listen"
        )
        dispatcher = CollectingDispatcher()
        events = asyncio.run(ActionTurn().run(dispatcher, tracker, domain()))
        assert events, "the turn failed"
        self.state = events[0]["value"]
        for message in dispatcher.messages:
            self.events.append(
                {
                    "event": "bot",
                    "text": message["text"],
                    "metadata": {"utter_action": message["utter_action"]},
                    "data": {"buttons": message["buttons"]},
                }
            )
        self.buttons = [b["payload"] for m in dispatcher.messages for b in m.get("buttons") or []]
        self.cards = [m["custom"]["card"] for m in dispatcher.messages if m.get("custom")]
        self.responses = [m["utter_action"] for m in dispatcher.messages]
        return "\n".join(m["text"] for m in dispatcher.messages)

    @property
    def pending(self) -> str:
        return str((self.state or {}).get("pending", "none"))

    def tickets(self) -> list[model.Ticket]:
        with database.transaction(self.engine) as session:
            rows = (
                select(model.Ticket).where(model.Ticket.conversation_id == self.id).order_by(model.Ticket.id)
            )
            return list(session.scalars(rows))

    def ticket(self, number: str) -> TicketView:
        with database.reading(self.engine) as session:
            return queries.desk_ticket(session, ticket_number=number)

    def written(self, number: str) -> list[str]:
        """What the requester added to the ticket."""
        with database.reading(self.engine) as session:
            told = queries.history(session, ticket_number=number)
        return [e.text or "" for e in told if e.author_kind == "requester" and e.kind == "comment"]

    def grades(self) -> list[tuple[int, str | None]]:
        with database.transaction(self.engine) as session:
            rows = session.scalars(select(model.Rating).order_by(model.Rating.id))
            return [(r.score, r.comment) for r in rows]

    def proved(self, email: str) -> "Told":
        """As if the code had been read back in this conversation."""
        with database.transaction(self.engine) as session:
            identity.record_proof(
                session, conversation_id=self.id, email=email, now=datetime.now(timezone.utc)
            )
        return self

    def code(self, email: str) -> str:
        """The newest code in the outbox for that address: what its owner reads in the mail."""
        with database.transaction(self.engine) as session:
            rows = (
                select(model.OutboxRow)
                .where(model.OutboxRow.kind == "one_time_code", model.OutboxRow.recipient == email)
                .order_by(model.OutboxRow.id)
            )
            return str(list(session.scalars(rows))[-1].payload["code"])


@dataclass
class Desk:
    """The other side: what the team does to a ticket meanwhile."""

    engine: Engine
    author: Author = field(default_factory=lambda: Author("agent", "Bruno Lima"))

    def do(self, operation: Callable[..., Any], **arguments: Any) -> Any:
        with database.transaction(self.engine) as session:
            return operation(session, **{"now": datetime.now(timezone.utc)} | arguments)

    def open(self, email: str, description: str, service: str | None = "siafi", **more: Any) -> str:
        """A ticket that came by another way; its number."""
        given = {"channel": "web", "submission_key": uuid.uuid4().hex} | more
        if service is None:
            given["service_text"] = "Impressora"
        opened = self.do(
            operations.open_ticket, email=email, description=description, service_code=service, **given
        )
        return str(opened.number)

    def resolve(self, number: str, solution: str = "Senha redefinida.") -> None:
        self.do(operations.resolve, ticket_number=number, solution=solution, author=self.author)

    def answer(self, number: str, text: str) -> None:
        self.do(operations.comment, ticket_number=number, text=text, author=self.author)

    def ask(self, number: str, text: str) -> None:
        self.do(operations.ask_requester, ticket_number=number, text=text, author=self.author)

    def incident(self, service: str, title: str) -> int:
        announced = self.do(
            operations.announce_incident,
            service_code=service,
            title=title,
            text="Equipe atuando.",
            agent_id=None,
        )
        return int(announced.id)

    def agent(self) -> int:
        made = self.do(
            accounts.create_agent,
            name="Bruno",
            email="bruno@serpro.gov.br",
            password="uma senha bem comprida 1",
            role="attendant",
        )
        return int(made.id)

    def waiting(self, conversation: str) -> Any:
        with database.reading(self.engine) as session:
            return queries.active_handoff(session, conversation_id=conversation)

    def heard(self, handoff: int) -> list[str]:
        with database.reading(self.engine) as session:
            return [m.text for m in queries.live_messages(session, handoff_id=handoff)]


def do(notation: str) -> dict[str, Any]:
    """ "set service: siafi" -> the command, as the labelled turns write it."""
    head, _, value = notation.partition(": ")
    name, *rest = head.split()
    if name in FIELDS:
        along = dict(one.split("=") if "=" in one else ("field", one) for one in rest[1:])
        return {"command": name, FIELDS[name]: rest[0]} | along
    if name == "set" or name == "correct":
        return {"command": name, "slot": rest[0], "value": value or None}
    if name == "edit":
        old, _, new = (f" {value}" if value.startswith("=> ") else value).partition(" => ")
        texts = {
            "add": {"text": value},
            "remove": {"old": value},
            "replace": {"old": old or None, "text": new},
        }
        return {"command": name, "slot": rest[0], "how": rest[1], **texts[rest[1]]}
    if name == "choose":
        return {"command": name, "by": rest[0], "value": value or None}
    return {"command": name}
