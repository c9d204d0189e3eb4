"""Run by Rasa's own Python in test_contract.py: Rasa 3.6.21 calls the action server as it does in a turn.

Prints one JSON object: the events of each call, or the kind of error Rasa raised.
"""

import asyncio
import json
import os
import sys

import rasa
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

PROBLEM = "o siafi não abre desde ontem"
COMMANDS = [
    {"command": "start", "flow": "open_ticket"},
    {"command": "set", "slot": "service", "value": "siafi"},
    {"command": "set", "slot": "description", "value": PROBLEM},
]


async def main() -> dict[str, object]:
    url, sender = sys.argv[1], sys.argv[2]
    domain = Domain.load("domain.yml")
    nlg = TemplatedNaturalLanguageGenerator(domain.responses)
    given = EndpointConfig(url, headers={"X-Action-Token": os.environ["ACTION_TOKEN"]})
    without_token = EndpointConfig(url)

    def tracker(text: str, intent: str, commands: object) -> DialogueStateTracker:
        parsed = {"intent": {"name": intent, "confidence": 1.0}, "commands": commands}
        events = [ActionExecuted("action_listen"), UserUttered(text, parsed["intent"], parse_data=parsed)]
        return DialogueStateTracker.from_events(sender, events, slots=domain.slots)

    async def run(action: object, heard: DialogueStateTracker) -> object:
        try:
            events = await action.run(CollectingOutputChannel(), nlg, heard, domain)  # type: ignore[attr-defined]
        except Exception as error:
            return {"error": type(error).__name__, "text": str(error)}
        return [event.as_dict() for event in events]

    opening = tracker(PROBLEM, "open_ticket", COMMANDS)
    answer = tracker("sim", "affirm", [{"command": "affirm"}])
    return {
        "rasa": rasa.__version__,
        "opening": await run(RemoteAction("action_turn", given), opening),
        "yes_to_nothing": await run(RemoteAction("action_turn", given), answer),
        "unknown_action": await run(RemoteAction("action_of_nobody", given), opening),
        "no_token": await run(RemoteAction("action_turn", without_token), opening),
    }


print(json.dumps(asyncio.run(main())))
