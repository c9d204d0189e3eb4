"""Opening, reading and listing: the token decides for whom, and nothing internal comes out."""

import pytest

from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.model import OutboxRow

from .conftest import ANA, CARLA, new_ticket, problem_of


def test_a_system_opens_a_ticket_for_ana_and_she_is_told_by_mail(system, engine) -> None:
    answer = system().post("/tickets", new_ticket(name="Ana Souza", urgency="urgente"))
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/tickets/{body['number']}"
    assert (body["number"], body["status"], body["status_label"]) == ("2026-0000001", "new", "Registrado")
    assert (body["service"]["code"], body["team"]["code"], body["priority"]) == ("siape", "people", "high")
    assert body["requester"] == {"email": ANA, "name": "Ana Souza"}
    assert body["opened_at"] == "2026-11-25T14:00:00Z"
    assert body["due_at"] is not None
    with reading(engine) as session:
        mails = [(row.kind, row.recipient) for row in session.query(OutboxRow).filter_by(channel="mail")]
    assert mails == [("registered", ANA)]


def test_a_service_outside_the_catalogue_is_taken_by_its_name(system) -> None:
    body = system().open(service_code=None, service_text="Sistema de frotas")
    assert body["service"] == {"code": None, "name": "Sistema de frotas"}


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"email": "ana@"}, "#/email"),
        ({"service_code": "nao-existe"}, "#/service_code"),
        ({"service_code": None}, "#/service_code"),
        ({"description": "curta"}, "#/description"),
        ({"description": " " * 20}, "#/description"),
        ({"name": "Ana\x00"}, "#/name"),
        ({"priority": "critical"}, "#/priority"),
    ],
)
def test_each_wrong_field_is_pointed_at_without_repeating_what_was_sent(system, wrong, pointer) -> None:
    answer = system().post("/tickets", new_ticket(**wrong))
    assert problem_of(answer) == (422, "invalid-request")
    (error,) = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert error["detail"].endswith((".", ")"))
    assert "ana@" not in answer.text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", "application/json"),
        (b"email=ana", "application/x-www-form-urlencoded"),
        (b"\xff", "application/json"),
    ],
)
def test_a_body_that_is_no_json_is_a_problem_too(system, body, content_type) -> None:
    answer = system().call("POST", "/tickets", content=body, headers={"Content-Type": content_type})
    assert problem_of(answer) == (422, "invalid-request")


def test_a_body_beyond_the_limit_is_not_read_to_its_end(system) -> None:
    answer = system().post("/tickets", new_ticket(description="x" * 200_000))
    assert problem_of(answer) == (413, "too-large")


def test_what_is_not_there_is_a_problem_and_not_a_page(system) -> None:
    ana = system()
    assert problem_of(ana.get("/nada")) == (404, "not-found")
    refused = ana.call("PUT", "/tickets")
    assert problem_of(refused) == (405, "method-not-allowed")
    assert {"GET", "POST"} & {m.strip() for m in refused.headers["Allow"].split(",")}
    assert problem_of(ana.get("/tickets/2026-0009999")) == (404, "ticket-not-found")
    assert problem_of(ana.get("/tickets/abc")) == (422, "invalid-request")


def test_a_failure_of_ours_is_a_problem_that_tells_nothing_of_it(system, monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("ana@saude.gov.br")

    monkeypatch.setattr(operations, "open_ticket", broken)
    answer = system().post("/tickets", new_ticket())
    assert problem_of(answer) == (500, "internal-error")
    assert ANA not in answer.text


def test_a_second_reading_of_an_unchanged_ticket_costs_no_body(system, clock) -> None:
    ana = system()
    path = f"/tickets/{ana.open()['number']}"
    tag = ana.get(path).headers["ETag"]
    unchanged = ana.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    clock.forward(seconds=1)
    ana.post(f"{path}/comments", {"text": "Continua."})
    changed = ana.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_pages_neither_repeat_nor_skip_a_ticket_while_others_are_opened(system) -> None:
    ana = system()
    opened = [ana.open()["number"] for _ in range(5)]
    ana.open(CARLA)
    seen, address = [], f"/tickets?requester={ANA}&limit=2"
    while address:
        page = ana.get(address)
        seen += [item["number"] for item in page.json()["items"]]
        ana.open()
        link = page.headers.get("Link")
        assert (link is None) == (page.json()["next_cursor"] is None)
        address = link[1:].split(">")[0].removeprefix("/api/v1") if link else None
    assert seen == opened[::-1]


def test_a_list_keeps_to_the_statuses_asked_for(system) -> None:
    ana = system()
    first, second = ana.open()["number"], ana.open()["number"]
    ana.post(f"/tickets/{first}/cancel", {})
    listed = ana.get("/tickets", params={"requester": ANA, "status": ["new", "in_progress"]})
    assert [item["number"] for item in listed.json()["items"]] == [second]


@pytest.mark.parametrize("cursor", ["x", "djE6OTk5OTk5OTk5OTk5", "djI6MQ", "ção", "djE6LTE"])
def test_a_cursor_that_we_never_gave_is_refused(system, cursor) -> None:
    answer = system().get("/tickets", params={"requester": ANA, "cursor": cursor})
    assert problem_of(answer) == (422, "invalid-request")
    assert answer.json()["errors"][0]["parameter"] == "cursor"


def test_the_history_comes_in_pages_and_without_the_teams_notes(system, engine, clock) -> None:
    ana = system()
    number = ana.open()["number"]
    with transaction(engine) as session:
        operations.comment(
            session,
            ticket_number=number,
            text="Só para nós",
            author=Author("agent", "Bruno"),
            internal=True,
            now=clock(),
        )
    ana.post(f"/tickets/{number}/comments", {"text": "Mais isto"})
    first = ana.get(f"/tickets/{number}/events?limit=1").json()
    second = ana.get(f"/tickets/{number}/events", params={"cursor": first["next_cursor"]}).json()
    assert [event["kind"] for event in first["items"] + second["items"]] == ["opened", "comment"]
    assert second["next_cursor"] is None
    with reading(engine) as session:
        assert len(queries.history(session, ticket_number=number, internal=True)) == 3


def test_the_codes_that_a_caller_needs_are_listed(system) -> None:
    ana = system("tickets:read")
    assert {"code": "siape", "name": "SIAPE", "team_code": "people"} in ana.get("/services").json()["items"]
    assert "people" in [team["code"] for team in ana.get("/teams").json()["items"]]
