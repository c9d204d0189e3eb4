"""Another model without a pause: the file that says which one is looked at, and what it names is loaded
beside the one that answers, then takes its place between two turns.

A turn that has begun ends with the model it began with. One that cannot be loaded is left out, and the old
one goes on answering.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path

from rasa.core.agent import Agent
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as as_json

from channels.core import model_memory
from channels.core.internal_api import refused

logger = logging.getLogger(__name__)
EVERY_SECONDS = 2.0


class ModelInUse:
    """file: {"model": path}; "" where nobody chooses. agent: the running one, None while Rasa starts."""

    def __init__(self, file: str, agent: Callable[[], Agent | None]) -> None:
        self._file = Path(file) if file else None
        self._agent = agent
        self._refused: Path | None = None

    async def watch(self) -> None:
        """For as long as the server runs."""
        while self._file is not None:
            await self.look()
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Loads what the file names, unless it answers already or was refused."""
        agent, wanted = self._agent(), self._wanted()
        if agent is None or wanted is None or wanted == self._refused:
            return
        now = agent.processor.model_path if agent.processor else None
        if now is not None and (now.resolve() if now.is_file() else now) == wanted:
            return
        if now is not None and now.is_dir() and agent.processor.model_filename == wanted.name:
            return
        try:
            # In a thread: the turns of all go on meanwhile.
            await asyncio.get_running_loop().run_in_executor(None, agent.load_model, wanted)
        except Exception as error:
            self._refused = wanted
            logger.error("The model %s is left out: %s", wanted.name, type(error).__name__)
        else:
            self._refused = None
            model_memory.set_apart()
            logger.info("The model %s answers now", wanted.name)

    def told(self) -> dict[str, str | None]:
        """The names of the model that answers, and of the one that could not be loaded."""
        agent = self._agent()
        processor = agent.processor if agent else None
        return {
            "model": processor.model_filename if processor else None,
            "refused": self._refused.name if self._refused else None,
        }

    def _wanted(self) -> Path | None:
        assert self._file is not None
        try:
            return Path(json.loads(self._file.read_text("utf-8"))["model"]).resolve()
        except (OSError, ValueError, KeyError, TypeError):
            return None


def add_model_route(blueprint: Blueprint, model: ModelInUse, token: str) -> None:
    """GET model -> {model, refused}; 401 without the token."""

    @blueprint.get("/model")
    async def model_in_use(request: Request) -> HTTPResponse:
        return refused(request, token) or as_json(model.told())
