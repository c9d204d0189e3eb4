"""Telegram end to end: a real Rasa server against a Bot API as strict as the real one. Ana has a phone."""

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
from rasa_double import CHANNEL_TOKEN, RasaServer, credentials, endpoints, spare_port
from telegram_double import TOKEN, TelegramDouble, units

pytestmark = pytest.mark.rasa
GREETING = "Olá! Sou o assistente de teste."
PUBLIC = "https://css.example"
_people = itertools.count(70_000_001)


def settings(double: TelegramDouble, folder: Path, public_url: str) -> str:
    return credentials(
        ("optional:${TELEGRAM_BOT_TOKEN}", TOKEN),
        ("optional:${TELEGRAM_PUBLIC_URL}", public_url),
        ("optional:${TELEGRAM_API_URL}", double.url),
        ("optional:${PORTAL_INTERNAL_URL}", double.url),
        ("${VAR_DIR}/telegram.db", f"{folder}/telegram.db"),
    )


@pytest.fixture(scope="module")
def double() -> Iterator[TelegramDouble]:
    server = TelegramDouble(spare_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def telegram(
    double: TelegramDouble, model: Path, actions: ActionsDouble, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RasaServer]:
    folder = tmp_path_factory.mktemp("telegram")
    rasa = RasaServer(
        folder,
        model,
        spare_port(),
        endpoints=endpoints(folder, actions.url),
        credentials=settings(double, folder, PUBLIC),
    )
    double.rasa_url = rasa.url
    try:
        rasa.start("telegram")
        wait_for(lambda: double.webhook)
        yield rasa
    finally:
        rasa.stop()


@pytest.fixture
def ana() -> int:
    """A chat of its own for each test."""
    return next(_people)


@pytest.fixture
def write(double: TelegramDouble, telegram: RasaServer) -> Callable[..., list[str]]:
    """Ana sends something; returns what she had got when so many answers had come."""

    def send(chat_id: int, text: str | None = None, *, answers: int = 1, **content: Any) -> list[str]:
        before = len(double.texts(chat_id))
        update = double.message(chat_id, **({"text": text} if text is not None else {}), **content)
        assert double.push(update) == [200]
        wait_for(lambda: len(double.texts(chat_id)) >= before + answers)
        return double.texts(chat_id)[before:]

    return send


@pytest.fixture(autouse=True)
def nothing_that_telegram_refuses(double: TelegramDouble) -> Iterator[None]:
    """Each test names what it makes Telegram refuse; anything else is a fault of ours."""
    double.refused.clear()
    yield
    assert [r for r in double.refused if r["error_code"] not in {403, 429}] == []


def test_start_and_help_greet_with_buttons_that_work(double: TelegramDouble, ana: int, write: Any) -> None:
    assert write(ana, "/start") == [GREETING]
    [[button]] = double.sent[-1]["reply_markup"]["inline_keyboard"]
    assert button == {"text": "Abrir acionamento", "callback_data": "/open_ticket"}
    assert write(ana, "/start abc") == [GREETING]
    double.push(double.tap(ana, button["callback_data"]))
    wait_for(lambda: double.texts(ana)[-1] == "Vamos abrir.")
    assert [method for method, _ in double.calls].count("answerCallbackQuery") >= 1
    assert ("sendChatAction", {"chat_id": ana, "action": "typing"}) in double.calls


def test_the_menu_and_the_webhook_are_told_to_telegram(double: TelegramDouble, telegram: RasaServer) -> None:
    assert double.webhook["url"] == PUBLIC + "/webhooks/telegram/webhook"
    assert len(double.webhook["secret_token"]) == 64
    [menu] = [body for method, body in double.calls if method == "setMyCommands"]
    assert {"command": "abrir", "description": "Abrir um acionamento"} in menu["commands"]


def test_the_same_update_twice_is_answered_once(double: TelegramDouble, ana: int, write: Any) -> None:
    update = double.message(ana, text="conta")
    assert double.push(update, update, update) == [200, 200, 200]
    assert write(ana, "conta", answers=2)[1].startswith("n=2 ")


def test_messages_are_answered_in_their_order_and_the_webhook_does_not_wait(
    double: TelegramDouble, ana: int, telegram: RasaServer
) -> None:
    started = time.monotonic()
    updates = [double.message(ana, text=text) for text in ("devagar", "conta", "conta", "conta")]
    assert double.push(*updates) == [200] * 4
    assert time.monotonic() - started < 2
    wait_for(lambda: len(double.texts(ana)) == 4)
    assert [t.split()[0] for t in double.texts(ana)] == ["Não", "n=1", "n=2", "n=3"]
    assert "Guardei-a para uma pessoa" in double.texts(ana)[0]
    wait_for(lambda: f"tg-{ana}: devagar" in double.set_aside)


def test_without_the_secret_nobody_is_heard(double: TelegramDouble, ana: int, telegram: RasaServer) -> None:
    for secret in ("", "wrong", "é"):
        assert double.push(double.message(ana, text="oi"), secret=secret) == [403]
    time.sleep(0.3)
    assert double.texts(ana) == []


@pytest.mark.parametrize(
    "text", ["/restart", "/session_start", '/open_ticket{"email":"evil@x"}', "／restart", "/x"]
)
def test_a_command_of_rasa_is_words_to_us(ana: int, write: Any, text: str) -> None:
    write(ana, "conta")
    assert write(ana, text) == ["Não entendi."]
    assert write(ana, "conta")[0].startswith("n=2 ")


def test_a_forged_tap_is_words_too(double: TelegramDouble, ana: int, write: Any) -> None:
    write(ana, "conta")
    double.push(double.tap(ana, '/open_ticket{"email":"evil@x"}'), double.tap(ana, "/restart"))
    wait_for(lambda: double.texts(ana)[-2:] == ["Não entendi.", "Não entendi."])
    assert write(ana, "conta")[0].startswith("n=2 ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"voice": {"file_id": "v", "duration": 3}}, "áudios"),
        ({"video_note": {"file_id": "v"}}, "áudios"),
        ({"sticker": {"file_id": "s"}}, "figurinha"),
        ({"location": {"latitude": 1, "longitude": 1}}, "texto, fotos e documentos"),
        ({"contact": {"phone_number": "1"}}, "texto, fotos e documentos"),
        ({"poll": {"id": "1"}}, "texto, fotos e documentos"),
        ({"text": "   "}, "vazia"),
    ],
)
def test_what_we_cannot_use_is_answered_kindly(ana: int, write: Any, content: dict, words: str) -> None:
    [answer] = write(ana, **content)
    assert words in answer


