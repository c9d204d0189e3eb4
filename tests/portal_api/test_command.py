"""`python -m portal.api_tokens`: what it shows, what it keeps to itself, and that the API obeys it."""

import re

import pytest

from portal import api_tokens
from ticket_store import integration
from ticket_store.database import reading, transaction

from .conftest import ANA, System


@pytest.fixture
def command(engine, monkeypatch, capsys):
    """Runs it on the test's store, whatever the environment; gives what it printed."""
    monkeypatch.setenv("DATABASE_URL", str(engine.url))
    for secret in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN", "CHAT_TOKEN_KEYS"):
        monkeypatch.setenv(secret, "x" * 40)

    def run(*arguments: str) -> str:
        api_tokens.main(list(arguments))
        return capsys.readouterr().out

    return run


def made(command, *more: str) -> str:
    shown = command("create", "Painel da Saúde", "--scope", "tickets:read", *more)
    return re.search(r"css_\S+", shown)[0]


def test_a_token_is_shown_once_works_and_is_listed_by_its_first_letters(command, client, clock) -> None:
    token = made(command, "--domain", "saude.gov.br", "--days", "3650")
    ours = System(client, token, 1)
    assert ours.get("/tickets", params={"requester": ANA}).status_code == 200
    listed = command("list")
    assert token not in listed
    for part in (token[:10], "Painel da Saúde", "tickets:read", "saude.gov.br", "usado em 25/11/2026 11:00"):
        assert part in listed


def test_a_revoked_token_opens_nothing_and_the_list_says_so(command, client) -> None:
    token = made(command, "--days", "3650")
    command("revoke", "1")
    assert System(client, token, 1).get("/teams").status_code == 401
    assert "revogado" in command("list")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["revoke", "77"], "Não há token com este id"),
        (["create", "x", "--scope", "tickets:read", "--domain", "@saude"], "Um domínio é assim"),
        (["create", "x", "--scope", "tickets:read", "--days", "0"], "validade de 1 a"),
        (["create", " ", "--scope", "tickets:read"], "Informe um nome"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(command, engine, arguments, sentence) -> None:
    with pytest.raises(SystemExit) as ended:
        command(*arguments)
    assert sentence in str(ended.value.code)
    with reading(engine) as session:
        assert integration.tokens(session) == []


def test_the_webhooks_are_shown_with_whose_they_are(command, engine, clock, system) -> None:
    one = system()
    with transaction(engine) as session:
        integration.add_webhook(
            session,
            url="https://a.gov.br/",
            events=["ticket.opened"],
            created_by=None,
            token_id=one.token_id,
            now=clock(),
        )
    assert f"token {one.token_id}  https://a.gov.br/  ticket.opened" in command("webhooks")
