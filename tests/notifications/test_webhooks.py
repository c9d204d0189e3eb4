import json

import pytest
from mail_rows import SECRET, row
from mail_servers import Channel

from notifications.transport import TransportError
from notifications.webhooks import WebhookPost, signature
from ticket_store import integration
from ticket_store.database import transaction


@pytest.fixture
def hook(engine, clock):
    """A webhook registered at that address."""

    def do(url):
        with transaction(engine) as session:
            return integration.add_webhook(
                session, url=url, events=["ticket.opened"], created_by=None, now=clock(), allow_local=True
            )

    return do


def test_another_system_hears_of_a_new_ticket_and_can_check_who_says_so(
    worker, hook, open_ticket, clock, rows, never
):
    channel = Channel()
    with channel.running() as url:
        target = hook(f"{url}/avisos")
        number = open_ticket()
        worker().send_webhooks(never)
    [(path, _, body)] = channel.seen
    [headers] = channel.headers
    assert path == "/avisos"
    assert body["number"] == number
    assert "ana@x.gov.br" not in json.dumps(body)
    stamp = str(int(clock().timestamp()))
    secret = integration.webhook_secret(target, SECRET)
    assert headers["X-CSS-Signature"] == f"t={stamp},v1={signature(secret, stamp, channel.raw[0])}"
    assert headers["X-CSS-Delivery"] == rows("uid", channel="webhook")[0]
    assert rows(channel="webhook") == ["sent"]


def test_a_system_that_is_down_is_told_later_and_a_gone_one_is_parked(
    worker, hook, open_ticket, clock, rows, never
):
    channel = Channel((500, {}), (410, {}))
    with channel.running() as url:
        hook(url)
        open_ticket()
        worker().send_webhooks(never)
        assert rows(channel="webhook") == ["queued"]
        clock.pass_(minutes=1)
        worker().send_webhooks(never)
    assert rows(channel="webhook") == ["parked"]


def test_what_waits_for_a_system_that_fails_lets_the_others_first(worker, hook, open_ticket, rows, never):
    """Each row for a silent endpoint would cost its whole time limit."""
    broken, well = Channel((500, {})), Channel()
    with broken.running() as bad, well.running() as good:
        hook(bad)
        hook(good)
        for _ in range(3):
            open_ticket()
        worker().send_webhooks(never)
    assert (len(broken.seen), len(well.seen)) == (1, 3)


def test_a_redirect_is_not_followed(engine, hook, clock):
    channel = Channel((302, {}))
    with channel.running() as url:
        target = hook(url)
        with pytest.raises(TransportError) as raised:
            WebhookPost(engine, SECRET, allow_local=True).deliver(
                row("ticket.opened", to=str(target.id)), clock()
            )
    assert not raised.value.permanent
    assert len(channel.seen) == 1


def test_a_name_that_leads_into_our_own_network_gets_nothing(engine, hook, clock):
    channel = Channel()
    with channel.running() as url:
        target = hook(url.replace("127.0.0.1", "localhost"))
        with pytest.raises(TransportError) as raised:
            WebhookPost(engine, SECRET).deliver(row("ticket.opened", to=str(target.id)), clock())
    assert raised.value.permanent
    assert channel.seen == []


def test_a_removed_webhook_is_permanent(engine, hook, clock):
    target = hook("https://sistema.exemplo.gov.br/avisos")
    with transaction(engine) as session:
        integration.remove_webhook(session, webhook_id=target.id, now=clock())
    with pytest.raises(TransportError) as raised:
        WebhookPost(engine, SECRET).deliver(row("ticket.opened", to=str(target.id)), clock())
    assert raised.value.permanent
