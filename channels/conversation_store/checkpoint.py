"""A conversation's past, folded into the few events that leave the same behind (pure).

A turn reads the checkpoint and what came after it, so the five-hundredth costs what the twentieth did. Rasa
copies a tracker by replaying its events, therefore the past must be events, too.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

# Beyond so many events the past is folded, all but the newest ones: ten turns or more stay as they were.
FOLD_OVER = 120
KEEP = 60


def cut(events: Sequence[Event], keep: int) -> int | None:
    """Where the newest whole turns begin that hold `keep` events or more; None when that is nowhere."""
    for at in range(len(events) - keep, 0, -1):
        before = events[at - 1]
        if (
            isinstance(events[at], UserUttered)
            and isinstance(before, ActionExecuted)
            and before.action_name == ACTION_LISTEN_NAME
        ):
            return at
    return None


def left_by(past: DialogueStateTracker) -> list[Event]:
    """The events that bring a new tracker to where `past` is, which waits for the person's next message.

    Not kept is which message began the active form (`from_trigger_intent` mappings ask for it; we have none).
    """
    at = past.events[-1].timestamp
    events: list[Event] = [SessionStarted(at)]
    events += [
        SlotSet(slot.name, slot.value, at) for slot in past.slots.values() if slot.value != slot.initial_value
    ]
    if past.active_loop_name:
        events.append(ActiveLoop(past.active_loop_name, at))
        if past.is_active_loop_rejected:
            events.append(ActionExecutionRejected(past.active_loop_name, timestamp=at))
    if past.is_paused():
        events.append(ConversationPaused(at))
    return [*events, ActionExecuted(ACTION_LISTEN_NAME, timestamp=at)]