def test_an_edited_message_is_asked_for_anew(double: TelegramDouble, ana: int, write: Any) -> None:
    write(ana, "oi")
    edited = double.message(ana, text="oi!")["message"]
    double.push(double.update(edited_message=edited))
    wait_for(lambda: "editou" in double.texts(ana)[-1])


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group"}, "text": "oi"}},
        {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}, "text": "oi"}},
        {"edited_message": {"message_id": 1, "chat": {"id": -5, "type": "group"}, "photo": []}},
        {"message": {"chat": {"id": "7", "type": "private"}, "text": "oi"}},
        {"message": "junk"},
        {"callback_query": {"id": "1", "data": "/affirm"}},
        {"poll_answer": {}},
        {},
    ],
)
def test_groups_and_junk_are_taken_and_left_alone(
    double: TelegramDouble, ana: int, write: Any, content: dict
) -> None:
    before = len(double.sent)
    assert double.push(double.update(**content)) == [200]
    assert write(ana, "oi") == [GREETING]
    assert len(double.sent) == before + 1


@pytest.mark.parametrize("body", [b"not json", b"[1]", b'{"update_id": "x"}', b"null"])
def test_a_body_that_is_no_update_does_not_come_again(
    double: TelegramDouble, telegram: RasaServer, body: bytes
) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": double.webhook["secret_token"]}
    answer = requests.post(
        f"{telegram.url}/webhooks/telegram/webhook", data=body, headers=headers, timeout=10
    )
    assert answer.status_code == 200


def test_put_into_a_group_the_bot_leaves(double: TelegramDouble, telegram: RasaServer) -> None:
    chat = {"id": -9, "type": "supergroup", "title": "x"}
    double.push(double.update(my_chat_member={"chat": chat, "new_chat_member": {"status": "member"}}))
    wait_for(lambda: ("leaveChat", {"chat_id": -9}) in double.calls)


