"""What Prometheus reads of this server: how many turns, how each ended, how long each stage of them took, how
many wait. No text and nobody's id.

Stages: `wait` behind earlier messages of the conversation, `read` until the action server is asked, `act`
until it has answered, `whole` from the message to the last answer.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

TURNS = Counter("css_turns_total", "Turns by channel and how they ended", ("channel", "outcome"))
SECONDS = Histogram(
    "css_turn_seconds",
    "How long each stage of a turn takes",
    ("stage",),
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
)
WAITING = Gauge("css_turns_waiting", "Messages that run or wait behind others of their conversation")

logger = logging.getLogger(__name__)
_began: ContextVar[float | None] = ContextVar("began", default=None)


class Turn:
    """`outcome` is what its end will be counted as."""

    outcome = "answered"


@contextmanager
def turn(channel: str) -> Iterator[Turn]:
    """One turn, counted when it ends; what it raises counts as failed."""
    this, began = Turn(), perf_counter()
    token = _began.set(began)
    try:
        yield this
    except BaseException:
        this.outcome = "failed"
        raise
    finally:
        _began.reset(token)
        took = perf_counter() - began
        SECONDS.labels("whole").observe(took)
        TURNS.labels(channel, this.outcome).inc()
        logger.info("Turn on %s: %s in %.0f ms", channel, this.outcome, took * 1000)


@contextmanager
def act() -> Iterator[None]:
    """The call of the action server; what came before it in this turn was the reading."""
    asked, began = perf_counter(), _began.get()
    if began is not None:
        SECONDS.labels("read").observe(asked - began)
        _began.set(None)  # a second action of the same turn has read nothing anew
    try:
        yield
    finally:
        SECONDS.labels("act").observe(perf_counter() - asked)


def add_route(blueprint: Blueprint, token: str) -> None:
    """GET metrics, for whoever bears METRICS_TOKEN; without one set there is no such page."""

    @blueprint.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        if not token:
            return json({"error": "unknown"}, 404)
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return json({"error": "token"}, 401)
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)
