"""What the demonstration's attendants keep and do beside answering: a macro, a text, a view, ties, a mention,
a file that waits for its ticket, and mails that came back and were seen to.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ticket_store import model, operations, outbox, requester_notes, shelves
from ticket_store.authors import Author
from ticket_store.queries import people as people_of_tickets
from ticket_store.queries import queues
from ticket_store.queries.conversations import live_queue
from ticket_store.queries.desk import agents
from ticket_store.queries.exporting import DEMO_PREFIX
from ticket_store.shelves import Keeper, Whose

INVENTED = "prefeitura-exemplo"  # the body whose mail comes back now and then


def write_shelves(session: Any, at: datetime, kept: dict[str, Any]) -> None:
    """kept: `shelves` of demo_texts.yml. The macro and the view are everybody's, the text an attendant's."""
    people = agents(session)
    leader = next(one for one in people if one.role == "supervisor")
    attendant = next(one for one in people if one.role == "attendant")
    everybody: dict[str, Any] = {"whose": Whose(), "keeper": Keeper(leader.id, (), shares=True), "now": at}
    for macro in kept["macros"]:
        shelves.put_up(session, model.Macro, name=macro["name"], steps=macro["steps"], **everybody)
    for view in kept["views"]:
        shelves.put_up(session, model.SavedView, name=view["name"], query=view["query"], **everybody)
    own: dict[str, Any] = {
        "whose": Whose(attendant.id),
        "keeper": Keeper(attendant.id, attendant.team_codes, shares=False),
    }
    for text in kept["texts"]:
        shelves.put_up(session, model.CannedText, name=text["name"], text=text["text"], now=at, **own)


def work_together(session: Any, at: datetime, said: dict[str, str], own: set[str]) -> None:
    """said: `together` of demo_texts.yml. Two open ones of its `own` are tied, one is named and spoken of,
    and something of its requester is noted."""
    people = agents(session)
    attendant, colleague = [one for one in people if one.role == "attendant"][:2]
    found = queues.queue(session, chosen=queues.Chosen("open", None, attendant.id), now=at)
    mine = [ticket.number for ticket in found if ticket.number in own]
    if len(mine) < 2:
        return
    one, other = mine[:2]
    given: dict[str, Any] = {"ticket_number": one, "author": Author.agent(colleague), "now": at}
    operations.retitle(session, title=said["title"], **given)
    operations.link_tickets(session, other_number=other, tie="related", **given)
    operations.follow_ticket(session, ticket_number=one, agent_id=colleague.id, now=at)
    operations.comment(session, text=f"@{attendant.name}: {said['mention']}", internal=True, **given)
    email = next(ticket.email for ticket in found if ticket.number == one)
    person = people_of_tickets.person_of(session, email=email)
    requester_notes.write_note(session, requester_id=person, text=said["note"], agent_id=colleague.id, now=at)


def leave_a_file(session: Any, at: datetime, said: dict[str, str]) -> None:
    """Somebody who waits in the chat has sent a file, and there is no ticket yet."""
    for handoff in [one for one in live_queue(session) if DEMO_PREFIX in one.conversation_id][:1]:
        operations.hold_files(
            session,
            conversation_id=handoff.conversation_id,
            message_id=f"demo|{handoff.conversation_id}",
            files=[(said["file_name"], said["file_text"].encode())],
            now=at,
        )


def see_to_the_undelivered(session: Any, at: datetime) -> None:
    """Tried once more, and taken: nothing of the demonstration is left among the failures."""
    for item in outbox.parked(session):
        if INVENTED in item.to:
            outbox.retry_parked(session, item_id=item.id, now=at)
