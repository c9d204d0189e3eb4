"""The texts that a page of the administration wrote, laid over those that came with the model."""

import logging
from collections.abc import Mapping
from time import monotonic
from typing import Any

from actions import store
from ticket_store import assistant_texts

logger = logging.getLogger("actions")
FRESH_SECONDS = 15.0

Responses = Mapping[str, list[dict[str, Any]]]
# Where the store was, when it was read, and what it said.
_kept: tuple[object, float, dict[str, list[str]]] | None = None


async def over(responses: Responses) -> Responses:
    """With the page's wordings and the buttons of what came. The store away: what was read last, or what
    came."""
    global _kept
    place = store.place()
    if _kept is None or _kept[0] is not place or monotonic() - _kept[1] > FRESH_SECONDS:
        last = _kept[2] if _kept and _kept[0] is place else {}
        try:
            last = await store.read(lambda session, now: assistant_texts.written(session))
        except Exception as error:
            logger.error("texts of the page not read: %s", type(error).__name__)
        _kept = (place, monotonic(), last)
    return laid(responses, _kept[2])


def laid(responses: Responses, written: Mapping[str, list[str]]) -> Responses:
    """A response that this model has not is left out."""
    changed = {
        name: [responses[name][0] | {"text": text} for text in texts]
        for name, texts in written.items()
        if name in responses and texts
    }
    return {**responses, **changed} if changed else responses
