"""Keeps what was not understood, or understood in doubt, masked by the store, for people to learn from."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import store
from actions.turn import Turn
from ticket_store import operations

UNSURE = ("nlu_fallback", "out_of_scope", "")


async def keep(turn: Turn) -> None:
    """What was not understood: the text with the classifier's best guess; nothing for a button."""
    text, (name, confidence) = turn.said.text.strip(), _guess(turn)
    if text:
        await store.call(
            operations.record_misunderstood,
            conversation_id=turn.conversation_id,
            text=text,
            channel=turn.channel,
            guess=name,
            confidence=confidence,
        )


async def keep_if_unsure(turn: Turn) -> None:
    """What was acted on although another intent was nearly as likely."""
    text, (name, confidence) = turn.said.text.strip(), _guess(turn)
    if text and turn.said.unsure:
        await store.call(operations.record_doubtful, text=text, guess=name, confidence=confidence)


def _guess(turn: Turn) -> tuple[str | None, float | None]:
    return next(
        ((name, confidence) for name, confidence in turn.said.ranking if name not in UNSURE), (None, None)
    )


class ActionKeepForReview(Action):
    """Says nothing. nlu/turn_policy.py calls it after a response that answered in doubt."""

    def name(self) -> str:
        return "action_keep_for_review"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        await keep_if_unsure(Turn(dispatcher, tracker, domain))
        return []
