"""Moves a ticket to another address of the same person, once that one is proved; the old one is told."""

from actions import store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from ticket_store import errors, operations


async def ask_email(talk: Talk, frame: Frame) -> str:
    return "utter_request_new_address"


async def do_move(talk: Talk, frame: Frame) -> None:
    number, address = frame.values["ticket_number"], frame.values["email"]
    try:
        await store.call(
            operations.change_address,
            ticket_number=number,
            email=address,
            conversation_id=talk.message.conversation_id,
        )
    except (errors.TicketNotFound, errors.AddressNotProven):
        talk.say("utter_email_after_opening", ticket_number=number, email=address)
    else:
        talk.say("utter_address_moved", ticket_number=number, email=address)
