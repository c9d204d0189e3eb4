"""HEAD, and the address of a form opened as a page."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from .desk_story import Story


@pytest.mark.parametrize("path", ["/", "/consulta", "/healthz", "/atendimento/entrar"])
def test_head_answers_as_get_without_a_body(client: TestClient, path: str) -> None:
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == client.get(path).headers["content-type"]


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/consulta/codigo/reenviar", "/consulta/codigo"),
        ("/consulta/sair", "/consulta"),
        ("/atendimento/sair", "/atendimento"),
        ("/atendimento/acionamentos/2026-0000001/registrar", "/atendimento/acionamentos/2026-0000001"),
        ("/atendimento/incidentes/3", "/atendimento/incidentes"),
    ],
)
def test_the_address_of_a_form_leads_to_its_page(client: TestClient, address: str, page: str) -> None:
    answer = client.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, page)


def test_a_reload_of_what_was_refused_shows_the_ticket_again(client: TestClient, story: Story) -> None:
    path = story.confirmed(client, story.consult(story.opened()))
    assert client.post(f"{path}/informar", data={"text": ""}).status_code == 422
    again = client.get(f"{path}/informar")
    assert (again.status_code, again.url.path) == (200, path)


@pytest.mark.parametrize("path", ["/consulta/", "/api/v1/tickets/", "/ajuda/"])
def test_no_redirect_leads_to_the_host_that_the_request_names(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example"}, follow_redirects=False)
    assert answer.status_code in {303, 307}
    assert answer.headers["location"] == path.rstrip("/")
