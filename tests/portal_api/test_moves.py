"""What a system does to a ticket, in whose name, and what happens when two want to at once."""

import pytest

from .conftest import problem_of

MOVES = {
    "resolve": {"solution": "Folha reprocessada."},
    "forward": {"team_code": "network", "note": "Só fora da sede."},
    "cancel": {"reason": "Não preciso mais."},
}


def events(system, number):
    return [
        (e["kind"], e["author"]["kind"], e["author"]["name"])
        for e in system.get(f"/tickets/{number}/events").json()["items"]
    ]


def test_a_ticket_lives_its_whole_life_through_the_api(system, clock) -> None:
    ana, team = system("tickets:write", "tickets:read"), system("tickets:resolve", name="Fila da rede")
    number = ana.open(name="Ana")["number"]
    path = f"/tickets/{number}"
    assert team.post(f"{path}/questions", {"text": "Qual é a mensagem?"}).status_code == 201
    waiting = ana.get(path).json()
    assert (waiting["status"], waiting["paused"], waiting["due_at"]) == ("waiting_on_requester", True, None)
    said = ana.post(f"{path}/comments", {"text": "Erro 502."}).json()
    assert (said["text"], said["from_status"], said["to_status"]) == (
        "Erro 502.",
        "waiting_on_requester",
        "in_progress",
    )
    assert team.post(f"{path}/answers", {"text": "Vamos olhar."}).status_code == 201
    moved = team.post(f"{path}/forward", MOVES["forward"]).json()
    assert moved["team"]["code"] == "network"
    resolved = team.post(f"{path}/resolve", MOVES["resolve"]).json()
    assert (resolved["status"], resolved["solution"]) == ("resolved", "Folha reprocessada.")
    assert (resolved["due_at"], resolved["reopen_until"]) == (None, "2026-12-05T14:00:00Z")
    clock.forward(days=1)
    again = ana.post(f"{path}/reopen", {"text": "O erro voltou."}).json()
    assert (again["status"], again["reopen_count"]) == ("in_progress", 1)
    assert again["due_at"] > waiting["opened_at"]
    assert events(ana, number) == [
        ("opened", "requester", "Ana"),
        ("waiting_on_requester", "agent", "Fila da rede"),
        ("comment", "requester", "Ana"),
        ("answered", "agent", "Fila da rede"),
        ("forwarded", "agent", "Fila da rede"),
        ("resolved", "agent", "Fila da rede"),
        ("reopened", "requester", "Ana"),
    ]


def test_the_days_to_reopen_are_those_of_the_setting(config, client, system) -> None:
    object.__setattr__(config, "close_after_days", 3)
    one = system()
    resolved = one.post(f"/tickets/{one.open()['number']}/resolve", MOVES["resolve"]).json()
    assert resolved["reopen_until"] == "2026-11-28T14:00:00Z"


@pytest.mark.parametrize("verb", MOVES)
def test_who_decides_on_an_old_reading_changes_nothing(system, clock, verb) -> None:
    one = system()
    path = f"/tickets/{one.open()['number']}"
    tag = one.get(path).headers["ETag"]
    clock.forward(seconds=1)
    one.post(f"{path}/comments", {"text": "Já voltou a funcionar."})
    before = one.get(path)
    refused = one.post(f"{path}/{verb}", MOVES[verb], headers={"If-Match": tag})
    assert problem_of(refused) == (412, "changed-meanwhile")
    assert one.get(path).json() == before.json()
    done = one.post(f"{path}/{verb}", MOVES[verb], headers={"If-Match": before.headers["ETag"]})
    assert done.status_code == 200
    assert done.headers["ETag"] == one.get(path).headers["ETag"] != before.headers["ETag"]


def test_an_illegal_move_says_where_the_ticket_is(system) -> None:
    one = system()
    path = f"/tickets/{one.open()['number']}"
    refused = one.post(f"{path}/reopen", {"text": "x"})
    assert problem_of(refused) == (409, "transition-refused")
    assert (refused.json()["current"], refused.json()["wanted"]) == ("new", "in_progress")
    assert problem_of(one.post(f"{path}/forward", {"team_code": "people"})) == (409, "same-team")
    one.post(f"{path}/cancel", {})
    finished = one.post(f"{path}/comments", {"text": "x"})
    assert problem_of(finished) == (409, "ticket-finished")
    assert finished.json()["current"] == "cancelled"


def test_a_team_that_does_not_exist_and_an_empty_text_are_pointed_at(system) -> None:
    one = system()
    path = f"/tickets/{one.open()['number']}"
    unknown = one.post(f"{path}/forward", {"team_code": "nenhuma"})
    assert [e["pointer"] for e in unknown.json()["errors"]] == ["#/team_code"]
    blank = one.post(f"{path}/resolve", {"solution": "  \n "})
    assert problem_of(blank) == (422, "invalid-request")
