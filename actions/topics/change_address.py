"""Moves a ticket to another address of the same person, once that one is proved; the old one is told."""

from actions import store, tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from ticket_store import errors, operations


async def ask_email(talk: Talk, frame: Frame) -> str:
    return "utter_request_new_address"


async def do_move(talk: Talk, frame: Frame) -> None:
    number, address = frame.values["ticket_number"], frame.values["email"]
    try:
        if (await tickets.find(talk, number)).email == address.lower():
            talk.say("utter_address_is_it", ticket_number=number, email=address)
            return
        await store.call(
            operations.change_address,
            ticket_number=number,
            email=address,
            conversation_id=talk.message.conversation_id,
            dedupe_key=talk.message.key("address"),
        )
    except (errors.TicketNotFound, errors.AddressNotProven):
        talk.say("utter_email_after_opening", ticket_number=number, email=address)
    else:
        talk.say("utter_address_moved", ticket_number=number, email=address)
