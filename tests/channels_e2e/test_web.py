"""The web chat end to end: a real Rasa server, real sockets. Ana talks, Carla must not see."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import socketio
from actions_double import ActionsDouble
from chat_client import Chat, wait_for
from rasa_double import (
    ACTION_TOKEN,
    CHANNEL_TOKEN,
    METRICS_TOKEN,
    PAGE,
    RasaServer,
    credentials,
    endpoints,
    spare_port,
)

from ground.log_lines import reference

pytestmark = pytest.mark.rasa
OpenPage = Callable[..., Chat]


def test_a_new_visitor_gets_a_session_and_answers_with_buttons(chat: OpenPage) -> None:
    ana = chat()
    assert ana.session["new"] is True
    assert ana.session["history"] == []
    assert ana.conversation_id.startswith("web-")
    ana.ask("oi")
    [message] = ana.messages
    assert message["from"] == "bot"
    assert message["buttons"] == [{"title": "Abrir acionamento", "payload": "/open_ticket"}]
    assert message["at"].endswith("+00:00")
    assert ana.typing == [True, False]
    assert ana.ask("/open_ticket") == ["Vamos abrir."]


def test_a_reload_keeps_the_conversation_and_its_history(chat: OpenPage) -> None:
    ana = chat()
    ana.ask("oi")
    ana.ask("/open_ticket")
    mine = str(uuid.uuid4())
    ana.send("oi", mine)
    wait_for(lambda: len(ana.messages) == 3)
    wait_for(lambda: ana.typing[-1] is False)
    again = chat(ana.token)
    assert again.session["new"] is False
    assert again.conversation_id == ana.conversation_id
    history = again.session["history"]
    assert [(line["from"], line["text"]) for line in history[:4]] == [
        ("user", "oi"),
        ("bot", "Olá! Sou o assistente de teste."),
        ("user", "Abrir acionamento"),
        ("bot", "Vamos abrir."),
    ]
    assert history[4]["id"] == mine
    assert [line["id"] for line in history if line["from"] == "bot"] == [m["id"] for m in ana.messages]


def test_a_file_comes_over_the_socket_in_parts_that_overtake_nobody(chat: OpenPage) -> None:
    """There is no desk beside this server: the whole file arrives, and what became of it is said."""
    ana = chat()
    given, size, part = str(uuid.uuid4()), 5_000_000, ana.session["part"]
    begun = {"id": given, "name": "tela.png", "size": size}
    assert ana.client.call("file_begin", begun, timeout=20) == {"ok": True}
    answers: list[dict[str, object]] = []
    for at in range(0, size, part):
        data = {"id": given, "at": at, "data": b"x" * min(part, size - at)}
        ana.client.emit("file_part", data, callback=answers.append)
    wait_for(lambda: len(answers) == -(-size // part))
    assert all(answer["ok"] for answer in answers)
    kept = ana.client.call("file_end", {"id": given}, timeout=20)
    assert (kept["ok"], kept["again"]) == (False, True)
    assert "Não consegui guardar o arquivo agora" in kept["text"]
    copy = ana.client.call("transcript", {}, timeout=20)
    assert copy["ok"]
    assert "Conversa com o Assistente Serpro" in copy["html"]


def test_both_open_pages_of_one_conversation_hear_the_answer(chat: OpenPage) -> None:
    ana = chat()
    ana.ask("oi")
    other_tab = chat(ana.token)
    ana.ask("/open_ticket")
    wait_for(lambda: "Vamos abrir." in other_tab.texts)


def test_carla_neither_hears_nor_joins_anas_conversation(chat: OpenPage) -> None:
    ana = chat()
    ana.ask("conta")
    carla = chat(ana.conversation_id)  # a raw id opens nothing
    assert carla.session["new"] is True
    assert carla.conversation_id != ana.conversation_id
    message = {"id": str(uuid.uuid4()), "text": "conta", "session_id": ana.conversation_id}
    message["metadata"] = {"sender_id": ana.conversation_id}
    carla.emit(message)
    wait_for(lambda: carla.messages)
    assert carla.texts[0].startswith("n=1 ")
    carla.client.emit("session_request", {"session_id": ana.conversation_id})
    assert ana.ask("conta")[0].startswith("n=2 ")
    time.sleep(0.3)
    assert len(carla.messages) == 1
    assert len(ana.messages) == 2


@pytest.mark.parametrize(
    "token", ["", "x", "eyJhbGciOiJub25lIn0.e30.", 5, {"sub": "web-1"}, ["a"], None, "a" * 5000]
)
def test_a_bad_token_starts_a_new_conversation(chat: OpenPage, token: object) -> None:
    assert chat(token).session["new"] is True


def test_the_same_message_sent_twice_is_answered_once(chat: OpenPage) -> None:
    ana = chat()
    mine = str(uuid.uuid4())
    assert ana.send("conta", mine) == {"ok": True}
    assert ana.send("conta", mine) == {"ok": True}
    wait_for(lambda: ana.messages)
    assert ana.ask("conta")[0].startswith("n=2 ")
    assert len(ana.messages) == 2


def test_messages_are_answered_one_by_one_in_their_order_without_a_pause(chat: OpenPage) -> None:
    ana = chat()
    started = time.monotonic()
    for _ in range(4):
        assert ana.send("conta")["ok"] is True
    wait_for(lambda: len(ana.messages) == 4)
    assert [text.split()[0] for text in ana.texts] == ["n=1", "n=2", "n=3", "n=4"]
    assert time.monotonic() - started < 3


def test_a_flood_is_told_to_wait_and_does_not_delay_others(chat: OpenPage) -> None:
    carla, ana = chat(), chat()
    reasons = [carla.send("devagar").get("reason") for _ in range(30)]
    assert reasons.count("busy") == 6
    assert reasons.count("rate") == 20
    assert reasons.count(None) == 4
    started = time.monotonic()
    ana.ask("oi")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(("text", "begins"), [("quebra", "Desculpe"), ("devagar", "Não consegui tratar")])
def test_a_turn_that_breaks_or_takes_too_long_twice_ends_in_a_sentence_with_a_way_out(
    chat: OpenPage, text: str, begins: str
) -> None:
    ana = chat()
    [apology] = ana.ask(text)
    assert apology.startswith(begins)
    assert "0800 728 2323" in apology
    assert "css.serpro@serpro.gov.br" in apology
    assert [line["text"] for line in chat(ana.token).session["history"]][:2] == [text, apology]


def test_a_bot_that_was_told_to_be_quiet_does_not_apologise(chat: OpenPage) -> None:
    ana = chat()
    assert ana.ask("silencio", replies=0) == []
    assert ana.ask("oi", replies=0) == []


def test_a_notice_reaches_an_open_page_and_no_other(chat: OpenPage, server: RasaServer) -> None:
    ana, carla = chat(), chat()
    ana.ask("oi")
    body = {"conversation_id": ana.conversation_id, "intent": "EXTERNAL_ticket_resolved"}
    assert server.post("web/notify", body).json() == {"delivered": True}
    wait_for(lambda: ana.texts[-1] == "Seu acionamento foi resolvido.")
    assert carla.messages == []
    ana.close()
    wait_for(lambda: server.post("web/notify", body).json() == {"delivered": False})


def test_an_agents_line_is_shown_and_kept_once(chat: OpenPage, server: RasaServer) -> None:
    ana = chat()
    ana.ask("oi")
    body = {"conversation_id": ana.conversation_id, "text": "Sou o Bruno.", "from": "agent", "id": "evt-1"}
    assert server.post("web/say", body).json() == {"delivered": True}
    assert server.post("web/say", body).json() == {"delivered": True}
    wait_for(lambda: ana.messages[-1]["from"] == "agent")
    assert ana.messages[-1]["id"] == "evt-1"
    history = chat(ana.token).session["history"]
    assert [line["id"] for line in history if line["from"] == "agent"] == ["evt-1"]


def test_that_the_attendant_types_is_shown_on_all_pages_of_his_conversation(
    chat: OpenPage, server: RasaServer
) -> None:
    ana, carla = chat(), chat()
    also = chat(ana.token)
    assert server.post("web/typing", {"conversation_id": ana.conversation_id}).status_code == 200
    wait_for(lambda: ana.typing == also.typing == [True])
    assert carla.typing == []


@pytest.mark.parametrize(
    ("path", "body", "token", "status"),
    [
        ("web/notify", {"conversation_id": "web-x", "intent": "EXTERNAL_visit"}, None, 401),
        ("web/notify", {"conversation_id": "web-x", "intent": "EXTERNAL_visit"}, "wrong", 401),
        ("web/say", {"conversation_id": "web-x", "text": "a", "from": "agent", "id": "1"}, "é", 401),
        ("web/say", {"conversation_id": "web-x", "text": "a", "from": "agent", "id": "1"}, "ok", 404),
        ("web/say", {"conversation_id": "web-x", "text": "a", "from": "user", "id": "1"}, "ok", 400),
        ("web/notify", {"conversation_id": ["a"], "intent": "EXTERNAL_visit"}, "ok", 400),
        ("web/notify", {"conversation_id": "web-x", "intent": "restart"}, "ok", 400),
        ("web/notify", ["a"], "ok", 400),
        ("web/typing", {"conversation_id": "web-x"}, "wrong", 401),
        ("web/typing", {"conversation_id": 7}, "ok", 400),
    ],
)
def test_the_internal_doors_are_shut_to_others_and_to_nonsense(
    server: RasaServer, path: str, body: object, token: str | None, status: int
) -> None:
    given = CHANNEL_TOKEN if token == "ok" else token and token.encode().decode("latin-1")
    assert server.post(path, body, given).status_code == status


def test_a_returning_visitor_is_told_what_moved_but_not_on_every_reconnect(chat: OpenPage) -> None:
    ana = chat()
    ana.ask("oi")
    ana.close()
    time.sleep(0.2)
    flicker = chat(ana.token)
    time.sleep(0.5)
    assert flicker.messages == []


def test_a_notice_that_came_in_a_short_absence_is_told_on_return_and_once(
    chat: OpenPage, server: RasaServer
) -> None:
    ana = chat()
    ana.ask("oi")
    ana.close()
    body = {"conversation_id": ana.conversation_id, "intent": "EXTERNAL_ticket_resolved"}
    wait_for(lambda: server.post("web/notify", body).json() == {"delivered": False})
    back = chat(ana.token)
    wait_for(lambda: back.texts == ["Seu acionamento andou."])
    back.close()
    time.sleep(0.2)
    again = chat(ana.token)
    time.sleep(0.5)
    assert again.messages == []


def test_a_conversation_outlives_a_killed_server_and_what_was_acknowledged_is_answered(
    model: Path, actions: ActionsDouble, tmp_path: Path
) -> None:
    server = RasaServer(
        tmp_path, model, spare_port(), endpoints=endpoints(tmp_path, actions.url), credentials=credentials()
    )
    server.start()
    try:
        ana = Chat(server.url)
        answered, running = str(uuid.uuid4()), str(uuid.uuid4())
        ana.send("conta", answered)
        wait_for(lambda: ana.typing == [True, False])
        assert ana.send("devagar", running) == {"ok": True}
        assert ana.send("conta") == {"ok": True}
        server.stop(hard=True)
        server.start()
        again = Chat(server.url, ana.token)
        assert again.session["new"] is False

        def lines() -> list[str]:
            return [line["text"] for line in again.session["history"]] + again.texts

        wait_for(lambda: any(line.startswith("n=2 ") for line in lines()))
        wait_for(lambda: "Seu acionamento andou." in again.texts)  # what moved meanwhile is told as well
        for given in (answered, running):  # the page did not see the acknowledgement
            assert again.send("conta", given) == {"ok": True}
        assert again.ask("conta")[-1].startswith("n=3 ")
        later = Chat(server.url, ana.token)
        said = [line["text"] for line in later.session["history"] if line["from"] == "user"]
        assert said == ["conta", "devagar", "conta", "conta"]
        again.close()
        later.close()
    finally:
        server.stop()


def test_whoever_has_the_token_reads_the_turns_and_no_id(chat: OpenPage, server: RasaServer) -> None:
    ana, address = chat(), f"{server.url}/webhooks/web/metrics"
    ana.ask("oi")
    ana.ask("quebra")
    wrong = requests.get(address, headers={"Authorization": "Bearer wrong"}, timeout=5)
    assert (wrong.status_code, requests.get(address, timeout=5).status_code) == (401, 401)
    told = requests.get(address, headers={"Authorization": f"Bearer {METRICS_TOKEN}"}, timeout=5).text
    lines = dict(line.rsplit(" ", 1) for line in told.splitlines() if not line.startswith("#"))
    for outcome in ("answered", "apologised"):
        assert float(lines[f'css_turns_total{{channel="web",outcome="{outcome}"}}']) >= 1
    for stage in ("wait", "read", "act", "whole"):
        assert float(lines[f'css_turn_seconds_count{{stage="{stage}"}}']) >= 1, stage
    assert ana.conversation_id not in told


@pytest.mark.parametrize(
    "path", ["/conversations/web-1/tracker", "/model", "/webhooks/rest/webhook", "/webhooks/socketio"]
)
def test_rasas_own_doors_are_shut(server: RasaServer, path: str) -> None:
    assert requests.get(server.url + path, timeout=5).status_code == 404


def test_another_page_may_not_open_the_chat_and_ours_may(chat: OpenPage) -> None:
    assert chat(origin=PAGE).session["new"] is True
    assert chat(origin="http://127.0.0.1:8000").session["new"] is True
    with pytest.raises(socketio.exceptions.ConnectionError):
        chat(origin="https://golpe.example")


def test_nothing_a_user_typed_is_in_the_log(chat: OpenPage, server: RasaServer) -> None:
    ana = chat()
    ana.ask("meu cpf 529.982.247-25 e email ana.canario@exemplo.gov.br senha canario123")
    ana.ask("quebra")
    log = Path(server.log).read_text()
    assert ana.conversation_id not in log
    for canary in ("529.982", "52998224725", "ana.canario", "canario123"):
        assert canary not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    about = [one for one in lines if one.get("conversation") == reference(ana.conversation_id, ACTION_TOKEN)]
    assert "A turn ended without an answer; apologised" in [
        one["message"] for one in about
    ]  # found by its reference alone
    assert all(one["process"] == "rasa" for one in about)
    database = b"".join(file.read_bytes() for file in server.log.parent.glob("tracker.db*"))
    for canary in (b"529.982", b"canario123"):
        assert canary not in database
    assert b"ana.canario" in database  # the tracker is where text belongs


def test_the_desk_reads_the_talk_and_a_person_can_be_forgotten(chat: OpenPage, server: RasaServer) -> None:
    ana = chat()
    ana.ask("oi")
    asked = {"conversation_id": ana.conversation_id}
    lines = server.post("web/history", asked).json()["lines"]
    assert [line["from"] for line in lines][-2:] == ["user", "bot"]
    assert lines[-2]["text"] == "oi"
    for door in ("web/history", "web/forget"):
        assert server.post(door, asked, token="x").status_code == 401
        assert server.post(door, {"conversation_id": 5}).status_code == 400
    assert server.post("web/forget", asked).json() == {"forgotten": True}
    assert server.post("web/forget", asked).json() == {"forgotten": False}
    assert server.post("web/history", asked).json() == {"lines": []}
