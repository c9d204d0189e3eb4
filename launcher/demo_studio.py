"""What the demonstration's supervision and administration have before them: many tickets of one fault, a
message that was labelled with a candidate to compare, a file on a ticket and a conversation that was passed.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from ticket_store import operations
from ticket_store.authors import Author
from ticket_store.queries.conversations import review_queue
from ticket_store.queries.desk import agents
from ticket_store.queries.exporting import DEMO_PREFIX
from ticket_store.queries.queues import Chosen, queue


def report_fault(session: Any, at: datetime, told: dict[str, Any]) -> None:
    """told: `fault` of demo_texts.yml. More people than the service ever has in an hour."""
    for n, text in enumerate(told["descriptions"]):
        operations.open_ticket(
            session,
            email=f"servidor{n}@{told['body']}",
            service_code=told["service"],
            description=text,
            channel="web",
            conversation_id=f"web-{DEMO_PREFIX}fault-{n}",
            submission_key=f"{DEMO_PREFIX}fault-{n}",
            now=at,
        )
    operations.propose_incidents(session, now=at)


def send_a_file(session: Any, at: datetime, said: dict[str, str], own: set[str], directory: Path) -> None:
    """The requester of the ticket that comes first adds a file. said: `together` of demo_texts.yml."""
    mine = [one for one in queue(session, chosen=Chosen("open", None, 0), now=at) if one.number in own]
    for ticket in mine[:1]:
        operations.add_attachment(
            session,
            ticket_number=ticket.number,
            filename=said["file_name"],
            content=said["file_text"].encode(),
            author=Author("requester", ticket.requester_name or "Solicitante"),
            directory=directory,
            now=at,
        )


def pass_chat(session: Any, at: datetime, told: dict[str, Any]) -> None:
    """told: one of `live` of demo_texts.yml. Taken by one, passed to a colleague, and finished by him."""
    one, colleague = [agent for agent in agents(session) if agent.role == "attendant"][:2]
    conversation = f"web-{DEMO_PREFIX}passed"
    transcript = [{**line, "at": at.isoformat()} for line in told["transcript"]]
    handoff = operations.request_handoff(
        session,
        conversation_id=conversation,
        channel="web",
        transcript=transcript,
        wait_minutes=5,
        now=at,
    )
    given: dict[str, Any] = {"handoff_id": handoff.id, "now": at}
    operations.take_handoff(session, agent_id=one.id, **given)
    for n, text in enumerate(told["said"]):
        operations.hear_live(
            session, conversation_id=conversation, text=text, uid=f"{conversation}-{n}", now=at
        )
    operations.pass_handoff_to(session, agent_id=one.id, to_agent_id=colleague.id, **given)
    operations.give_back_handoff(session, agent_id=colleague.id, **given)


def teach(session: Any, at: datetime, told: dict[str, Any]) -> None:
    """told: `studio` of demo_texts.yml. A message with its commands, and a candidate that was compared.

    Nothing was trained: the figures are invented as all else here is, and no file of that name is there, so
    that who activates the candidate is told that it could not be loaded.
    """
    people = agents(session)
    supervisor = next(one for one in people if one.role == "supervisor")
    administrator = next(one for one in people if one.role == "administrator")
    item = next((one for one in review_queue(session) if one.text == told["text"]), None)
    if item is None:
        return
    given = {"label": None, "taught": told["commands"]}
    operations.label_review_item(session, item_id=item.id, agent_id=supervisor.id, now=at, **given)
    operations.ask_training(session, agent_id=administrator.id, now=at)
    run = operations.claim_training(session, now=at)
    assert run is not None
    operations.end_training(
        session,
        run_id=run,
        model="exemplo.tar.gz",
        base="exemplo",
        taught=1,
        report=told["report"],
        now=at,
    )
