"""Turning notices on and off from a ticket's page, and what the browser shows when one comes.

Chromium without a push service cannot subscribe: `with_stubbed_push_manager` stands in for that one step. The
notice itself is delivered to the real service worker by Chromium's own debugging door.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi.testclient import TestClient
from playwright.sync_api import BrowserContext, Page, expect

from portal.config import PortalConfig
from ticket_store import push
from ticket_store.database import reading
from ticket_store.model import PushSubscription

from .conftest import WIDTHS, axe_findings, overflows
from .desk_story import Clock, Story
from .fake_chat import FakeChat

ENDPOINT = "https://push.exemplo.com/v1/navegador-da-ana"


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def point() -> str:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return b64(key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint))


KEYS = {"p256dh": point(), "auth": b64(bytes(16))}
BROWSER = {"endpoint": ENDPOINT, "expirationTime": None, "keys": KEYS}


@pytest.fixture
def config(config: PortalConfig) -> PortalConfig:
    return dataclasses.replace(config, vapid_public_key=point())


@pytest.fixture
def subscriptions(engine: Any) -> Callable[[], list[PushSubscription]]:
    def look() -> list[PushSubscription]:
        with reading(engine) as session:
            return session.query(PushSubscription).order_by(PushSubscription.id).all()

    return look


def is_on(client: TestClient, base: str) -> bool:
    return client.get(f"{base}/avisos", params={"navegador": push.fingerprint(ENDPOINT)}).json()["on"]


def test_a_link_turns_its_ticket_on_and_off(
    client: TestClient, story: Story, subscriptions: Callable[[], list[PushSubscription]]
) -> None:
    base = story.confirmed(client, story.consult(story.opened()))
    other = story.consult(story.opened(key="k2"))
    assert not is_on(client, base)
    assert client.post(f"{base}/avisos", json=BROWSER).json() == {"on": True}
    assert (is_on(client, base), is_on(client, other)) == (True, False)
    [row] = subscriptions()
    assert row.endpoint == ENDPOINT
    assert row.ticket_id is not None
    assert client.post(f"{base}/avisos/desligar", json={"endpoint": ENDPOINT}).json() == {
        "on": False,
        "left": 0,
    }
    assert subscriptions() == []


def test_a_proven_address_turns_all_its_tickets_on(
    client: TestClient,
    story: Story,
    subscriptions: Callable[[], list[PushSubscription]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = story.opened(), story.opened(key="k2")
    monkeypatch.setattr(
        "portal.consult.access.proven_emails", lambda request: frozenset({"ana@saude.gov.br"})
    )
    base = f"/consulta/acionamento/{first}"
    assert "um acionamento seu mudar" in client.get(base).text
    client.post(f"{base}/avisos", json=BROWSER)
    assert is_on(client, story.consult(second))
    assert [row.ticket_id for row in subscriptions()] == [None]


def test_carla_cannot_listen_to_anas_ticket(
    client: TestClient, story: Story, subscriptions: Callable[[], list[PushSubscription]]
) -> None:
    number = story.opened()
    for base in (f"/consulta/acionamento/{number}", f"{story.consult(number)}x"):
        assert client.post(f"{base}/avisos", json=BROWSER).status_code == 404
        assert client.post(f"{base}/avisos/desligar", json={"endpoint": ENDPOINT}).status_code == 404
        known = client.get(f"{base}/avisos", params={"navegador": push.fingerprint(ENDPOINT)})
        assert known.status_code == 404
    assert subscriptions() == []


def test_another_site_cannot_subscribe_anybody(
    client: TestClient, story: Story, subscriptions: Callable[[], list[PushSubscription]]
) -> None:
    base = story.confirmed(client, story.consult(story.opened()))
    answer = client.post(f"{base}/avisos", json=BROWSER, headers={"Origin": "https://outro.exemplo.com"})
    assert answer.status_code == 403
    assert subscriptions() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"keys": {"p256dh": "AAAA", "auth": "AAAA"}}, "Os e-mails continuam chegando."),
        ({"endpoint": "javascript:alert(1)"}, "Os e-mails continuam chegando."),
        ({"endpoint": "https://push.exemplo.com/" + "x" * 600}, "Pedido incompleto"),
        ({"keys": None}, "Pedido incompleto"),
    ],
)
def test_what_no_browser_sends_is_refused(
    client: TestClient,
    story: Story,
    wrong: dict[str, Any],
    said: str,
    subscriptions: Callable[[], list[PushSubscription]],
) -> None:
    base = story.confirmed(client, story.consult(story.opened()))
    answer = client.post(f"{base}/avisos", json=BROWSER | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert subscriptions() == []


def test_a_browser_with_a_new_address_says_so_and_only_with_the_old_one(
    client: TestClient, story: Story, subscriptions: Callable[[], list[PushSubscription]]
) -> None:
    client.post(f"{story.confirmed(client, story.consult(story.opened()))}/avisos", json=BROWSER)
    fresh = BROWSER | {"endpoint": "https://push.exemplo.com/v1/novo"}
    client.post("/avisos/renovar", json={"old": f"{ENDPOINT}x", "subscription": fresh})
    assert [row.endpoint for row in subscriptions()] == [ENDPOINT]
    assert client.post("/avisos/renovar", json={"old": ENDPOINT, "subscription": fresh}).status_code == 200
    assert [row.endpoint for row in subscriptions()] == [fresh["endpoint"]]
    bad = fresh | {"endpoint": "ftp://push.exemplo.com/v1/novo"}
    assert client.post("/avisos/renovar", json={"old": ENDPOINT, "subscription": bad}).status_code == 422


def test_it_is_offered_on_the_tickets_page_only_and_not_once_it_is_over(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.opened()
    base = story.consult(number)
    assert "data-notices" not in client.get(base).text
    assert client.post(f"{base}/avisos", json=BROWSER).status_code == 403
    story.confirmed(client, base)
    assert "Receber avisos neste navegador" in client.get(base).text
    for elsewhere in ("/", "/consulta"):
        assert "data-notices" not in client.get(elsewhere).text
    story.resolved(number)
    clock.forward(days=11)
    story.closed()
    assert "data-notices" not in client.get(base).text


def with_stubbed_push_manager(context: BrowserContext) -> None:
    """Only the talk with a push service is played; the rest (permission, worker, portal) is real."""
    context.add_init_script(
        f"""
        const made = (key) => ({{
          endpoint: {json.dumps(ENDPOINT)},
          options: {{ applicationServerKey: new Uint8Array(key).buffer }},
          toJSON: () => ({json.dumps(BROWSER)}),
          unsubscribe: async () => {{ localStorage.removeItem("stub"); return true; }},
        }});
        PushManager.prototype.subscribe = async ({{ userVisibleOnly, applicationServerKey }}) => {{
          if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("as Chromium would");
          localStorage.setItem("stub", JSON.stringify([...applicationServerKey]));
          return made(applicationServerKey);
        }};
        PushManager.prototype.getSubscription = async () =>
          localStorage.getItem("stub") ? made(JSON.parse(localStorage.getItem("stub"))) : null;
        """
    )


def confirm(tab: Page, page: str, story: Story) -> None:
    tab.goto(page)
    tab.get_by_role("button", name="Enviar código").click()
    tab.get_by_label("Código de seis dígitos").fill(story.codes()[-1][1])
    tab.get_by_role("button", name="Continuar").click()
    tab.goto(page)


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_ana_turns_notices_on_sees_that_they_are_and_turns_them_off(
    site: str,
    chat: FakeChat,
    tab: Page,
    context: BrowserContext,
    story: Story,
    width: int,
    subscriptions: Callable[[], list[PushSubscription]],
) -> None:
    with_stubbed_push_manager(context)
    context.grant_permissions(["notifications"], origin=site)
    tab.set_viewport_size({"width": width, "height": 800})
    page = f"{site}{story.consult(story.opened())}"
    confirm(tab, page, story)
    assert subscriptions() == []
    tab.get_by_text("Receber avisos neste navegador").click()
    tab.get_by_role("button", name="Ligar avisos").click()
    expect(tab.get_by_text("Pronto: os avisos estão ligados neste navegador.")).to_be_visible()
    assert [row.endpoint for row in subscriptions()] == [ENDPOINT]
    assert axe_findings(tab) == []
    assert not overflows(tab)
    tab.goto(page)
    tab.get_by_text("Avisos neste navegador: ligados").click()
    tab.get_by_role("button", name="Desligar avisos").click()
    expect(tab.get_by_text("Pronto: os avisos estão desligados neste navegador.")).to_be_visible()
    expect(tab.get_by_role("button", name="Ligar avisos")).to_be_focused()
    assert subscriptions() == []
    assert tab.evaluate("localStorage.getItem('stub')") is None


@pytest.mark.browser
def test_nothing_is_asked_until_ana_wants_it_and_a_no_is_taken(
    site: str,
    chat: FakeChat,
    tab: Page,
    context: BrowserContext,
    story: Story,
    subscriptions: Callable[[], list[PushSubscription]],
) -> None:
    context.add_init_script(
        """
        window.asked = 0;
        Notification.requestPermission = async () => { window.asked += 1; return "denied"; };
        """
    )
    confirm(tab, f"{site}{story.consult(story.opened())}", story)
    tab.get_by_text("Receber avisos neste navegador").click()
    assert tab.evaluate("window.asked") == 0
    tab.get_by_role("button", name="Ligar avisos").click()
    expect(tab.get_by_text("O navegador não permitiu.")).to_be_visible()
    expect(tab.get_by_role("button", name="Ligar avisos")).to_be_enabled()
    assert tab.evaluate("window.asked") == 1
    assert subscriptions() == []


@pytest.mark.browser
def test_keys_that_were_replaced_make_the_browser_subscribe_again(
    site: str,
    chat: FakeChat,
    tab: Page,
    context: BrowserContext,
    story: Story,
    subscriptions: Callable[[], list[PushSubscription]],
) -> None:
    with_stubbed_push_manager(context)
    context.grant_permissions(["notifications"], origin=site)
    confirm(tab, f"{site}{story.consult(story.opened())}", story)
    tab.evaluate("localStorage.setItem('stub', JSON.stringify(Array(65).fill(7)))")
    tab.reload()
    tab.get_by_text("Receber avisos neste navegador").click()
    tab.get_by_role("button", name="Ligar avisos").click()
    expect(tab.get_by_text("Pronto: os avisos estão ligados neste navegador.")).to_be_visible()
    assert json.loads(tab.evaluate("localStorage.getItem('stub')"))[0] == 4
    assert len(subscriptions()) == 1


@pytest.fixture
def deliver(site: str, chat: FakeChat, tab: Page, context: BrowserContext) -> Callable[[str], None]:
    """Hands a push message to the page's real service worker, as the push service would."""
    context.grant_permissions(["notifications"], origin=site)
    tools = context.new_cdp_session(tab)
    found: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(
            one["registrationId"] for one in event["registrations"] if one["scopeURL"] == f"{site}/"
        ),
    )
    tools.send("ServiceWorker.enable")
    tab.goto(site)
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    [worker] = context.service_workers
    worker.evaluate(
        """() => {
          const show = self.registration.showNotification.bind(self.registration);
          self.onScreen = new Promise((resolve) => {
            self.registration.showNotification = (...said) => {
              const done = show(...said);
              resolve(done);
              return done;
            };
          });
        }"""
    )

    def send(data: str) -> None:
        while not found:
            tab.wait_for_timeout(50)
        tools.send(
            "ServiceWorker.deliverPushMessage", {"origin": site, "registrationId": found[0], "data": data}
        )

    return send


