"""Who did something to a ticket."""

from dataclasses import dataclass
from typing import Literal

from ticket_store import model

Kind = Literal["requester", "agent", "assistant", "system"]


@dataclass(frozen=True)
class Author:
    """name: what the history shows; agent_id: only with kind "agent".

    proven: a requester who has shown, outside the ticket's conversation, that the address is his.
    """

    kind: Kind
    name: str | None = None
    agent_id: int | None = None
    proven: bool = False

    @classmethod
    def requester(cls, name: str | None = None, *, proven: bool = False) -> "Author":
        return cls("requester", name, proven=proven)

    @classmethod
    def agent(cls, agent: model.Agent) -> "Author":
        return cls("agent", agent.name, agent.id)


SYSTEM = Author("system")
