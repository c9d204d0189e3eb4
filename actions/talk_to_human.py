"""Handing the conversation to a person, and staying silent while one has it."""

import re
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import store
from actions.form import STOP, TOPICS
from actions.memory import transcript
from actions.slots import fold
from actions.turn import Turn
from ticket_store import errors, identity, operations, queries

HANDOFF = "handoff"
TAKEN = "taken"
# Where the desk can answer; elsewhere a person is reached by phone or mail.
LIVE_CHANNELS = ("web", "telegram", "whatsapp")
SPECIAL = {
    "affirm": "action_affirm",
    "deny": "action_deny",
    "stop": "utter_nothing_to_stop",
    "repeat": "action_repeat",
    "correct_information": "action_correct_information",
    "resend_code": "action_resend_code",
    "talk_to_human": "action_talk_to_human",
}
PLAIN = ("greet", "goodbye", "thank", "help", "insult", "praise", "bot_challenge")
LEAVES_THE_QUEUE = re.compile(
    r"\b(?:esquec\w+|cancel\w+|deixa|dispens\w+|nao (?:quero|preciso)(?: mais)?)\b.*"
    r"\b(?:atendente|pessoa|fila|robo|humano)\b"
)


class ActionTalkToHuman(Action):
    """Puts the conversation before the desk with its transcript; always says the phone and the e-mail."""

    def name(self) -> str:
        return "action_talk_to_human"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.channel not in LIVE_CHANNELS:
            turn.say("utter_talk_to_human")
            return []
        said = transcript(tracker)

        def work(session: Any, now: datetime) -> None:
            proven = identity.proven_emails(session, conversation_id=turn.conversation_id, now=now)
            operations.request_handoff(
                session,
                conversation_id=turn.conversation_id,
                transcript=said,
                wait_minutes=store.handoff_minutes(),
                channel=turn.channel,
                email=min(proven, default=None),
                now=now,
            )

        await store.call(work)
        turn.say("utter_handoff_requested")
        turn.set(HANDOFF, "requested")
        return turn.events()


class ActionHearLive(Action):
    """The user's words go to the attendant (TurnPolicy sends every message here while the slot says so)."""

    def name(self) -> str:
        return "action_hear_live"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        text = turn.said.text.strip()
        running = await store.read(
            lambda session, now: queries.active_handoff(session, conversation_id=turn.conversation_id)
        )
        if running is None:  # given back, or nobody came: the message is for the assistant
            turn.forget(HANDOFF)
            return [*turn.events(), FollowupAction(next_for(turn.said.intent))]
        leaves = turn.said.intent == "stop" or STOP.match(fold(text)) or LEAVES_THE_QUEUE.search(fold(text))
        if running.status != TAKEN and leaves:
            await store.call(operations.withdraw_handoff, conversation_id=turn.conversation_id)
            turn.forget(HANDOFF)
            turn.say("utter_handoff_withdrawn")
            return turn.events()
        turn.set(HANDOFF, running.status)
        if text:
            try:
                await store.call(
                    operations.hear_live,
                    conversation_id=turn.conversation_id,
                    text=text,
                    uid=turn.said.message_id or str(len(tracker.events)),
                )
            except errors.TextTooLong as long:
                turn.say("utter_handoff_too_long", limit=long.limit)
                return turn.events()
        if running.status != TAKEN:
            turn.say("utter_handoff_waiting")
        return turn.events()


def next_for(intent: str) -> str:
    """What the rules would have done with the intent: Rasa asks them only right after the user's message."""
    if intent in TOPICS:
        return TOPICS[intent]
    if intent.startswith("faq_") or intent in PLAIN:
        return f"utter_{intent}"
    return SPECIAL.get(intent, "action_not_understood")
