"""Offers a ticket after an answer that may not have helped, and opens it with what was told."""

from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import joined
from actions.dialogue.walk import begin
from actions.topics import draft, subject
from ground.passwords import hide_passwords

CARRIED = ("service", "description", "email")
LEFT = ("offer_ticket", "knowledge")  # another question leaves these; it is answered beside the others
OFFERS = (*LEFT, "after_a_ticket")
ANSWERED = ("wanted", "unsolved", "description")  # what a yes, a no or more told leaves of it
OPENS = "open_ticket"
AGAIN = {"utter_question_offer": "utter_question_offer_again"}
ADDS, LOOKS = "add_ticket_information", frozenset({"check_ticket_status", "list_my_tickets"})


async def offer(
    talk: Talk, response: str, *, pending: str = "draft", ticket: str | None = None, **told: str | None
) -> None:
    """Asks `response` where nothing else is under way; `told` is what a ticket would begin with.

    pending: the question of the contract of turns that this one is most like. ticket: the number of one that
    was registered just before, to which a yes adds it instead.
    """
    leave(talk)
    if talk.state.top is not None or talk.state.queue or talk.state.pending != "none":
        return
    frame = await begin(talk, [Command("start", flow="offer_ticket")])
    if frame:
        frame.values.update({"question": response, "question_kind": pending, "told": told, "for": ticket})


def leave(talk: Talk) -> Frame | None:
    """What was offered or asked after the last answer is over; a ticket wanted soon begins with it."""
    top = talk.state.top
    if top and top.flow in LEFT and not any(top.values.get(one) for one in ANSWERED):
        talk.state.frames.remove(top)
        told = top.values.get("told") or {}
        subject.remember(talk, told.get("service"), told.get("description"))
        return top
    return None


async def for_one_there_is(talk: Talk, here: list[Command], wanted: list[list[Command]]) -> list[Command]:
    """ "Não, eu falo do meu chamado 73, tem previsão?", where a ticket is offered or an article was shown:
    the no is to that, and no new one is put together."""
    top = talk.state.top
    shown = top is not None and (top.flow in OFFERS or top.slot == "article")
    asks = any(c.command == "ask" and c.about == "ticket" for c in here)
    asks = asks or any(wish[0].flow in LOOKS for wish in wanted)
    if top is None or not (shown and asks) or not any(c.command == "deny" for c in here):
        return here
    talk.close(top)
    if top.flow not in OFFERS:
        await draft.drop(talk)
    return [c for c in here if c.command != "deny"]


async def check_wanted(talk: Talk, frame: Frame) -> Step:
    # A text told on begins a ticket, which is shown; into one that is registered nothing goes before a yes.
    if frame.values.get("wanted") or (frame.values.get("description") and not frame.values.get("for")):
        return Step.DONE
    asked = frame.values["question"]
    if frame.asked and asked in AGAIN:  # of the first, whatever was answered since
        asked = AGAIN[asked]
    return talk.ask(frame, frame.values["question_kind"], "wanted", asked)


async def answer_wanted(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        frame.values["wanted"] = True
        return
    if not talk.more:
        talk.say("utter_anything_else")
    talk.close(frame)


async def unclear_wanted(talk: Talk, frame: Frame) -> bool:
    """Either likely reading keeps a problem of it: a ticket begins with all that was told, and shows it."""
    readings = talk.message.alternatives
    told = [any(c.get("slot") == "description" and c.get("value") for c in one) for one in readings]
    if not told or not all(told) or talk.message.asked:
        return False
    frame.values["description"] = hide_passwords(talk.message.text.strip())
    return True


async def do_open(talk: Talk, frame: Frame) -> None:
    told = frame.values["told"] | {k: v for k in CARRIED if (v := frame.values.get(k))}
    if frame.values.get("wanted"):  # "sim, mas já reiniciei": more of what was told before
        told["description"] = joined(frame.values["told"].get("description"), told.get("description"))
    talk.close(frame)
    if number := frame.values.get("for"):
        values = (
            Command("set", slot="ticket", value=number),
            Command("set", slot="information", value=told["description"]),
        )
        await begin(talk, [Command("start", flow=ADDS), *values])
        return
    await open_with(talk, told)


async def open_with(talk: Talk, told: dict[str, str]) -> None:
    values = [Command("set", slot=k, value=v) for k in CARRIED if (v := told.get(k))]
    await begin(talk, [Command("start", flow=OPENS), *values])
