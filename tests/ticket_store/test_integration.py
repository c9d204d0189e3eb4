"""Other systems: tokens with scopes, requests that may be repeated, webhooks."""

from datetime import timedelta

import pytest

from ticket_store import database, integration, model, operations
from ticket_store.authors import Author
from ticket_store.errors import (
    IdempotencyMismatch,
    InvalidToken,
    ScopeMissing,
    WebhookLimitReached,
    WebhookNotFound,
    WebhookRefused,
)


@pytest.fixture
def issued(store):
    """(row, token) that may only read."""
    return store.do(integration.create_token, name="Painel", scopes=["tickets:read"], created_by=None)


def check(store, token, scope="tickets:read"):
    return store.ask(integration.check_token, token=token, scope=scope, now=store.now)


def test_a_token_opens_its_scopes_and_no_others(store, issued) -> None:
    row, token = issued
    assert check(store, token).id == row.id
    with pytest.raises(ScopeMissing) as refused:
        check(store, token, "tickets:write")
    assert refused.value.scope == "tickets:write"
    assert token not in (row.token_hash, row.prefix)


def test_a_revoked_an_expired_and_a_made_up_token_are_alike(store, issued) -> None:
    row, token = issued
    store.do(integration.revoke_token, token_id=row.id)
    _, short = store.do(
        integration.create_token,
        name="x",
        scopes=["tickets:read"],
        created_by=None,
        expires_at=store.now + timedelta(days=1),
    )
    check(store, short)
    store.later(days=1)
    for bad in (token, short, "css_inventado", ""):
        with pytest.raises(InvalidToken):
            check(store, bad)


@pytest.mark.parametrize("scopes", [[], ["tickets:read", "everything"]])
def test_a_token_needs_known_scopes(store, scopes) -> None:
    with pytest.raises(ValueError, match="scopes"):
        store.do(integration.create_token, name="x", scopes=scopes, created_by=None)


def test_a_repeated_request_gets_its_first_answer(store, issued) -> None:
    request = {"token_id": issued[0].id, "key": "k1", "fingerprint": "abc"}
    assert store.do(integration.begin_request, **request) is None
    with database.transaction(store.engine) as session:
        integration.finish_request(
            session, token_id=issued[0].id, key="k1", status=201, body={"number": "2026-0000001"}
        )
    assert store.do(integration.begin_request, **request) == (201, {"number": "2026-0000001"})
    with pytest.raises(IdempotencyMismatch):
        store.do(integration.begin_request, **request | {"fingerprint": "other"})
    store.later(days=2, seconds=1)
    assert store.do(integration.begin_request, **request) is None


