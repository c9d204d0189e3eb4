"""All tickets of a proved address."""

from actions import tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.topics import draft


async def do_list(talk: Talk, frame: Frame) -> None:
    mine = await tickets.readable(talk)
    if mine:
        tickets.show(talk, mine)
        waiting = [t for t in mine if t.status == "waiting_on_requester"]
        if len(waiting) == 1:
            tickets.remember(talk, waiting[0])
    else:
        talk.say("utter_list_my_tickets_none", email=frame.values.get("email") or talk.state.email or "")
    await draft.offer(talk)