def shown(tab: Page) -> list[dict[str, Any]]:
    """The notices on the screen. Reading them while one is being put there would make Chromium drop it."""
    [worker] = tab.context.service_workers
    worker.evaluate("self.onScreen")
    return tab.evaluate(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
             .map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, url: data.url }))"""
    )


@pytest.mark.browser
def test_the_worker_shows_what_came(deliver: Callable[[str], None], tab: Page, site: str) -> None:
    said = {
        "title": "Acionamento 2026-0001234",
        "body": "Mudou de situação. Toque para ver.",
        "tag": "2026-0001234",
        "url": f"{site}/consulta/x",
    }
    deliver(json.dumps(said))
    assert shown(tab) == [said | {"lang": "pt-BR"}]


@pytest.mark.browser
def test_what_cannot_be_read_still_shows_something_true(deliver: Callable[[str], None], tab: Page) -> None:
    deliver("isto não é JSON")
    [one] = shown(tab)
    assert (one["title"], one["body"], one["url"]) == (
        "Central de Serviços Serpro",
        "Há novidade em um acionamento seu.",
        "/consulta",
    )


@pytest.mark.browser
@pytest.mark.parametrize(
    ("url", "opens"),
    [("/consulta?aviso=1", "/consulta?aviso=1"), ("https://golpe.exemplo.com/", "/consulta")],
)
def test_touching_a_notice_opens_our_page_and_no_other(
    deliver: Callable[[str], None], tab: Page, context: BrowserContext, site: str, url: str, opens: str
) -> None:
    deliver(json.dumps({"title": "Acionamento 2026-0001234", "tag": "t", "url": url}))
    shown(tab)
    [worker] = context.service_workers
    # openWindow needs a real touch, which no test can give: what it is called with is what counts.
    opened = worker.evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications();
          const opened = [];
          self.clients.openWindow = async (url) => { opened.push(url); };
          const event = new NotificationEvent("notificationclick", { notification });
          const waits = [];
          event.waitUntil = (one) => waits.push(one);
          self.dispatchEvent(event);
          await Promise.all(waits);
          return opened.map((url) => new URL(url, location.origin).href);
        }"""
    )
    assert opened == [f"{site}{opens}"]


@pytest.mark.browser
def test_the_worker_tells_the_portal_when_the_push_service_moved_the_browser(
    deliver: Callable[[str], None],
    client: TestClient,
    story: Story,
    context: BrowserContext,
    subscriptions: Callable[[], list[PushSubscription]],
) -> None:
    client.post(f"{story.confirmed(client, story.consult(story.opened()))}/avisos", json=BROWSER)
    fresh = BROWSER | {"endpoint": "https://push.exemplo.com/v1/novo"}
    [worker] = context.service_workers
    worker.evaluate(
        """async ([oldSubscription, newSubscription]) => {
          const waits = [];
          const event = Object.assign(new Event("pushsubscriptionchange"),
            { oldSubscription, newSubscription, waitUntil: (one) => waits.push(one) });
          self.dispatchEvent(event);
          await Promise.all(waits);
        }""",
        [{"endpoint": ENDPOINT}, fresh],
    )
    assert [row.endpoint for row in subscriptions()] == [fresh["endpoint"]]
