"""A system registers its address and hears, signed, through the real worker over real HTTP."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from notifications.chat import ChatTransport
from notifications.mail import Mailer
from notifications.push import PushPost
from notifications.smtp import Server, SmtpTransport
from notifications.speaker import Speaker
from notifications.webhooks import WebhookPost
from notifications.worker import Worker
from portal.api.schemas import EventName
from ticket_store import integration
from ticket_store.database import transaction
from ticket_store.mails.values import Site

from .conftest import ANA, CARLA, SECRET, problem_of

PORTS = range(5607, 5690)


class Listener:
    """The other system's server: what arrived, as (headers, raw body)."""

    def __init__(self) -> None:
        self.arrived: list[tuple[Any, bytes]] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                listener.arrived.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/avisos"


def free_port() -> int:
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no port left")


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    thread = threading.Thread(target=listener.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()


@pytest.fixture
def deliver(engine, clock):
    site = Site("http://localhost:5605", SECRET)
    worker = Worker(
        engine=engine,
        name="worker-api",
        mailer=Mailer(SmtpTransport(Server("127.0.0.1", 1)), site, "css.serpro@serpro.gov.br"),
        speaker=Speaker(ChatTransport("http://127.0.0.1:1", "segredo"), site),
        webhooks=WebhookPost(engine, SECRET, allow_local=True, timeout=5),
        push=PushPost(engine, site, "", "css.serpro@serpro.gov.br"),
        clock=clock,
    )
    return lambda: worker.send_webhooks(threading.Event())


def is_ours(body: bytes, header: str, secret: str, at: float) -> bool:
    """As the documentation tells other systems to check it."""
    parts = dict(item.split("=", 1) for item in header.split(","))
    expected = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256)
    fresh = abs(at - int(parts["t"])) < 300
    return fresh and hmac.compare_digest(expected.hexdigest(), parts["v1"])


def test_a_registered_system_hears_of_a_resolution_and_can_trust_it(system, listener, deliver, clock) -> None:
    one = system()
    hook = one.post("/webhooks", {"url": listener.url, "events": ["ticket.resolved"]})
    assert hook.status_code == 201
    number = one.open()["number"]
    one.post(f"/tickets/{number}/resolve", {"solution": "Folha reprocessada."})
    deliver()
    [(headers, body)] = listener.arrived
    said = json.loads(body)
    assert (said["event"], said["number"], said["status"]) == ("ticket.resolved", number, "resolved")
    assert headers["X-CSS-Event"] == "ticket.resolved"
    secret, at = hook.json()["secret"], clock().timestamp()
    assert is_ours(body, headers["X-CSS-Signature"], secret, at)
    assert not is_ours(body.replace(b"resolved", b"reopened"), headers["X-CSS-Signature"], secret, at)
    assert not is_ours(body, headers["X-CSS-Signature"], secret, at + 301)
    assert ANA.encode() not in body


def test_a_test_delivery_arrives_with_the_id_that_was_told(system, listener, deliver) -> None:
    one = system()
    hook = one.post("/webhooks", {"url": listener.url, "events": ["ticket.opened"]}).json()
    asked = one.post(f"/webhooks/{hook['id']}/test")
    assert asked.status_code == 202
    deliver()
    [(headers, body)] = listener.arrived
    assert headers["X-CSS-Delivery"] == asked.json()["delivery"]
    assert json.loads(body)["event"] == headers["X-CSS-Event"] == "webhook.test"


def test_a_webhook_is_listed_without_its_secret_and_hears_nothing_once_deleted(
    system, listener, deliver
) -> None:
    one = system()
    hook = one.post("/webhooks", {"url": listener.url, "events": ["ticket.opened"]}).json()
    place = f"/webhooks/{hook['id']}"
    assert one.get("/webhooks").json()["items"] == [one.get(place).json()]
    assert "secret" not in one.get(place).json()
    one.open()
    assert one.call("DELETE", place).status_code == 204
    deliver()
    assert listener.arrived == []
    for gone in (one.get(place), one.call("DELETE", place), one.post(f"{place}/test")):
        assert problem_of(gone) == (404, "webhook-not-found")


def test_a_system_sees_no_webhook_of_another_and_hears_only_within_its_reach(
    system, listener, deliver
) -> None:
    health, other = system(domains=("saude.gov.br",)), system()
    hook = health.post("/webhooks", {"url": listener.url, "events": ["ticket.opened"]}).json()
    assert problem_of(other.get(f"/webhooks/{hook['id']}")) == (404, "webhook-not-found")
    other.open(CARLA)
    hers = other.open(ANA)["number"]
    deliver()
    assert [json.loads(body)["number"] for _, body in listener.arrived] == [hers]


def test_a_revoked_token_takes_its_webhooks_along(system, engine, clock, listener, deliver) -> None:
    one, other = system(), system()
    one.post("/webhooks", {"url": listener.url, "events": ["ticket.opened"]})
    other.open()
    with transaction(engine) as session:
        integration.revoke_token(session, token_id=one.token_id, now=clock())
    other.open()
    deliver()
    assert listener.arrived == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://a.gov.br/"},
        {"url": "https://u:p@a.gov.br/"},
        {"events": []},
        {"events": ["ticket.sold"]},
        {"secret": "meu"},
    ],
)
def test_a_webhook_that_could_not_work_is_refused(system, wrong) -> None:
    given = {"url": "https://a.gov.br/", "events": ["ticket.opened"]} | wrong
    assert problem_of(system().post("/webhooks", given)) == (422, "invalid-request")


def test_outside_development_a_webhook_cannot_point_inside(config, client, system) -> None:
    object.__setattr__(config, "inbox_dir", None)
    for url in ("http://a.gov.br/", "https://127.0.0.1/", "https://169.254.169.254/latest"):
        refused = system().post("/webhooks", {"url": url, "events": ["ticket.opened"]})
        assert problem_of(refused) == (422, "invalid-request")
        assert refused.json()["errors"][0]["pointer"] == "#/url"


def test_a_token_has_a_limit_of_webhooks(system) -> None:
    one = system()
    given = {"url": "https://a.gov.br/", "events": ["ticket.opened"]}
    made = [one.post("/webhooks", given).status_code for _ in range(integration.MAX_WEBHOOKS)]
    assert set(made) == {201}
    assert problem_of(one.post("/webhooks", given)) == (409, "webhook-limit")


def test_the_events_offered_are_those_that_the_store_tells() -> None:
    assert EventName.__args__ == integration.EVENTS
