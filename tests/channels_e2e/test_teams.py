"""Teams end to end: a real Rasa server against a Bot Connector as strict as the real one."""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from chat_client import wait_for
from rasa_double import RasaServer
from rocketchat_double import RocketChatDouble
from teams_double import PASSWORD, UPLOADED, TeamsDouble, new_key

pytestmark = pytest.mark.rasa
GREETING = "Olá! Sou o assistente de teste."
RESOLVED = "Seu acionamento foi resolvido."
_people = itertools.count(1)


@pytest.fixture
def ana() -> str:
    """A person of her own for each test."""
    return f"ana-canario-{next(_people):07d}"


@pytest.fixture
def write(teams: TeamsDouble, server: RasaServer) -> Callable[..., list[str]]:
    """Ana writes; returns what she had got when so many answers had come."""

    def send(person: str, text: str = "", *, answers: int = 1, **more: Any) -> list[str]:
        before = len(teams.to(person))
        assert teams.push(teams.activity(person, text, **more)) == 200
        wait_for(lambda: len(teams.to(person)) >= before + answers)
        return teams.texts(person)[before:]

    return send


@pytest.fixture
def conversation(server: RasaServer, ana: str) -> str:
    """What we call Ana's chat (activities.address_of)."""
    return "teams-" + hashlib.sha256(f"tenant-1 a:{ana}".encode()).hexdigest()[:32]


@pytest.fixture(autouse=True)
def nothing_that_teams_refuses(teams: TeamsDouble) -> Iterator[None]:
    """Each test names what it makes Teams refuse; anything else is a fault of ours."""
    teams.refused.clear()
    yield
    expected = {"Throttled", "BotNotInConversationRoster"}
    assert [error for error in teams.refused if error not in expected] == []


def test_only_the_connectors_token_for_this_bot_now_and_here_opens(
    teams: TeamsDouble, ana: str, write: Any
) -> None:
    activity, now = teams.activity(ana, "conta"), int(time.time())
    forged = {
        "none": "",
        "nonsense": "a.b.c",
        "another's key": teams.token(signer=new_key()),
        "an unknown key's name": teams.token("k9", signer=new_key()),
        "another bot": teams.token(aud="another"),
        "another issuer": teams.token(iss="https://sts.windows.net/x/"),
        "over": teams.token(nbf=now - 7200, exp=now - 3600),
        "not yet": teams.token(nbf=now + 3600, exp=now + 7200),
        "another address": teams.token(serviceurl="https://evil.example/"),
        "no address": teams.token(serviceurl=None),
        "a key of another channel": teams.token("other"),
    }
    assert {name: teams.push(activity, token) for name, token in forged.items()} == dict.fromkeys(forged, 403)
    elsewhere = {**activity, "serviceUrl": "https://evil.example/"}
    assert teams.push(elsewhere, teams.token()) == 403
    assert teams.push({**activity, "channelId": "webchat"}, teams.token("other")) == 403
    assert teams.push([activity]) == 403
    assert write(ana, "conta")[0].startswith("n=1 ")


def test_a_token_signed_by_no_key_of_its_kind_does_not_open(teams: TeamsDouble, ana: str) -> None:
    claims = jwt.decode(teams.token(), options={"verify_signature": False})
    for algorithm, key in (("HS256", "a secret that is long enough for the algorithm"), ("none", None)):
        token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "k1"})
        assert teams.push(teams.activity(ana, "conta"), token) == 403


def test_a_button_carries_its_payload_and_a_forged_one_is_plain_words(
    teams: TeamsDouble, ana: str, write: Any
) -> None:
    write(ana, "oi")
    [card] = teams.to(ana)[-1]["attachments"]
    [button] = card["content"]["buttons"]
    assert (button["title"], button["value"]) == ("Abrir acionamento", {"payload": "/open_ticket"})
    assert write(ana, button["text"], value=button["value"]) == ["Vamos abrir."]
    assert write(ana, value={"payload": '/open_ticket{"is_admin":"sim"}'}) != ["Vamos abrir."]
    assert write(ana, value=["x"]) == [
        "Sua mensagem chegou vazia. Escreva o que você precisa, por exemplo: “abrir um acionamento”."
    ]


def test_only_a_persons_own_chat_in_our_organisation_is_answered(
    teams: TeamsDouble, ana: str, write: Any
) -> None:
    mine = teams.activity(ana)["conversation"]
    for more in (
        {"conversation": {**mine, "conversationType": "channel"}},
        {"conversation": {**mine, "tenantId": "tenant-2"}, "channelData": {"tenant": {"id": "tenant-2"}}},
        {"type": "conversationUpdate"},
        {"conversation": None},
        {"id": None},
    ):
        assert teams.push(teams.activity(ana, "conta", **more)) == 200
    assert write(ana, "conta")[0].startswith("n=1 ")
    assert len(teams.to(ana)) == 1


