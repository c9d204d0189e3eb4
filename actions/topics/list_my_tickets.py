"""All tickets of a proved address."""

from actions import store, tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.topics import draft
from ticket_store import identity

OTHERS = "others"  # whether those of other conversations are wanted, too


async def check_here(talk: Talk, frame: Frame) -> Step:
    """What this conversation may read without a code, once; a code is only sent where the others are wanted,
    too."""
    told = any(frame.values.get(one) for one in (OTHERS, "email", "email_wrong"))
    if told or set(frame.asked) - {OTHERS}:
        return Step.DONE
    proven = await store.read(identity.proven_emails, conversation_id=talk.message.conversation_id)
    mine = [] if proven else await tickets.readable(talk)
    if not mine:
        return Step.DONE
    if OTHERS not in frame.asked:
        tickets.show(talk, mine)
    return talk.ask(frame, "draft", OTHERS, "utter_list_of_this_conversation")


async def answer_others(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        frame.values[OTHERS] = True
        return
    if not talk.more:
        talk.say("utter_anything_else")
    talk.close(frame)


async def unclear_others(talk: Talk, frame: Frame) -> None:
    talk.close(frame)
    await talk.call("small_talk", "not_understood")


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
