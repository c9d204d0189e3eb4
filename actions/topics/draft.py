"""A ticket that is being put together is kept for a day; who proves its address elsewhere may take it up
there."""

import contextlib
import uuid

from actions import store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.values import OTHER
from ticket_store import catalogue, drafts, errors
from ticket_store.views import DraftView

KEPT = ("service", "service_name", "description", "urgency", "email")


def key(frame: Frame) -> str:
    """The submission key: confirmed twice, or in two conversations, it is one ticket."""
    return str(frame.values.setdefault("submission_key", uuid.uuid4().hex))


async def keep(talk: Talk, frame: Frame) -> None:
    """After a turn: what is known of the ticket waits in the store."""
    values = {name: frame.values.get(name) for name in KEPT}
    if values == frame.values.get("kept"):
        return
    if not (values["service"] or values["description"]):
        await drop(talk)
    elif values["email"]:
        other = values["service"] == OTHER
        with contextlib.suppress(errors.InvalidEmail):  # it is asked again when the ticket is registered
            await store.call(
                drafts.save_draft,
                conversation_id=talk.message.conversation_id,
                email=values["email"],
                submission_key=key(frame),
                service_code=None if other else values["service"],
                service_text=values["service_name"] if other else None,
                description=values["description"],
                urgency=values["urgency"],
            )
    frame.values["kept"] = values


async def drop(talk: Talk) -> None:
    """Given up: it is offered nowhere any more."""
    conversation = talk.message.conversation_id
    await store.call(lambda session, now: drafts.drop_draft(session, conversation_id=conversation))


async def waiting(talk: Talk, declined: bool = False) -> DraftView | None:
    """One of another conversation whose address is proved in this one; `declined`: also what was
    declined here."""
    found = await store.read(drafts.waiting_draft, conversation_id=talk.message.conversation_id)
    if found and not declined and found.conversation_id == talk.state.notes.get("draft_declined"):
        return None
    return found


async def offer(talk: Talk) -> None:
    """Once something else is done: asks whether to go on with it, once."""
    if any(frame.flow == "open_ticket" for frame in talk.state.frames) or talk.state.queue:
        return
    found = await waiting(talk)
    if found is None or talk.state.notes.get("draft_offered") == found.conversation_id:
        return
    talk.state.notes["draft_offered"] = found.conversation_id
    talk.state.frames.insert(0, Frame("open_ticket", {"draft_from": found.conversation_id, "offered": True}))


def say(talk: Talk, found: DraftView) -> None:
    talk.question(
        "utter_draft_waiting",
        service_name=_service_name(found) or talk.voice.wording("utter_label_unknown_service"),
        draft_description=(found.description or talk.voice.wording("utter_label_no_description"))[:200],
    )


async def take(talk: Talk, frame: Frame) -> bool:
    """The draft becomes this conversation's. False when it is gone meanwhile."""
    came_from = frame.values.pop("draft_from")
    try:
        found = await store.call(
            drafts.take_draft, conversation_id=talk.message.conversation_id, from_conversation=came_from
        )
    except errors.DraftGone:
        talk.say("utter_draft_gone")
        return False
    if name := _service_name(found):
        frame.values.update(service=found.service_code or OTHER, service_name=name)
    taken = {"description": found.description, "urgency": found.urgency, "email": found.email}
    frame.values.update({k: v for k, v in taken.items() if v} | {"submission_key": found.submission_key})
    talk.say("utter_draft_taken")
    return True


def _service_name(found: DraftView) -> str | None:
    """What the service is called; None when it is not known yet, or no longer."""
    known = catalogue.load().service(found.service_code) if found.service_code else None
    return known.name if known else found.service_text
