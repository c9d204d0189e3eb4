"""What Rasa 3.6.21 computes anew at every turn though it never changes, and what no setting reaches: its five
minutes of patience with an action, a wrapper that hides a dead database, and a first turn that does the
start's work.

On another version than the pinned one the constants are left as they come, with a warning.
"""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import dask.core
import rasa
import rasa.core.actions.action as action_module
import rasa.core.actions.forms as forms_module
import rasa.core.nlg.interpolator as interpolator_module
import rasa.core.policies.rule_policy as rule_policy_module
import rasa.core.processor as processor_module
import rasa.core.run as run_module
import rasa.engine.runner.dask as runner_module
from rasa.core.agent import Agent
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from channels.core import action_client, first_reading

PINNED = "3.6.21"
logger = logging.getLogger(__name__)

# These copy only what they hand to a debug line.
_COPIED_FOR_DEBUGGING = (processor_module, forms_module, rule_policy_module, interpolator_module)


def install(action_timeout: float) -> None:
    """Wait at most `action_timeout` seconds for an action, and compute each constant once."""
    action_module.DEFAULT_REQUEST_TIMEOUT = action_timeout
    if rasa.__version__ != PINNED:
        logger.warning("The caches were written for Rasa %s; left out on %s", PINNED, rasa.__version__)
        return
    judge_plain_answers_plainly()
    cache_event_types()
    copy_nothing_for_debugging()
    action_client.install()
    run_graphs_plainly()
    look_for_no_unknown_intent()
    read_before_listening()


def judge_plain_answers_plainly() -> None:
    """The JSON schema of an action's answer, compiled and walked anew for each: three quarters of a form
    turn. Nearly all bring messages and values of slots, and nothing else.
    """
    remote = action_module.RemoteAction
    stock = getattr(remote._validate_action_result, "stock", remote._validate_action_result)

    def validate_action_result(self: action_module.RemoteAction, result: dict) -> bool:
        # The stock method judges everything else, and words the refusal.
        return True if _only_says_and_sets(result) else stock(self, result)

    validate_action_result.stock = stock  # type: ignore[attr-defined]
    remote._validate_action_result = validate_action_result


def _only_says_and_sets(result: Any) -> bool:
    """Whether that is all of it, and each part has the shape that the schema asks for."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not (isinstance(events, list) and isinstance(responses, list)):
        return False
    return all(isinstance(one, dict) for one in responses) and all(map(_sets_a_slot, events))


def _sets_a_slot(event: Any) -> bool:
    return (
        isinstance(event, dict)
        and event.get("event") == "slot"
        and isinstance(event.get("name"), str)
        and "value" in event
        and type(event.get("timestamp")) in (int, float, type(None))
        and isinstance(event.get("metadata"), (dict, type(None)))
    )


def cache_event_types() -> None:
    """The class of an event's name, looked for among all classes for each event read: half of the reading."""
    stock = getattr(Event.resolve_by_type, "stock", Event.resolve_by_type)
    known: dict[str, type[Event]] = {}
    for cls in all_subclasses(Event):
        known.setdefault(cls.type_name, cls)

    def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        return known.get(type_name) or stock(type_name, default)

    resolve_by_type.stock = stock  # type: ignore[attr-defined]
    Event.resolve_by_type = staticmethod(resolve_by_type)


def copy_nothing_for_debugging() -> None:
    """Deep copies of a turn's events and responses for debug lines that nobody writes."""
    for module in _COPIED_FOR_DEBUGGING:
        module.copy = SimpleNamespace(deepcopy=lambda value: value)


def run_graphs_plainly() -> None:
    """A graph of a dozen parts, planned anew for workers there are none of: dask's plain scheduler runs it in
    the same order, and lets the same errors through.
    """
    runner_module.dask = SimpleNamespace(get=dask.core.get)


def look_for_no_unknown_intent() -> None:
    """A warning that an intent is not in the domain, for which an empty domain is made for each message:
    `rasa data validate` finds those.
    """
    processor_module.MessageProcessor._check_for_unseen_features = lambda self, read: None


def read_before_listening() -> None:
    """Rasa listens as soon as its model is loaded, and makes in the first turn what reading needs."""
    stock = getattr(run_module.load_agent_on_start, "stock", run_module.load_agent_on_start)

    async def load_agent_on_start(*given: Any, **named: Any) -> Agent:
        agent = await stock(*given, **named)
        await first_reading.read(agent)
        return agent

    load_agent_on_start.stock = stock  # type: ignore[attr-defined]
    run_module.load_agent_on_start = load_agent_on_start


def trust_our_store(ours: type[Any]) -> None:
    """Rasa's wrapper answers from an empty memory when the database is dead; our store's errors count."""
    stock = getattr(Agent._create_tracker_store, "stock", Agent._create_tracker_store)

    def create_tracker_store(store: Any, domain: Any) -> Any:
        if not isinstance(store, ours):
            return stock(store, domain)
        store.domain = domain
        return store

    create_tracker_store.stock = stock  # type: ignore[attr-defined]
    Agent._create_tracker_store = staticmethod(create_tracker_store)
