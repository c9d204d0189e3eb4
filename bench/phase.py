"""One load under one disturbance, of a cluster or of the processes of one machine."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.cluster_kills import Excuses
from bench.cluster_person import Person
from bench.place import Place

if TYPE_CHECKING:
    from bench.cluster_doors import Doors


async def nothing() -> list[str]:
    return []


@dataclass
class Phase:
    """People talk until the disturbance is over, and `messages` each at least.

    chat_url: where the chat is, when that is not the page's address. busy: the other doors are used as well.
    disturbs: gives what it did.
    """

    up: Place
    name: str
    messages: int
    persons: list[Person] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    disturbed: asyncio.Event = field(default_factory=asyncio.Event)
    kills: int = 0
    minutes: float = math.inf
    dice: random.Random = field(default_factory=random.Random)
    waited_in_vain: list[str] = field(default_factory=list)
    excuses: Excuses = field(default_factory=Excuses)
    doors: Doors | None = None
    chat_url: str = ""
    busy: bool = False
    disturbs: Callable[[], Awaitable[list[str]]] = nothing
