"""What the last messages changed, though their answer was lost: said before anything else."""

import contextlib

from actions import store, tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from ticket_store import errors, operations
from ticket_store.operations import Written

# What a requester writes -> the flow that writes it, and the words for it.
SAID = {
    "comment": ("add_ticket_information", "utter_information_added"),
    "cancelled": ("cancel_ticket", "utter_ticket_cancelled"),
    "reopened": ("reopen_ticket", "utter_ticket_reopened"),
    "rated": ("rate_service", "utter_rated"),
    "address_changed": ("change_address", "utter_address_moved"),
}


async def tell(talk: Talk) -> dict[str, tuple[str, str]]:
    """Flow -> (the ticket's number, what was told for it) of what was done; {} when nothing was."""
    written = await store.call(
        operations.what_became,
        messages=talk.message.unanswered,
        conversation_id=talk.message.conversation_id,
    )
    done = {}
    for one in written:
        if one.kind in SAID:
            flow, response = SAID[one.kind]
            done[flow] = one.ticket_number, str(one.text if one.score is None else one.score)
            await _say(talk, one, flow, response)
    return done


async def _say(talk: Talk, one: Written, flow: str, response: str) -> None:
    frames = [frame for frame in talk.state.frames if frame.flow == flow]
    for frame in frames or [Frame(flow)]:
        frame.values["ticket_number"] = one.ticket_number
        talk.close(frame)
    talk.say(
        response,
        ticket_number=one.ticket_number,
        ticket_information=one.text or "",
        score=one.score,
        email=one.email,
    )
    with contextlib.suppress(errors.TicketNotFound):
        tickets.remember(talk, await tickets.find(talk, one.ticket_number))
