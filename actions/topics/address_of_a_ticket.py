"""Which of the registered tickets goes to another address; then that one is proved (change_address)."""

from actions.dialogue.commands import Command, is_of_a_ticket
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.dialogue.walk import begin
from actions.values import valid

NEW = "new_address"


async def wish(talk: Talk, here: list[Command]) -> tuple[list[Command], list[Command] | None]:
    """ "O 2026-…, troca o e-mail dele pra x@y", where nothing is asked: what is left, and the wish for it."""
    asks = next((c for c in here if c.command == "correct" and c.slot == "email"), None)
    named = [c for c in here if is_of_a_ticket(c)]
    last, closed = talk.state.last, talk.state.closed
    looked = closed is not None and (talk.flow(closed).reads or "ticket" in talk.flow(closed).takes)
    proves_another = looked and not (named or last or talk.state.listed)
    if talk.state.asked != "none" or asks is None or proves_another:
        return here, None
    talk.state.notes.pop(NEW, None)
    if asks.value and (address := valid(str(asks.value))):
        talk.state.notes[NEW] = address
    which = named or ([Command("choose", by="number", value=last["number"])] if last else [])
    left = [c for c in here if c is not asks and c not in named]
    return left, [Command("start", flow="address_of_a_ticket"), *which]


async def do_hand_over(talk: Talk, frame: Frame) -> None:
    number, address = frame.values["ticket_number"], talk.state.notes.pop(NEW, None)
    talk.close(frame)
    moves = await begin(talk, [Command("start", flow="change_address")])
    if moves:
        moves.values.update(
            {"ticket_number": number, "email_wrong": True} | ({"email": address} if address else {})
        )
        talk.say("utter_address_to_change", ticket_number=number)