def test_a_request_that_failed_leaves_its_key_free(store, issued) -> None:
    def break_down() -> None:
        with database.transaction(store.engine) as session:
            integration.begin_request(
                session, token_id=issued[0].id, key="k1", fingerprint="abc", now=store.now
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        break_down()
    assert store.do(integration.begin_request, token_id=issued[0].id, key="k1", fingerprint="other") is None


def test_a_webhook_hears_what_it_asked_for_without_personal_data(store) -> None:
    hook = store.do(
        integration.add_webhook,
        url="https://painel.gov.br/css",
        events=["ticket.opened", "ticket.resolved"],
        created_by=None,
    )
    number = store.open(name="Ana Souza").number
    store.do(operations.comment, ticket_number=number, text="Mais isto", author=Author.requester("Ana Souza"))
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    rows = store.outbox("webhook")
    assert [(r.kind, r.recipient, r.payload["number"], r.payload["status"]) for r in rows] == [
        ("ticket.opened", str(hook.id), number, "new"),
        ("ticket.resolved", str(hook.id), number, "resolved"),
    ]
    assert "ana" not in str([r.payload for r in rows]).lower()


def test_a_removed_webhook_hears_nothing_more(store) -> None:
    hook = store.do(
        integration.add_webhook, url="https://painel.gov.br/css", events=["ticket.opened"], created_by=None
    )
    assert store.ask(integration.webhook_target, webhook_id=hook.id).url == "https://painel.gov.br/css"
    store.do(integration.remove_webhook, webhook_id=hook.id)
    store.open()
    assert (store.outbox("webhook"), store.ask(integration.webhooks)) == ([], [])
    with pytest.raises(WebhookNotFound):
        store.ask(integration.webhook_target, webhook_id=hook.id)


def test_each_webhook_signs_with_a_secret_that_is_in_no_table(store) -> None:
    one, two = (
        store.do(
            integration.add_webhook,
            url="https://painel.gov.br/css",
            events=["ticket.opened"],
            created_by=None,
        )
        for _ in range(2)
    )
    secrets = {
        integration.webhook_secret(one, "s"),
        integration.webhook_secret(two, "s"),
        integration.webhook_secret(one, "t"),
    }
    assert len(secrets) == 3
    assert integration.webhook_secret(one, "s") == integration.webhook_secret(one, "s")
    assert not secrets & {str(v) for v in vars(one).values()}


@pytest.mark.parametrize(
    "url",
    [
        "http://painel.gov.br/x",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://10.0.0.8/x",
        "https://[::1]/x",
        "https://db.internal/x",
        "https://169.254.169.254/latest",
        "https://0x7f.1/x",
        "https://2130706433/",
        "https://u:p@painel.gov.br/",
        "ftp://painel.gov.br",
        "painel",
        "https://a:99999/",
    ],
)
def test_a_webhook_must_be_https_on_a_public_host(store, url) -> None:
    with pytest.raises(WebhookRefused):
        store.do(integration.add_webhook, url=url, events=["ticket.opened"], created_by=None)
    assert store.count(model.Webhook) == 0


def test_a_webhook_for_an_unknown_event_is_refused_and_a_local_one_only_allowed_in_development(store) -> None:
    with pytest.raises(WebhookRefused):
        store.do(
            integration.add_webhook, url="https://painel.gov.br/", events=["ticket.sold"], created_by=None
        )
    store.do(
        integration.add_webhook,
        url="http://127.0.0.1:9/",
        events=["ticket.opened"],
        created_by=None,
        allow_local=True,
    )


def for_health(store, **given):
    return store.do(
        integration.create_token,
        name="Saúde",
        scopes=["webhooks"],
        created_by=None,
        domains=[" Saude.gov.br"],
        **given,
    )[0]


def hook_of(store, token):
    return store.do(
        integration.add_webhook,
        url="https://painel.gov.br/css",
        events=["ticket.opened"],
        created_by=None,
        token_id=token.id,
    )


def test_a_token_for_a_domain_reaches_its_subdomains_and_no_namesakes(store, issued) -> None:
    token = for_health(store)
    assert [
        integration.reaches(token, email)
        for email in ("ana@saude.gov.br", "ana@sp.saude.gov.br", "carla@naosaude.gov.br", "carla@mec.gov.br")
    ] == [True, True, False, False]
    assert integration.reaches(issued[0], "carla@mec.gov.br")
    with pytest.raises(ValueError, match="domain"):
        store.do(integration.create_token, name="x", scopes=["webhooks"], created_by=None, domains=["@saude"])


def test_a_webhook_hears_only_of_the_requesters_its_token_reaches(store) -> None:
    hook_of(store, for_health(store))
    store.open("carla@mec.gov.br")
    number = store.open("ana@saude.gov.br").number
    assert [row.payload["number"] for row in store.outbox("webhook")] == [number]


def test_the_webhooks_of_a_token_fall_silent_with_it(store) -> None:
    revoked, short = for_health(store), for_health(store, expires_at=store.now + timedelta(days=1))
    gone = hook_of(store, revoked)
    hook_of(store, short)
    store.do(integration.revoke_token, token_id=revoked.id)
    store.later(days=1)
    store.open("ana@saude.gov.br")
    assert store.outbox("webhook") == []
    with pytest.raises(WebhookNotFound):
        store.ask(integration.webhook_target, webhook_id=gone.id)


def test_a_token_sees_and_tries_only_its_own_webhooks_and_has_a_limit_of_them(store) -> None:
    mine, other = for_health(store), for_health(store)
    hook = hook_of(store, mine)
    assert store.ask(integration.webhooks, token_id=other.id) == []
    for verb in (integration.remove_webhook, integration.ping_webhook):
        with pytest.raises(WebhookNotFound):
            store.do(verb, webhook_id=hook.id, token_id=other.id)
    uid = store.do(integration.ping_webhook, webhook_id=hook.id, token_id=mine.id)
    assert [(row.uid, row.kind, row.recipient) for row in store.outbox("webhook")] == [
        (uid, "webhook.test", str(hook.id))
    ]
    for _ in range(integration.MAX_WEBHOOKS - 1):
        hook_of(store, mine)
    with pytest.raises(WebhookLimitReached):
        hook_of(store, mine)
    hook_of(store, other)
