"""Who is let in: scopes, reach, expiry, revocation, the rate, and what stays in the audit."""

import pytest
import time_machine
from fastapi.testclient import TestClient

from portal.api.app import create_api
from ticket_store import accounts, integration
from ticket_store.database import reading, transaction

from .conftest import ANA, CARLA, System, new_ticket, problem_of

NUMBER = "2026-0000001"
CALLS = [
    ("tickets:read", "GET", f"/tickets?requester={ANA}", None),
    ("tickets:read", "GET", f"/tickets/{NUMBER}", None),
    ("tickets:read", "GET", f"/tickets/{NUMBER}/events", None),
    ("tickets:read", "GET", "/services", None),
    ("tickets:read", "GET", "/teams", None),
    ("tickets:write", "POST", "/tickets", new_ticket()),
    ("tickets:write", "POST", f"/tickets/{NUMBER}/comments", {"text": "x"}),
    ("tickets:write", "POST", f"/tickets/{NUMBER}/cancel", {}),
    ("tickets:write", "POST", f"/tickets/{NUMBER}/reopen", {"text": "x"}),
    ("tickets:resolve", "POST", f"/tickets/{NUMBER}/answers", {"text": "x"}),
    ("tickets:resolve", "POST", f"/tickets/{NUMBER}/questions", {"text": "x"}),
    ("tickets:resolve", "POST", f"/tickets/{NUMBER}/forward", {"team_code": "network"}),
    ("tickets:resolve", "POST", f"/tickets/{NUMBER}/resolve", {"solution": "x"}),
    ("webhooks", "GET", "/webhooks", None),
    ("webhooks", "POST", "/webhooks", {"url": "https://a.gov.br/", "events": ["ticket.opened"]}),
    ("webhooks", "GET", "/webhooks/1", None),
    ("webhooks", "DELETE", "/webhooks/1", None),
    ("webhooks", "POST", "/webhooks/1/test", None),
]


def test_every_operation_wants_its_scope_and_says_which(system, client) -> None:
    asked = set()
    for scope, method, path, body in CALLS:
        others = [s for s in integration.SCOPES if s != scope]
        refused = system(*others).call(method, path, json=body)
        assert problem_of(refused) == (403, "insufficient-scope"), (method, path)
        assert refused.json()["scope"] == scope
        assert f'scope="{scope}"' in refused.headers["WWW-Authenticate"]
        asked.add((method, path.split("?")[0].replace(NUMBER, "{number}").replace("/1", "/{webhook_id}")))
    document = client.get("/api/v1/openapi.json").json()
    assert asked == {(m.upper(), path) for path, methods in document["paths"].items() for m in methods}


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer css_inventado", "Basic YTpi", "css_inventado"]
)
def test_without_a_good_token_nothing_is_told(client, header) -> None:
    headers = {"Authorization": header} if header is not None else {}
    answer = client.get(f"/api/v1/tickets/{NUMBER}", headers=headers)
    assert problem_of(answer) == (401, "invalid-token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_ends_when_it_is_revoked_and_when_its_time_is_over(system, engine, clock) -> None:
    short, revoked = system(days=1), system()
    assert short.get("/teams").status_code == revoked.get("/teams").status_code == 200
    with transaction(engine) as session:
        integration.revoke_token(session, token_id=revoked.token_id, now=clock())
    assert problem_of(revoked.get("/teams")) == (401, "invalid-token")
    clock.forward(days=1)
    assert problem_of(short.get("/teams")) == (401, "invalid-token")


def test_when_it_was_last_used_is_kept(system, engine, clock) -> None:
    ana = system()

    def last_used():
        with reading(engine) as session:
            return integration.tokens(session)[0].last_used_at

    assert last_used() is None
    ana.get("/teams")
    first = last_used()
    clock.forward(minutes=2)
    ana.get("/teams")
    assert (first, last_used()) == (clock.at.replace(minute=0), clock.at)


def test_a_token_of_one_ministry_does_not_see_carla_of_another(system) -> None:
    everyone = system()
    hers = everyone.open(CARLA)["number"]
    health = system(domains=("saude.gov.br",))
    mine = health.open("ana@sp.saude.gov.br")["number"]
    assert health.get(f"/tickets/{mine}").status_code == 200
    for method, path, body in (
        ("GET", f"/tickets/{hers}", None),
        ("GET", f"/tickets/{hers}/events", None),
        ("POST", f"/tickets/{hers}/comments", {"text": "x"}),
        ("POST", f"/tickets/{hers}/resolve", {"solution": "x"}),
    ):
        hidden = health.call(method, path, json=body)
        absent = health.call(method, path.replace(hers, "2026-0009999"), json=body)
        assert problem_of(hidden) == problem_of(absent) == (404, "ticket-not-found")
        assert {**hidden.json(), "instance": ""} == {**absent.json(), "instance": ""}
    assert problem_of(health.get("/tickets", params={"requester": CARLA}))[1] == "requester-out-of-reach"
    assert problem_of(health.post("/tickets", new_ticket(CARLA)))[1] == "requester-out-of-reach"
    assert everyone.get(f"/tickets/{hers}").json()["status"] == "new"


def test_who_calls_too_often_is_told_how_long_to_wait_and_others_go_on(system, config, engine, clock) -> None:
    api = create_api(config, engine, clock, calls_per_minute=3)
    with (
        TestClient(api, base_url=config.portal_url) as client,
        time_machine.travel(clock.at, tick=False) as at,
    ):

        def call(who: System):
            return client.get("/teams", headers={"Authorization": f"Bearer {who.token}"})

        busy, other = system(), system()
        assert [call(busy).status_code for _ in range(3)] == [200, 200, 200]
        refused = call(busy)
        assert problem_of(refused) == (429, "too-many-requests")
        wait = int(refused.headers["Retry-After"])
        assert 1 <= wait <= 61
        assert call(other).status_code == 200
        at.shift(wait)
        assert call(busy).status_code == 200


def test_what_a_system_read_and_did_is_in_the_audit_without_personal_data(system, engine) -> None:
    ana = system()
    number = ana.open()["number"]
    ana.get(f"/tickets/{number}")
    ana.get("/tickets", params={"requester": ANA})
    ana.post(f"/tickets/{number}/comments", {"text": "Continua"})
    with reading(engine) as session:
        trail = [(e.action, e.target, e.data) for e, _ in accounts.audit_trail(session)][::-1]
    assert [(action, target) for action, target, _ in trail] == [
        ("api_opened", f"ticket:{number}"),
        ("api_ticket_read", f"ticket:{number}"),
        ("api_list_read", "tickets"),
        ("api_commented", f"ticket:{number}"),
    ]
    assert {data["token_id"] for _, _, data in trail} == {ana.token_id}
    assert ANA not in str(trail)
