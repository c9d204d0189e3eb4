"""Tells in the chat what moved meanwhile, by rereading the store: the intent that wakes it proves nothing."""

import re
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import store
from actions.slots import fold
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


ONLY_MAIL = re.compile(r"\b(?:so|apenas|somente) (?:por|pelo|no) e-?mail\b")


class ActionChooseNotices(Action):
    """E-mail only, or the chat too."""

    def name(self) -> str:
        return "action_choose_notices"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        enabled = not ONLY_MAIL.search(fold(turn.said.text))
        await store.call(operations.set_chat_notices, conversation_id=turn.conversation_id, enabled=enabled)
        turn.say("utter_notices_in_chat" if enabled else "utter_notices_only_mail")
        return []


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
