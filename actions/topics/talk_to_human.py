"""Handing the conversation to a person, and staying silent while one has it."""

from datetime import datetime
from typing import Any

from actions import memory, store
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.words import clock
from ticket_store import errors, identity, limits, operations, queries
from ticket_store.views import HandoffView

WAITING, TAKEN, REQUESTED = "waiting", "taken", "requested"
WAIT_ASKED = ("other", "pending", "why")
TEMPER = ("remark", "insult")
# Where the desk can answer; elsewhere a person is reached by phone or mail.
LIVE_CHANNELS = ("web", "telegram", "whatsapp", "rocketchat", "teams")


async def do_call_person(talk: Talk, frame: Frame) -> None:
    """Puts the conversation before the desk with its transcript; nobody is said to be called where
    nobody is."""
    if talk.message.channel not in LIVE_CHANNELS:
        talk.say("utter_talk_to_human")
        return
    asked = await store.call(_request, talk=talk)
    if asked is None:
        talk.say("utter_nobody_on_duty")
        return
    place, attended, minutes = asked
    talk.state.handoff = REQUESTED
    talk.state.pending = WAITING
    wait = {"minutes": minutes, "place": place}
    if not attended:
        talk.say("utter_handoff_nobody_attending", **wait)
    else:
        talk.say("utter_handoff_requested" if place == 1 else "utter_handoff_queued", **wait)


def _request(session: Any, now: datetime, talk: Talk) -> tuple[int, bool, int] | None:
    """The place in the queue, whether anybody attends, and how many minutes are waited.

    None when the desk has no account that could come.
    """
    if not queries.agents(session):
        return None
    conversation = talk.message.conversation_id
    minutes = limits.of(session, limits.HANDOFF_MINUTES, store.handoff_minutes())
    proven = identity.proven_emails(session, conversation_id=conversation, now=now)
    operations.request_handoff(
        session,
        conversation_id=conversation,
        transcript=memory.transcript(talk.message.events),
        wait_minutes=minutes,
        channel=talk.message.channel,
        email=min(proven, default=None),
        now=now,
    )
    place = queries.place_in_queue(session, conversation_id=conversation) or 1
    return place, bool(queries.attending(session, now=now)), minutes


async def taken(talk: Talk) -> bool:
    """Whether a person has the conversation: then the words are hers to hear and the assistant says
    nothing."""
    if talk.state.handoff is None:
        return False
    conversation = talk.message.conversation_id
    running = await store.read(
        lambda session, now: queries.active_handoff(session, conversation_id=conversation)
    )
    if running is None:  # given back, or nobody came: the message is for the assistant
        talk.state.handoff = None
        if talk.state.pending == WAITING:
            talk.state.pending = "none"
        return False
    talk.state.handoff = running.status
    if running.status != TAKEN:
        return False
    await hear(talk)
    return True


async def hear(talk: Talk) -> bool:
    """The person's words go before the attendant. False when they are too long, which is said."""
    text = talk.message.text.strip()
    if not text:
        return True
    try:
        await store.call(
            operations.hear_live,
            conversation_id=talk.message.conversation_id,
            text=text,
            uid=talk.message.message_id or talk.message.at.isoformat(),
        )
    except errors.TextTooLong as long:
        talk.say("utter_handoff_too_long", limit=long.limit)
        return False
    return True


async def answer(talk: Talk, command: Command) -> bool:
    """While somebody is awaited: words for that person are kept; giving up ends the wait; the rest is
    answered."""
    if command.command in ("stop", "deny"):
        await withdraw(talk)
        return True
    if _asks_how_long(command):
        await hear(talk)
        await _tell_wait(talk)
        return True
    if command.command in ("unclear", "affirm", "skip") or (
        command.command in ("set", "edit", "correct") and command.slot not in ("ticket", "code")
    ):
        if await hear(talk):
            talk.say("utter_handoff_waiting")
        return True
    return False


def _asks_how_long(command: Command) -> bool:
    """What nobody but the person awaited can answer, or temper: heard, and told how long the wait is."""
    asks = command.command == "ask" and command.about in WAIT_ASKED
    return asks or (command.command == "social" and command.kind in TEMPER)


async def _tell_wait(talk: Talk) -> None:
    conversation = talk.message.conversation_id

    def wait(session: Any, now: datetime) -> tuple[HandoffView | None, int | None]:
        running = queries.active_handoff(session, conversation_id=conversation)
        return running, queries.place_in_queue(session, conversation_id=conversation)

    running, place = await store.read(wait)
    if running is None or place is None:
        talk.say("utter_handoff_waiting")
    else:
        talk.say("utter_handoff_still_waiting", until=clock(running.expires_at), place=place)


async def withdraw(talk: Talk) -> None:
    await store.call(operations.withdraw_handoff, conversation_id=talk.message.conversation_id)
    talk.state.handoff, talk.state.pending = None, "none"
    talk.say("utter_handoff_withdrawn")