def test_a_document_with_a_caption_reaches_the_ticket_and_is_talked_about(
    double: TelegramDouble, ana: int, write: Any
) -> None:
    double.files["tela"] = b"%PDF-1.4 tela do erro"
    document = {"file_id": "tela", "file_name": "erro.pdf", "file_size": len(double.files["tela"])}
    answers = write(ana, document=document, caption="conta", answers=2)
    assert answers[0] == "Anexei o arquivo ao acionamento 2026-0000001."
    assert answers[1].startswith("n=1 ")
    upload = double.uploads[-1]
    assert upload["content"] == double.files["tela"]
    assert upload["name"] == "erro.pdf"
    assert upload["conversation_id"] == f"tg-{ana}"
    assert upload["token"] == f"Bearer {CHANNEL_TOKEN}"
    double.files["grande"] = b"x"
    photo = [{"file_id": "pequena", "file_size": 10}, {"file_id": "tela", "file_size": 500}]
    assert write(ana, photo=photo) == ["Anexei o arquivo ao acionamento 2026-0000001."]
    assert double.uploads[-1]["name"] == "foto.jpg"


@pytest.mark.parametrize(
    ("status", "words"),
    [(202, "Ele entra no acionamento"), (413, "grande demais"), (415, "tipo"), (404, "0800 728 2323")],
)
def test_what_became_of_a_file_is_explained(
    double: TelegramDouble, ana: int, write: Any, status: int, words: str
) -> None:
    double.files["tela"] = b"%PDF-1.4"
    double.upload_status = status
    try:
        [answer] = write(ana, document={"file_id": "tela", "file_size": 8})
    finally:
        double.upload_status = 200
    assert words in answer


def test_a_file_beyond_the_limit_is_not_even_fetched(double: TelegramDouble, ana: int, write: Any) -> None:
    fetched = [method for method, _ in double.calls].count("getFile")
    [answer] = write(ana, document={"file_id": "tela", "file_size": 6_000_000})
    assert "5 MB" in answer
    assert [method for method, _ in double.calls].count("getFile") == fetched


def test_a_flood_is_told_once_to_wait(double: TelegramDouble, ana: int, telegram: RasaServer) -> None:
    double.push(*[double.message(ana, text="oi") for _ in range(30)])
    wait_for(lambda: len(double.texts(ana)) == 21)
    time.sleep(0.5)
    assert len([t for t in double.texts(ana) if "muitas mensagens" in t]) == 1
    assert double.texts(ana).count(GREETING) == 20


def test_too_many_requests_are_waited_for(double: TelegramDouble, ana: int, write: Any) -> None:
    double.too_many = [1, 1]
    started = time.monotonic()
    assert write(ana, "oi") == [GREETING]
    assert time.monotonic() - started > 1.9


def test_a_notice_and_an_agents_line_reach_the_phone(
    double: TelegramDouble, telegram: RasaServer, ana: int, write: Any
) -> None:
    write(ana, "oi")
    notice = {"conversation_id": f"tg-{ana}", "intent": "EXTERNAL_ticket_resolved"}
    assert telegram.post("telegram/notify", notice).json() == {"delivered": True}
    assert double.texts(ana)[-1] == "Seu acionamento foi resolvido."
    line = {"conversation_id": f"tg-{ana}", "text": "Sou o Bruno.", "from": "agent", "id": "e1"}
    assert telegram.post("telegram/say", line).json() == {"delivered": True}
    assert double.texts(ana)[-1] == "Sou o Bruno."
    unknown = {**notice, "conversation_id": "tg-1"}
    assert telegram.post("telegram/notify", unknown).status_code == 404
    assert telegram.post("telegram/notify", {**notice, "conversation_id": "web-1"}).status_code == 404
    assert telegram.post("telegram/notify", notice, token=None).status_code == 401


def test_a_long_answer_comes_in_parts(
    double: TelegramDouble, telegram: RasaServer, ana: int, write: Any
) -> None:
    write(ana, "oi")
    text = "palavra 😀 " * 390
    assert units(text) > 4096 - 500
    line = {"conversation_id": f"tg-{ana}", "text": text[:4000], "from": "agent", "id": "e2"}
    assert telegram.post("telegram/say", line).json() == {"delivered": True}
    parts = double.texts(ana)[1:]
    assert " ".join(parts).split() == text[:4000].split()


def test_who_blocked_the_bot_is_a_lasting_refusal_until_he_writes_again(
    double: TelegramDouble, telegram: RasaServer, ana: int, write: Any
) -> None:
    write(ana, "oi")
    notice = {"conversation_id": f"tg-{ana}", "intent": "EXTERNAL_ticket_resolved"}
    double.blocked.add(ana)
    assert telegram.post("telegram/notify", notice).status_code == 404
    sends = len(double.calls)
    assert telegram.post("telegram/notify", notice).status_code == 404
    assert len(double.calls) == sends  # known by now
    double.blocked.discard(ana)
    assert write(ana, "oi") == [GREETING]
    assert telegram.post("telegram/notify", notice).json() == {"delivered": True}
    member = {"chat": {"id": ana, "type": "private"}, "new_chat_member": {"status": "kicked"}}
    double.push(double.update(my_chat_member=member))
    wait_for(lambda: telegram.post("telegram/notify", notice).status_code == 404)


