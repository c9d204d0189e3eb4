"""Run by Rasa's own Python in test_contract.py: Rasa 3.6.21 calls the action server as it does in a turn.

Prints one JSON object: the events of each call, or the kind of error Rasa raised.
"""

import asyncio
import json
import os
import sys

import rasa
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


async def main() -> dict[str, object]:
    url, sender = sys.argv[1], sys.argv[2]
    domain = Domain.load("domain.yml")
    nlg = TemplatedNaturalLanguageGenerator(domain.responses)
    given = EndpointConfig(url, headers={"X-Action-Token": os.environ["ACTION_TOKEN"]})
    without_token = EndpointConfig(url)

    def tracker(text: str, intent: str) -> DialogueStateTracker:
        events = [ActionExecuted("action_listen"), UserUttered(text, {"name": intent, "confidence": 1.0})]
        return DialogueStateTracker.from_events(sender, events, slots=domain.slots)

    async def run(action: object, heard: DialogueStateTracker) -> object:
        try:
            events = await action.run(CollectingOutputChannel(), nlg, heard, domain)  # type: ignore[attr-defined]
        except Exception as error:
            return {"error": type(error).__name__, "text": str(error)}
        return [event.as_dict() for event in events]

    heard = tracker("o siafi não abre desde ontem", "open_ticket")
    return {
        "rasa": rasa.__version__,
        "form": await run(FormAction("open_ticket_form", given), heard),
        "responses": await run(RemoteAction("action_deny", given), heard),
        "unfinished_submit": await run(RemoteAction("action_open_ticket", given), heard),
        "unknown_action": await run(RemoteAction("action_of_nobody", given), heard),
        "no_token": await run(RemoteAction("action_deny", without_token), heard),
    }


print(json.dumps(asyncio.run(main())))
