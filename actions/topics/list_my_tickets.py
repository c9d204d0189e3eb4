"""All tickets of a proved address."""

from actions import store, tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.topics import draft
from ticket_store import identity


async def check_here(talk: Talk, frame: Frame) -> Step:
    """What this conversation may read without a code, once; the code is for the others."""
    if frame.asked or frame.values.get("here_shown"):
        return Step.DONE
    proven = await store.read(identity.proven_emails, conversation_id=talk.message.conversation_id)
    mine = [] if proven else await tickets.readable(talk)
    if mine:
        tickets.show(talk, mine)
        talk.say("utter_list_of_this_conversation")
    frame.values["here_shown"] = True
    return Step.DONE


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
