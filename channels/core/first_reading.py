"""A first message is read before anybody is answered: what reading makes only once is made by then.

It takes seconds of a processor, on a busy machine half a minute. In a turn the server would do nothing else
meanwhile, would be ended as one that hangs (ground/time_limit.py), and the message be held to have done it.
"""

from __future__ import annotations

import logging
import time

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from channels.core import model_memory

logger = logging.getLogger(__name__)
SAMPLE = "bom dia"


async def read(agent: Agent) -> None:
    """Nothing of it is kept. Without a model there is nothing to read with."""
    if agent.processor is None:
        return
    started = time.monotonic()
    try:
        await agent.processor.parse_message(UserMessage(SAMPLE))
    except Exception as error:  # the first turn then makes what is missing
        logger.error("A first message could not be read: %s", type(error).__name__)
    else:
        logger.info("A first message was read in %.1f s", time.monotonic() - started)
    model_memory.set_apart()
