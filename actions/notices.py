"""Tells in the chat what moved meanwhile, by rereading the store: the intent that wakes it proves nothing."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import store
from actions.turn import Turn
from ticket_store import operations
from ticket_store.views import EventView

# More than these at once are counted, not recited.
MOST = 5


async def tell(turn: Turn) -> bool:
    """Says each move once. True when there was something to tell."""

    def work(session: Any, now: datetime) -> list[EventView]:
        news = operations.news(session, conversation_id=turn.conversation_id, now=now)
        if news:
            operations.mark_news_told(
                session, conversation_id=turn.conversation_id, event_id=news[-1].id, now=now
            )
        return news

    news = await store.call(work)
    for event in news[-MOST:]:
        turn.say(f"utter_news_{event.kind}", ticket_number=event.ticket_number, news_text=event.text or "")
        turn.set("last_ticket", event.ticket_number)
    return bool(news)


class ActionTellNotices(Action):
    """A visit, or our own trigger: tells what moved, or nothing."""

    def name(self) -> str:
        return "action_tell_notices"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        await tell(turn)
        return turn.events()
