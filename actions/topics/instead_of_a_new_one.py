"""What was told for a new ticket, and turns out to be about a registered one of the same system."""

from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk


async def check_instead(talk: Talk, frame: Frame) -> Step:
    """It is this flow's text, unless the wish brought one of its own; the new ticket does not wait."""
    text, ticket = talk.flow(frame).text, talk.state.last or {}
    begun = next((f for f in talk.state.frames if f.flow == "open_ticket"), None)
    told = begun.values.get("description") if begun else None
    same = begun is not None and begun.values.get("service") == ticket.get("service")
    if begun and told and text and same and not frame.values.get(text):
        frame.values[text] = told
        talk.state.frames.remove(begun)
        talk.state.parked = begun
        talk.say("utter_instead_of_a_new_one")
    return Step.DONE
