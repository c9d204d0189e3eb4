"""WhatsApp end to end: a real Rasa server against a Graph API as strict as the real one. Ana has a phone."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from actions_double import ActionsDouble
from chat_client import wait_for
from graph_double import (
    APP_SECRET,
    NUMBER_ID,
    TOKEN,
    VERIFY_TOKEN,
    GraphDouble,
    choices,
    message,
    update,
)
from rasa_double import CHANNEL_TOKEN, RasaServer, credentials, endpoints, spare_port

pytestmark = pytest.mark.rasa
GREETING = "Olá! Sou o assistente de teste."
RESOLVED = "Seu acionamento foi resolvido."
DAY = 24 * 3600
_people = itertools.count(5561990000001)


def settings(double: GraphDouble, folder: Path) -> str:
    return credentials(
        ("optional:${WHATSAPP_TOKEN}", TOKEN),
        ("optional:${WHATSAPP_PHONE_NUMBER_ID}", f'"{NUMBER_ID}"'),
        ("optional:${WHATSAPP_APP_SECRET}", APP_SECRET),
        ("optional:${WHATSAPP_VERIFY_TOKEN}", VERIFY_TOKEN),
        ("optional:${WHATSAPP_API_URL}", double.url),
        ("optional:${WHATSAPP_TEMPLATE}", "novidade_no_acionamento"),
        ("${VAR_DIR}/whatsapp.db", f"{folder}/whatsapp.db"),
    ).replace("optional:${PORTAL_INTERNAL_URL}", double.url)


def server_for(double: GraphDouble, folder: Path, model: Path, actions: ActionsDouble) -> RasaServer:
    rasa = RasaServer(
        folder,
        model,
        spare_port(),
        endpoints=endpoints(folder, actions.url),
        credentials=settings(double, folder),
    )
    double.rasa_url = rasa.url
    return rasa


@pytest.fixture(scope="module")
def double() -> Iterator[GraphDouble]:
    graph = GraphDouble(spare_port())
    graph.start()
    yield graph
    graph.stop()


@pytest.fixture(scope="module")
def whatsapp(
    double: GraphDouble, model: Path, actions: ActionsDouble, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RasaServer]:
    rasa = server_for(double, tmp_path_factory.mktemp("whatsapp"), model, actions)
    try:
        rasa.start("whatsapp")
        yield rasa
    finally:
        rasa.stop()


@pytest.fixture
def ana() -> str:
    """A number of its own for each test."""
    return str(next(_people))


@pytest.fixture
def write(double: GraphDouble, whatsapp: RasaServer) -> Callable[..., list[str]]:
    """Ana sends something; returns what she had got when so many answers had come."""

    def send(wa_id: str, text: str, *, answers: int = 1, **more: Any) -> list[str]:
        return send_any(wa_id, "text", {"body": text}, answers=answers, **more)

    def send_any(wa_id: str, kind: str, content: Any, *, answers: int = 1, **more: Any) -> list[str]:
        before = len(double.texts(wa_id))
        assert double.push(update(message(wa_id, kind, content, **more))) == 200
        wait_for(lambda: len(double.texts(wa_id)) >= before + answers)
        return double.texts(wa_id)[before:]

    send.any = send_any  # type: ignore[attr-defined]
    return send


@pytest.fixture(autouse=True)
def nothing_that_meta_refuses(double: GraphDouble) -> Iterator[None]:
    """Each test names what it makes Meta refuse; anything else is a fault of ours."""
    double.refused.clear()
    yield
    expected = {131047, 131026, 130429, 131056, 131000, 190}
    assert [code for code in double.refused if code not in expected] == []


def notice(wa_id: str) -> dict[str, str]:
    return {"conversation_id": f"wa-{wa_id}", "intent": "EXTERNAL_ticket_resolved"}


def test_meta_verifies_the_webhook_only_with_our_word(whatsapp: RasaServer) -> None:
    def ask(**given: str) -> requests.Response:
        query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}
        query |= {f"hub.{name}": value for name, value in given.items()}
        return requests.get(f"{whatsapp.url}/webhooks/whatsapp/webhook", params=query, timeout=10)

    assert (ask().status_code, ask().text) == (200, "1158201444")
    assert ask(verify_token="wrong").status_code == 403
    assert ask(verify_token="").status_code == 403
    assert ask(mode="unsubscribe").status_code == 403
    assert ask(challenge="<script>").status_code == 400


def test_a_webhook_without_metas_signature_is_refused(double: GraphDouble, ana: str, write: Any) -> None:
    body = update(message(ana, "text", {"body": "oi"}))
    assert double.push(body, signature="") == 403
    assert double.push(body, signature="sha256=" + "0" * 64) == 403
    assert write(ana, "oi") == [GREETING]


def test_another_numbers_message_and_a_status_are_nobodys(double: GraphDouble, ana: str, write: Any) -> None:
    assert double.push(update(message(ana, "text", {"body": "oi"}), number_id="999")) == 200
    failed = {"id": "wamid.x", "status": "failed", "recipient_id": ana, "errors": [{"code": 131049}]}
    assert double.push(update(statuses=[failed])) == 200
    assert double.push({"object": "x", "entry": [{"changes": [{"field": "messages", "value": None}]}]}) == 200
    assert write(ana, "oi") == [GREETING]


def test_a_button_is_offered_and_its_tap_is_understood(double: GraphDouble, ana: str, write: Any) -> None:
    write(ana, "oi")
    assert choices(double.to(ana)[-1]) == [("Abrir acionamento", "/open_ticket")]
    reply = {"type": "button_reply", "button_reply": {"id": "/open_ticket", "title": "Abrir acionamento"}}
    assert write.any(ana, "interactive", reply) == ["Vamos abrir."]
    row = {"type": "list_reply", "list_reply": {"id": "/open_ticket", "title": "Abrir", "description": "x"}}
    assert write.any(ana, "interactive", row) == ["Vamos abrir."]
    forged = {"type": "button_reply", "button_reply": {"id": '/open_ticket{"is_admin":"sim"}', "title": "x"}}
    assert write.any(ana, "interactive", forged) == ["Não entendi."]


def test_each_message_is_marked_as_read(double: GraphDouble, ana: str, write: Any) -> None:
    write(ana, "oi", wamid=f"wamid.read-{ana}")
    assert f"wamid.read-{ana}" in double.read


def test_the_same_message_delivered_again_is_answered_once(double: GraphDouble, ana: str, write: Any) -> None:
    again = message(ana, "text", {"body": "conta"})
    for _ in range(3):
        assert double.push(update(again)) == 200
    assert [t.split()[0] for t in write(ana, "conta", answers=2)] == ["n=1", "n=2"]
    time.sleep(0.5)
    assert len(double.texts(ana)) == 2


def test_messages_of_one_sender_are_answered_in_order_and_the_webhook_does_not_wait(
    double: GraphDouble, ana: str, whatsapp: RasaServer
) -> None:
    texts = ("devagar", "conta", "oi")
    started = time.monotonic()
    assert double.push(update(*[message(ana, "text", {"body": t}) for t in texts])) == 200
    assert time.monotonic() - started < 2
    wait_for(lambda: len(double.texts(ana)) == 3, 30)
    assert [t.split()[0].strip(",") for t in double.texts(ana)] == ["Não", "n=1", "Olá!"]


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("audio", {"id": "1", "voice": True}, "áudios"),
        ("sticker", {"id": "1"}, "figurinha"),
        ("location", {"latitude": -15.7, "longitude": -47.8}, "texto, fotos e documentos"),
        ("contacts", [{"name": {"formatted_name": "Bruno"}}], "texto, fotos e documentos"),
        ("unsupported", {}, "texto, fotos e documentos"),
        ("text", {"body": "  "}, "vazia"),
    ],
)
def test_what_cannot_be_used_is_answered_kindly(
    ana: str, write: Any, kind: str, content: Any, words: str
) -> None:
    [answer] = write.any(ana, kind, content)
    assert words in answer


def test_a_reaction_needs_no_answer(double: GraphDouble, ana: str, write: Any) -> None:
    double.push(update(message(ana, "reaction", {"message_id": "wamid.x", "emoji": "👍"})))
    assert write(ana, "oi") == [GREETING]


def test_a_document_goes_to_the_conversations_ticket(double: GraphDouble, ana: str, write: Any) -> None:
    double.files["900"] = b"%PDF-1.4 erro"
    document = {"id": "900", "mime_type": "application/pdf", "filename": "erro.pdf", "caption": "conta"}
    answers = write.any(ana, "document", document, answers=2)
    assert answers[0] == "Anexei o arquivo ao acionamento 2026-0000001."
    assert answers[1].startswith("n=1 ")
    upload = double.uploads[-1]
    assert upload["token"] == f"Bearer {CHANNEL_TOKEN}"
    for part in (f"wa-{ana}".encode(), b'filename="erro.pdf"', double.files["900"]):
        assert part in upload["body"]


@pytest.mark.parametrize(
    ("status", "words"), [(202, "Ele entra no acionamento"), (415, "tipo"), (500, "0800")]
)
def test_what_became_of_a_photo_is_explained(
    double: GraphDouble, ana: str, write: Any, status: int, words: str
) -> None:
    double.files["901"] = b"png"
    double.upload_status = status
    try:
        [answer] = write.any(ana, "image", {"id": "901", "mime_type": "image/png"})
    finally:
        double.upload_status = 200
    assert words in answer


def test_a_file_beyond_the_limit_is_told_the_limit(double: GraphDouble, ana: str, write: Any) -> None:
    double.files["902"] = b"x" * 5_300_000
    uploads = len(double.uploads)
    [answer] = write.any(ana, "document", {"id": "902", "filename": "grande.zip"})
    assert "5 MB" in answer
    assert len(double.uploads) == uploads


def test_a_flood_is_told_once_to_wait(double: GraphDouble, ana: str, whatsapp: RasaServer) -> None:
    double.push(update(*[message(ana, "text", {"body": "oi"}) for _ in range(30)]))
    wait_for(lambda: len(double.texts(ana)) == 21)
    time.sleep(0.5)
    assert len([t for t in double.texts(ana) if "muitas mensagens" in t]) == 1
    assert double.texts(ana).count(GREETING) == 20


@pytest.mark.parametrize(("status", "code"), [(429, 130429), (400, 131056), (500, 131000)])
def test_too_many_requests_and_faults_of_metas_are_tried_again(
    double: GraphDouble, ana: str, write: Any, status: int, code: int
) -> None:
    double.failures = [(status, code)]
    started = time.monotonic()
    assert write(ana, "oi") == [GREETING]
    assert time.monotonic() - started > 0.9
    assert double.refused == [code]


def test_a_notice_and_an_agents_line_reach_the_phone(
    double: GraphDouble, whatsapp: RasaServer, ana: str, write: Any
) -> None:
    write(ana, "oi")
    assert whatsapp.post("whatsapp/notify", notice(ana)).json() == {"delivered": True}
    assert double.texts(ana)[-1] == RESOLVED
    line = {"conversation_id": f"wa-{ana}", "text": "Sou o Bruno.", "from": "agent", "id": "e1"}
    assert whatsapp.post("whatsapp/say", line).json() == {"delivered": True}
    assert double.texts(ana)[-1] == "Sou o Bruno."
    stranger = {**notice(ana), "conversation_id": "wa-5561900000000"}
    assert whatsapp.post("whatsapp/notify", stranger).status_code == 404
    assert whatsapp.post("whatsapp/notify", {**notice(ana), "conversation_id": "web-1"}).status_code == 404
    assert whatsapp.post("whatsapp/notify", notice(ana), token=None).status_code == 401


def test_a_notice_after_24_hours_calls_back_by_template_once_and_is_told_on_return(
    double: GraphDouble, whatsapp: RasaServer, ana: str, write: Any
) -> None:
    write(ana, "oi", at=time.time() - DAY - 60)  # by our clock he wrote too long ago already: owed
    assert double.texts(ana) == ["novidade_no_acionamento"]
    assert whatsapp.post("whatsapp/notify", notice(ana)).json() == {"delivered": False}
    line = {"conversation_id": f"wa-{ana}", "text": "Sou o Bruno.", "from": "agent", "id": "e9"}
    assert whatsapp.post("whatsapp/say", line).json() == {"delivered": False}
    assert whatsapp.post("whatsapp/say", line).json() == {"delivered": False}  # repeated: owed once
    assert double.texts(ana) == ["novidade_no_acionamento"]
    assert double.refused == []  # we did not even try
    assert write(ana, "conta", answers=4)[:3] == [GREETING, RESOLVED, "Sou o Bruno."]
    assert double.texts(ana)[-1].startswith("n=1 ")


def test_a_window_that_meta_says_is_closed_is_believed(
    double: GraphDouble, whatsapp: RasaServer, ana: str, write: Any
) -> None:
    write(ana, "oi")
    double.closed.add(ana)
    assert whatsapp.post("whatsapp/notify", notice(ana)).json() == {"delivered": False}
    double.closed.discard(ana)
    assert write(ana, "oi", answers=2)[-2:] == [RESOLVED, GREETING]


def test_a_number_that_cannot_be_reached_is_a_lasting_refusal(
    double: GraphDouble, whatsapp: RasaServer, ana: str, write: Any
) -> None:
    write(ana, "oi")
    double.unknown.add(ana)
    assert whatsapp.post("whatsapp/notify", notice(ana)).status_code == 404


def test_while_meta_is_down_a_line_waits_and_is_said_once(
    double: GraphDouble, whatsapp: RasaServer, ana: str, write: Any
) -> None:
    write(ana, "oi")
    line = {"conversation_id": f"wa-{ana}", "text": "Sou o Bruno.", "from": "agent", "id": "e3"}
    double.failures = [(502, 131000)] * 4
    assert whatsapp.post("whatsapp/say", line).status_code == 503
    assert whatsapp.post("whatsapp/say", line).json() == {"delivered": True}
    assert double.texts(ana).count("Sou o Bruno.") == 1


def test_a_refused_token_loses_nothing(
    double: GraphDouble, whatsapp: RasaServer, ana: str, write: Any
) -> None:
    write(ana, "oi")
    double.failures = [(401, 190)]
    assert whatsapp.post("whatsapp/notify", notice(ana)).status_code == 503
    assert write(ana, "conta", answers=2)[0] == RESOLVED


def test_a_long_answer_comes_in_parts(
    double: GraphDouble, whatsapp: RasaServer, ana: str, write: Any
) -> None:
    write(ana, "oi")
    text = ("palavra 😀 " * 400)[:4000]
    line = {"conversation_id": f"wa-{ana}", "text": text, "from": "agent", "id": "e2"}
    assert whatsapp.post("whatsapp/say", line).json() == {"delivered": True}
    assert " ".join(double.texts(ana)[1:]).split() == text.split()


def test_what_was_answered_is_no_longer_on_disk_nor_in_the_log(
    double: GraphDouble, whatsapp: RasaServer, ana: str, write: Any
) -> None:
    write(ana, "minha senha canario987")
    with sqlite3.connect(whatsapp.log.parent / "whatsapp.db") as database:
        wait_for(
            lambda: not database.execute("SELECT 1 FROM messages WHERE body LIKE '%canario%'").fetchall()
        )
    log = whatsapp.log.read_text()
    assert "canario987" not in log
    assert ana not in log
    assert TOKEN not in log


def test_a_killed_server_loses_no_message_and_answers_none_twice(
    model: Path, actions: ActionsDouble, tmp_path: Path
) -> None:
    double = GraphDouble(spare_port())
    double.start()
    rasa = server_for(double, tmp_path, model, actions)
    ana = str(next(_people))
    try:
        rasa.start("whatsapp")
        double.push(update(message(ana, "text", {"body": "conta"})))
        wait_for(lambda: len(double.texts(ana)) == 1)
        double.push(update(*[message(ana, "text", {"body": t}) for t in ("devagar", "conta", "conta")]))
        time.sleep(1)  # all are in the inbox, the slow one is being answered
        rasa.stop(hard=True)
        assert len(double.texts(ana)) == 1
        rasa.start("whatsapp")
        wait_for(lambda: len(double.texts(ana)) == 4, 40)
        assert [t.split()[0] for t in double.texts(ana)] == ["n=1", "Não", "n=2", "n=3"]
    finally:
        rasa.stop()
        double.stop()
