"""GET /metrics for Prometheus: the store's figures, how long our pages take, which of our processes live.

For whoever has METRICS_TOKEN (Authorization: Bearer); without one set there is no such page.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ground import vitals
from portal.security import bears
from ticket_store.database import answers, reading
from ticket_store.queries.figures import figures

router = APIRouter()
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Watched:
    """ASGI middleware: how long each answer took, by method and status. No address: it would name people."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self.app = app
        self.seconds = Histogram(
            "css_http_request_seconds",
            "Time to the first byte of an answer",
            ("method", "status"),
            buckets=BUCKETS,
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                kind = f"{message['status'] // 100}xx"
                self.seconds.labels(scope["method"], kind).observe(perf_counter() - began)
            await send(message)

        await self.app(scope, receive, sending)


class StoreFigures:
    """A collector: asked anew at each scrape."""

    def __init__(self, state: Any) -> None:
        self.state = state

    def collect(self) -> Iterator[Metric]:
        there = answers(self.state.engine)
        yield GaugeMetricFamily("css_store_up", "Whether the store answers", int(there))
        if there:
            yield from self._of_the_store()
        lives = {p.stem: int(vitals.ask(p, "/health")) for p in self.state.config.vitals_dir.glob("*.vitals")}
        yield _by("css_process_up", "Whether a process says that it is not stuck", "process", lives)

    def _of_the_store(self) -> Iterator[Metric]:
        with reading(self.state.engine) as session:
            found = figures(session, now=self.state.clock())
        yield _by("css_tickets", "Tickets by status", "status", found.tickets)
        yield _by("css_outbox_due", "Rows that are to be sent now", "channel", found.outbox_due)
        yield _by("css_outbox_age_seconds", "How long the oldest of them waits", "channel", found.outbox_age)
        yield _by("css_outbox_parked", "Rows given up, for the desk", "channel", found.outbox_parked)
        yield _by(
            "css_outbox_failing", "Rows that failed and will be tried again", "channel", found.outbox_failing
        )
        yield _by("css_queue_tickets", "Open tickets by team", "team", found.queues)
        for name, what, value in (
            ("css_deadlines_breached_day", "Deadlines breached in the last day", found.deadlines_breached),
            ("css_tickets_overdue", "Open tickets whose promise is broken now", found.overdue),
            ("css_set_aside", "Letters and messages that wait for a person", found.set_aside),
            ("css_people_waiting", "Conversations that wait for an attendant", found.people_waiting),
            ("css_people_waiting_age_seconds", "How long the first of them waits", found.people_waiting_age),
            ("css_unclear_messages", "Messages not understood, not reviewed yet", found.unclear_messages),
            ("css_failed_logins_day", "Wrong passwords at the desk in the last day", found.failed_logins),
        ):
            yield GaugeMetricFamily(name, what, value)


def _by(name: str, what: str, label: str, values: dict[str, Any]) -> Metric:
    family = GaugeMetricFamily(name, what, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


@router.get("/metrics")
def metrics(request: Request) -> Response:
    token = request.app.state.config.metrics_token
    if not token:
        raise HTTPException(404)
    if not bears(request.headers.get("Authorization", ""), token):
        raise HTTPException(401)
    return Response(generate_latest(request.app.state.registry), media_type=CONTENT_TYPE_LATEST)