def test_the_same_activity_delivered_twice_is_one(teams: TeamsDouble, ana: str, write: Any) -> None:
    once = teams.activity(ana, "conta")
    assert [teams.push(once) for _ in range(3)] == [200, 200, 200]
    assert write(ana, "conta", answers=2)[-1].startswith("n=2 ")


def test_files_are_fetched_where_teams_keeps_them_and_our_token_is_shown_only_to_it(
    teams: TeamsDouble, workspace: RocketChatDouble, ana: str, write: Any
) -> None:
    teams.files = {"/file/erro.pdf": b"%PDF erro", "/br/v3/attachments/1": b"\x89PNG tela"}
    upload = {
        "contentType": UPLOADED,
        "name": "erro.pdf",
        "content": {"downloadUrl": f"{teams.url}/file/erro.pdf", "uniqueId": "1", "fileType": "pdf"},
    }
    pasted = {"contentType": "image/*", "contentUrl": f"{teams.service_url}v3/attachments/1"}
    said = write(ana, "conta", attachments=[upload, pasted], answers=3)
    assert said[:2] == ["Anexei o arquivo ao acionamento 2026-0000001."] * 2
    assert said[2].startswith("n=1 ")
    assert [b"%PDF erro" in one["body"] for one in workspace.uploads[-2:]] == [True, False]
    assert teams.shown["/file/erro.pdf"] is None
    assert teams.shown["/br/v3/attachments/1"] == f"Bearer {teams.tokens[-1]}"
    uploads = len(workspace.uploads)
    inside = {
        "contentType": "image/png",
        "contentUrl": f"{teams.url}/file/erro.pdf".replace("127.0.0.1", "localhost"),
    }
    assert "Não consegui guardar" in write(ana, attachments=[inside])[0]
    assert "ouvir áudios" in write(ana, attachments=[{"contentType": "audio/mp4", "name": "a.m4a"}])[0]
    assert len(workspace.uploads) == uploads


def test_a_notice_and_an_agents_line_arrive_once(
    teams: TeamsDouble, server: RasaServer, ana: str, conversation: str, write: Any
) -> None:
    notice = {"conversation_id": conversation, "intent": "EXTERNAL_ticket_resolved"}
    assert server.post("teams/notify", notice).status_code == 404  # never wrote to us
    write(ana, "oi")
    assert server.post("teams/notify", notice).json() == {"delivered": True}
    line = {"conversation_id": conversation, "text": "Sou o Bruno.", "from": "agent", "id": "e1"}
    assert server.post("teams/say", line).json() == {"delivered": True}
    assert teams.texts(ana)[1:] == [RESOLVED, "Sou o Bruno."]
    teams.gone.add(f"a:{ana}")
    assert server.post("teams/notify", notice).status_code == 404
    teams.gone.clear()
    assert server.post("teams/notify", notice).status_code == 404  # until he writes again
    assert write(ana, "oi") == [GREETING]


def test_patience_is_given_and_what_is_not_taken_is_said_later_in_its_order(
    teams: TeamsDouble, ana: str, write: Any
) -> None:
    teams.failures = [429]
    assert write(ana, "oi") == [GREETING]
    teams.failures = [502] * 4
    assert teams.push(teams.activity(ana, "conta")) == 200
    wait_for(lambda: not teams.failures)
    assert [text.split()[0] for text in write(ana, "conta", answers=2)] == ["n=1", "n=2"]


def test_our_token_is_asked_for_once_and_anew_when_it_is_refused(
    teams: TeamsDouble, ana: str, write: Any
) -> None:
    write(ana, "oi")
    had = len(teams.tokens)
    write(ana, "oi")
    assert len(teams.tokens) == had
    teams.tokens.append("revoked-by-the-other-side")  # the one that we hold is good no more
    assert write(ana, "oi") == [GREETING]
    assert len(teams.tokens) == had + 2


def test_who_takes_the_bot_out_is_not_written_to(
    teams: TeamsDouble, server: RasaServer, ana: str, conversation: str, write: Any
) -> None:
    write(ana, "oi")
    assert teams.push(teams.activity(ana, type="installationUpdate", action="remove")) == 200
    notice = {"conversation_id": conversation, "intent": "EXTERNAL_ticket_resolved"}
    assert server.post("teams/notify", notice).status_code == 404


def test_nothing_private_is_in_the_log(teams: TeamsDouble, server: RasaServer, ana: str, write: Any) -> None:
    write(ana, "minha senha canario987")
    log = server.log.read_text()
    assert [secret for secret in ("canario987", ana, PASSWORD, teams.tokens[-1]) if secret in log] == []