def test_a_telegram_that_does_not_answer_is_worth_another_try(
    double: TelegramDouble, telegram: RasaServer, ana: int, write: Any
) -> None:
    write(ana, "oi")
    line = {"conversation_id": f"tg-{ana}", "text": "Sou o Bruno.", "from": "agent", "id": "e3"}
    double.silent = True
    try:
        assert telegram.post("telegram/say", line).json() == {"delivered": False}
    finally:
        double.silent = False
    assert telegram.post("telegram/say", line).json() == {"delivered": True}
    assert double.texts(ana).count("Sou o Bruno.") == 1


@pytest.mark.parametrize("away", ["answers 502", "refuses connections"])
def test_an_answer_that_telegram_could_not_take_comes_later_once_and_in_its_order(
    double: TelegramDouble, telegram: RasaServer, ana: int, write: Any, away: str
) -> None:
    assert write(ana, "conta")[0].startswith("n=1 ")
    headers = {"X-Telegram-Bot-Api-Secret-Token": double.webhook["secret_token"]}
    updates = [double.message(ana, text="conta") for _ in range(2)]
    if away == "answers 502":
        double.silent = True
    else:
        double.stop()
    try:
        for update in updates:
            hook = f"{telegram.url}/webhooks/telegram/webhook"
            assert requests.post(hook, json=update, headers=headers, timeout=10).status_code == 200
        with sqlite3.connect(telegram.log.parent / "telegram.db") as database:
            owed = "SELECT count(*) FROM owed WHERE user_id = ?"
            wait_for(lambda: database.execute(owed, (str(ana),)).fetchone() == (2,), 60)
        assert len(double.texts(ana)) == 1
    finally:
        double.silent = False
        if away == "refuses connections":
            double.start()
    assert double.push(double.message(ana, text="conta")) == [200]
    wait_for(lambda: len(double.texts(ana)) == 4, 60)
    assert [text.split()[0] for text in double.texts(ana)] == ["n=1", "n=2", "n=3", "n=4"]
    assert write(ana, "conta") == [double.texts(ana)[-1]]
    assert [text.split()[0] for text in double.texts(ana)] == ["n=1", "n=2", "n=3", "n=4", "n=5"]


def test_what_was_answered_is_no_longer_in_the_inbox_nor_in_the_log(
    double: TelegramDouble, telegram: RasaServer, ana: int, write: Any
) -> None:
    write(ana, "minha senha canario987")
    with sqlite3.connect(telegram.log.parent / "telegram.db") as database:
        kept = "SELECT 1 FROM messages WHERE body LIKE '%canario%'"
        wait_for(lambda: not database.execute(kept).fetchall())
    log = telegram.log.read_text()
    assert "canario987" not in log
    assert str(ana) not in log
    assert TOKEN not in log


def test_by_long_polling_a_killed_server_loses_no_message_and_answers_none_twice(
    model: Path, actions: ActionsDouble, tmp_path: Path
) -> None:
    double = TelegramDouble(spare_port())
    double.start()
    rasa = RasaServer(
        tmp_path,
        model,
        spare_port(),
        endpoints=endpoints(tmp_path, actions.url),
        credentials=settings(double, tmp_path, ""),
    )
    ana = next(_people)
    try:
        rasa.start("telegram")
        double.offer(double.message(ana, text="conta"))
        wait_for(lambda: len(double.texts(ana)) == 1)
        double.offer(*[double.message(ana, text=t) for t in ("devagar", "conta", "conta")])
        wait_for(lambda: ("sendChatAction", {"chat_id": ana, "action": "typing"}) in double.calls[-3:])
        time.sleep(1)  # all are in the inbox, the slow one is being answered
        rasa.stop(hard=True)
        assert len(double.texts(ana)) == 1
        rasa.start("telegram")
        wait_for(lambda: len(double.texts(ana)) == 4, 40)
        assert [t.split()[0] for t in double.texts(ana)] == ["n=1", "Não", "n=2", "n=3"]
    finally:
        rasa.stop()
        double.stop()
