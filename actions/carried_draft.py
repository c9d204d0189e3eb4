"""A ticket begun in one conversation comes along to another, once its address is proved there."""

import contextlib
import re

from actions import store
from actions.draft import DESCRIPTION, EMAIL, OTHER, SERVICE, set_service
from actions.slots import find_ticket_number, fold, is_no, is_yes
from actions.turn import Turn
from ticket_store import catalogue, drafts, errors, identity
from ticket_store.views import DraftView

# {"from": the conversation it was begun in, "open": whether the question still waits}: never asked twice.
OFFER = "open_ticket_draft"
KEPT = (SERVICE, "service_name", DESCRIPTION, "urgency", EMAIL)
RESUME = re.compile(
    r"\b(?:continuar|continua|retomar|terminar|concluir)\b(?: (?:o|a|com|meu|minha|esse|aquele|aquela|um))*"
    r" (?:chamado|acionamento|solicitacao|pedido|rascunho)\b"
)
LONGEST_REQUEST = 14  # words: beyond, a problem is being told


async def keep(turn: Turn) -> None:
    """After a turn of the form: what is known of the ticket waits in the store, or goes with the draft."""
    if not turn.changed(*KEPT):
        return
    service = turn.get(SERVICE)
    if not service and not turn.get(DESCRIPTION):
        await store.call(
            lambda session, now: drafts.drop_draft(session, conversation_id=turn.conversation_id)
        )
    elif turn.get(EMAIL):
        with contextlib.suppress(errors.InvalidEmail):  # the form asks again when it registers
            await store.call(
                drafts.save_draft,
                conversation_id=turn.conversation_id,
                email=turn.get(EMAIL),
                submission_key=turn.get("submission_key"),
                service_code=None if service == OTHER else service,
                service_text=turn.get("service_name") if service == OTHER else None,
                description=turn.get(DESCRIPTION),
                urgency=turn.get("urgency"),
            )


async def offer(turn: Turn) -> bool:
    """Asks whether to continue a draft that waits for this conversation.

    False when none does, or it was asked before.
    """
    if turn.get(SERVICE) or turn.get(DESCRIPTION):
        return False  # he is at another one here
    waiting = await store.read(drafts.waiting_draft, conversation_id=turn.conversation_id)
    if waiting is None or (turn.get(OFFER) or {}).get("from") == waiting.conversation_id:
        return False
    turn.set(OFFER, {"from": waiting.conversation_id, "open": True})
    say(turn, waiting)
    return True


async def ask(turn: Turn) -> str | None:
    """The question inside the form, again after an aside; None when the draft is gone meanwhile."""
    if not turn.answered:
        waiting = await store.read(drafts.waiting_draft, conversation_id=turn.conversation_id)
        if waiting is None or waiting.conversation_id != turn.get(OFFER)["from"]:
            close(turn)
            return None
        say(turn, waiting)
    return OFFER


def say(turn: Turn, draft: DraftView) -> None:
    turn.question(
        "utter_draft_waiting",
        service_name=service_name(draft) or turn.wording("utter_label_unknown_service"),
        draft_description=(draft.description or turn.wording("utter_label_no_description"))[:200],
    )


def is_open(turn: Turn) -> bool:
    """Whether the question is waiting for a yes or no."""
    return bool((turn.get(OFFER) or {}).get("open"))


def close(turn: Turn) -> None:
    """The question was answered, or something else was said."""
    if is_open(turn):
        turn.set(OFFER, {**turn.get(OFFER), "open": False})


async def begin(turn: Turn) -> bool:
    """The form's first turn. True when it is about a draft from elsewhere: nothing else is read from it.

    Who asks to continue, and has nothing here, is led to the proof first: it decides what may be shown.
    """
    wants = resumes(turn)
    if is_open(turn):
        if wants or is_yes(turn.said.text) or turn.said.intent == "affirm":
            return await take(turn)
        close(turn)
    if turn.get(SERVICE) or turn.get(DESCRIPTION):
        return wants
    if not wants:
        return (not turn.said.text or turn.said.words <= 4) and await offer(turn)
    waiting = await store.read(drafts.waiting_draft, conversation_id=turn.conversation_id)
    if waiting:
        turn.set(OFFER, {"from": waiting.conversation_id, "open": True})
        return await take(turn)
    if await store.read(identity.proven_emails, conversation_id=turn.conversation_id):
        turn.say("utter_draft_gone")
    else:
        turn.say("utter_draft_needs_proof")
        turn.end("switched", followup="list_my_tickets_form")
    return True


async def answer(turn: Turn) -> None:
    """Reads the answer to the question inside the form."""
    if resumes(turn) or is_yes(turn.said.text) or turn.said.intent == "affirm":
        await take(turn)
    elif is_no(turn.said.text) or turn.said.intent in ("deny", "open_ticket"):
        close(turn)
        turn.progress()
    else:
        turn.fail("utter_change_unclear")


async def take(turn: Turn) -> bool:
    """The draft becomes this conversation's. Says so when it is gone meanwhile."""
    came_from = turn.get(OFFER)["from"]
    close(turn)
    turn.progress()
    try:
        draft = await store.call(
            drafts.take_draft, conversation_id=turn.conversation_id, from_conversation=came_from
        )
    except errors.DraftGone:
        turn.say("utter_draft_gone")
        return False
    if name := service_name(draft):
        set_service(turn, draft.service_code or OTHER, name)
    for slot, value in (
        (DESCRIPTION, draft.description),
        ("urgency", draft.urgency),
        (EMAIL, draft.email),
        # The same key: confirmed here and there, it is one ticket.
        ("submission_key", draft.submission_key),
    ):
        turn.set(slot, value)
    turn.say("utter_draft_taken")
    return True


async def is_meant(turn: Turn) -> bool:
    """Whether "continuar o chamado", however the classifier read it, is about a draft: one that is here, or
    waits, or nobody can say yet."""
    if not resumes(turn) or find_ticket_number(turn.said.text):
        return False
    if turn.get(SERVICE) or turn.get(DESCRIPTION):
        return True
    if not await store.read(identity.proven_emails, conversation_id=turn.conversation_id):
        return True
    return await store.read(drafts.waiting_draft, conversation_id=turn.conversation_id) is not None


def resumes(turn: Turn) -> bool:
    """ "Quero continuar o chamado que comecei no site"."""
    return turn.said.words <= LONGEST_REQUEST and bool(RESUME.search(fold(turn.said.text)))


def service_name(draft: DraftView) -> str | None:
    """What the service is called; None when it is not known yet, or no longer."""
    known = catalogue.load().service(draft.service_code) if draft.service_code else None
    return known.name if known else draft.service_text
