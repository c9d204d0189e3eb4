"""Whatever comes over a channel's door is answered or dropped: no crash, and nothing under another's name.

One real Rasa server with every channel; what is sent is what a client sends, with one part of it replaced by
anything, or anything at all. Ana talked on each channel before, and finds her conversation as she left it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from actions_double import ActionsDouble
from chat_client import Chat, wait_for
from garbage import SHORT, like, spoilt
from graph_double import APP_SECRET, NUMBER_ID, TOKEN, VERIFY_TOKEN, GraphDouble, message, update
from hypothesis import given
from hypothesis import strategies as st
from rasa_double import RasaServer, credentials, endpoints, spare_port
from rocketchat_double import WEBHOOK_TOKEN, RocketChatDouble
from rocketchat_double import file_message as rocket_file
from rocketchat_double import message as rocket
from teams_double import UPLOADED, TeamsDouble
from telegram_double import TOKEN as BOT_TOKEN
from telegram_double import TelegramDouble
from twilio_call import AUTH_TOKEN, PUBLIC, Call

WHOLE = st.characters(exclude_categories=["Cs"])
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
pytestmark = pytest.mark.rasa
ANA_CHAT, CARLA_CHAT = 70_000_001, 70_000_002
ANA_ACCOUNT, CARLA_ACCOUNT = "AnaFuzzAccount001", "CarlaFuzzAccount1"
ANA_NUMBER, CARLA_NUMBER = "5561990000001", "5561990000002"


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramDouble]:
    double = TelegramDouble(spare_port())
    double.start()
    yield double
    double.stop()


@pytest.fixture(scope="module")
def graph() -> Iterator[GraphDouble]:
    double = GraphDouble(spare_port())
    double.start()
    yield double
    double.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def rasa(
    model: Path, actions: ActionsDouble, telegram: TelegramDouble, graph: GraphDouble, folder: Path
) -> Iterator[RasaServer]:
    given_ = credentials(
        ("optional:${TELEGRAM_BOT_TOKEN}", BOT_TOKEN),
        ("optional:${TELEGRAM_PUBLIC_URL}", PUBLIC),
        ("optional:${TELEGRAM_API_URL}", telegram.url),
        ("optional:${WHATSAPP_TOKEN}", TOKEN),
        ("optional:${WHATSAPP_PHONE_NUMBER_ID}", f'"{NUMBER_ID}"'),
        ("optional:${WHATSAPP_APP_SECRET}", APP_SECRET),
        ("optional:${WHATSAPP_VERIFY_TOKEN}", VERIFY_TOKEN),
        ("optional:${WHATSAPP_API_URL}", graph.url),
        ("optional:${TWILIO_AUTH_TOKEN}", AUTH_TOKEN),
        ("optional:${TWILIO_PUBLIC_URL}", PUBLIC),
        ("optional:${PORTAL_INTERNAL_URL}", telegram.url),
    )
    server = RasaServer(
        folder, model, spare_port(), endpoints=endpoints(folder, actions.url), credentials=given_
    )
    telegram.rasa_url = graph.rasa_url = server.url
    try:
        server.start()
        wait_for(lambda: telegram.webhook)
        yield server
    finally:
        server.stop()


def conversations(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "tracker.db") as database:
        return {
            row[0] for row in database.execute("SELECT DISTINCT conversation_id FROM conversation_events")
        }


def test_telegram(rasa: RasaServer, telegram: TelegramDouble, folder: Path) -> None:
    def pushed(body: bytes) -> int:
        headers = {SECRET_HEADER: telegram.webhook["secret_token"], "Content-Type": "application/json"}
        address = f"{rasa.url}/webhooks/telegram/webhook"
        return requests.post(address, data=body, headers=headers, timeout=30).status_code

    def ask(who: int) -> str:
        before = len(telegram.texts(who))
        assert telegram.push(telegram.message(who, text="conta")) == [200]
        wait_for(lambda: len(telegram.texts(who)) > before, 60)
        return telegram.texts(who)[-1]

    assert ask(ANA_CHAT).startswith("n=1 ")
    size = {"file_id": "f", "file_size": 1}
    valid = [
        telegram.message(CARLA_CHAT, text="oi"),
        telegram.message(CARLA_CHAT, photo=[size], caption="foto"),
        telegram.message(CARLA_CHAT, document={**size, "file_name": "a.pdf"}),
        telegram.tap(CARLA_CHAT, "/affirm"),
        telegram.update(
            my_chat_member={
                "chat": {"id": CARLA_CHAT, "type": "private"},
                "new_chat_member": {"status": "member"},
            }
        ),
    ]

    def take(body: Any) -> None:
        if (
            isinstance(body, dict)
            and "update_id" in body
            and body.get("update_id") in [one["update_id"] for one in valid]
        ):
            body = {**body, "update_id": telegram.update()["update_id"]}
        assert pushed(json.dumps(body).encode()) == 200, body

    for body in spoilt(valid):
        take(body)
    SHORT(given(like(valid, [ANA_CHAT, f"tg-{ANA_CHAT}"], unless=("message", "chat", "id")))(take))()
    for raw in (b"", b"\xff\xfe", b"{", b"[" * 60_000, b'{"update_id": 1e400}'):
        assert pushed(raw) == 200
    assert ask(ANA_CHAT).startswith("n=2 ")
    assert all(re.fullmatch(r"tg--?\d+", one) for one in conversations(folder) if one.startswith("tg"))


def test_whatsapp(rasa: RasaServer, graph: GraphDouble, folder: Path) -> None:
    def pushed(body: bytes) -> int:
        signature = "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": signature, "Content-Type": "application/json"}
        address = f"{rasa.url}/webhooks/whatsapp/webhook"
        return requests.post(address, data=body, headers=headers, timeout=30).status_code

    def ask(who: str) -> str:
        before = len(graph.texts(who))
        assert graph.push(update(message(who, "text", {"body": "conta"}))) == 200
        wait_for(lambda: len(graph.texts(who)) > before, 60)
        return graph.texts(who)[-1]

    assert ask(ANA_NUMBER).startswith("n=1 ")
    failed = {"id": "wamid.x", "status": "failed", "errors": [{"code": 131047}]}
    status = update(message(CARLA_NUMBER, "text", {"body": "oi"}))
    status["entry"][0]["changes"][0]["value"]["statuses"] = [failed]
    valid = [
        status,
        update(message(CARLA_NUMBER, "image", {"id": "1", "caption": "foto"})),
        update(
            message(CARLA_NUMBER, "interactive", {"type": "button_reply", "button_reply": {"id": "/affirm"}})
        ),
    ]

    def take(body: Any) -> None:
        assert pushed(json.dumps(body).encode()) == 200, body

    for body in spoilt(valid):
        take(body)
    SHORT(given(like(valid, [ANA_NUMBER, f"wa-{ANA_NUMBER}"], unless=("from",)))(take))()
    for raw in (b"", b"\xff\xfe", b"{", b"[" * 60_000):
        assert pushed(raw) == 200
    assert ask(ANA_NUMBER).startswith("n=2 ")
    assert all(re.fullmatch(r"wa-\d{5,20}", one) for one in conversations(folder) if one.startswith("wa"))


def test_rocketchat(server: RasaServer, workspace: RocketChatDouble) -> None:
    def ask() -> str:
        before = len(workspace.texts(ANA_ACCOUNT))
        assert workspace.push(rocket(ANA_ACCOUNT, "conta")).status_code == 200
        wait_for(lambda: len(workspace.texts(ANA_ACCOUNT)) > before, 60)
        return workspace.texts(ANA_ACCOUNT)[-1]

    assert ask().startswith("n=1 ")
    valid = [
        rocket(CARLA_ACCOUNT, "oi", isEdited=True),
        rocket_file(CARLA_ACCOUNT, "file0000001", "a.png", "image/png", 9),
    ]

    def take(body: Any) -> None:
        ours = isinstance(body, dict) and body.get("token") == WEBHOOK_TOKEN
        assert workspace.push(body).status_code == (200 if ours else 403), body

    for body in spoilt(valid):
        take(body)
    SHORT(given(like(valid, [ANA_ACCOUNT, f"rc-{ANA_ACCOUNT}"], unless=("user_id",)))(take))()
    address = f"{server.url}/webhooks/rocketchat/webhook"
    for raw in (b"", b"\xff\xfe", b"{", b"[" * 60_000):
        assert requests.post(address, data=raw, timeout=30).status_code == 403
    assert ask().startswith("n=2 ")


def test_teams(server: RasaServer, teams: TeamsDouble) -> None:
    """Signed by the Connector: what is no activity is refused, and none ends in a fault of ours."""

    def ask() -> str:
        before = len(teams.texts("ana-fuzz"))
        assert teams.push(teams.activity("ana-fuzz", "conta")) == 200
        wait_for(lambda: len(teams.texts("ana-fuzz")) > before, 60)
        return teams.texts("ana-fuzz")[-1]

    assert ask().startswith("n=1 ")
    shared = {
        "contentType": UPLOADED,
        "name": "a.pdf",
        "content": {"downloadUrl": "https://x.sharepoint.com/a"},
    }
    valid = [
        teams.activity("carla-fuzz", "oi"),
        teams.activity("carla-fuzz", value={"payload": "/affirm"}, attachments=[shared]),
        {**teams.activity("carla-fuzz", "oi"), "type": "messageUpdate"},
        {**teams.activity("carla-fuzz"), "type": "installationUpdate", "action": "remove"},
    ]
    signed = teams.token()

    def take(body: Any) -> None:
        service = body.get("serviceUrl") if isinstance(body, dict) else None
        # Where its token names the same address, the rest is looked at.
        token = teams.token(serviceurl=service) if isinstance(service, str) and service.isascii() else signed
        assert teams.push(body, token) in (200, 400, 403), body

    for body in spoilt(valid):
        take(body)
    SHORT(given(like(valid, ["a:ana-fuzz"], unless=("conversation", "id")))(take))()
    headers = {"Authorization": f"Bearer {signed}"}
    for raw in (b"", b"\xff\xfe", b"{", b"[" * 60_000):
        address = f"{server.url}/webhooks/teams/webhook"
        assert requests.post(address, data=raw, headers=headers, timeout=30).status_code == 403
    assert ask().startswith("n=2 ")


def test_the_phone(rasa: RasaServer, folder: Path) -> None:
    ana = Call(rasa.url)
    ana.ring()
    assert ana.say("conta").text.startswith("n=1 ")
    carla = Call(rasa.url)
    names = st.sampled_from(
        ["CallSid", "Digits", "SpeechResult", "From", "Caller", "CallStatus", "Confidence"]
    )
    values = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
        ["", ana.id, ana.sid.lower(), f"{ana.sid}\n", f" {ana.sid}", "*" * 50, "#", "9" * 2000, "\x00"]
    )
    paths = st.sampled_from(["", "?silences=", "?silences=2", "?silences=-1", "?silences=%00&silences=1"])

    @SHORT
    @given(
        st.dictionaries(names | st.text(st.characters(exclude_categories=["Cs"]), max_size=5), values), paths
    )
    def fuzz(form: dict[str, str], path: str) -> None:
        answer = carla.post({**carla.form(), **form}, path="/webhooks/phone/webhook" + path)
        assert answer.status_code in (200, 400)

    fuzz()
    assert ana.say("conta").text.startswith("n=2 ")
    assert {one for one in conversations(folder) if one.startswith("tel")} <= {ana.id, carla.id}


def test_a_page_cannot_say_that_it_connects_or_leaves(rasa: RasaServer) -> None:
    """As it was found: it got another conversation, and any network address that it named."""
    ana = Chat(rasa.url)
    assert ana.ask("conta")[0].startswith("n=1 ")
    for event in ("connect", "disconnect"):
        ana.client.emit(event, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"})
    ana.client.emit({"a": 1}, {})
    assert ana.ask("conta")[0].startswith("n=2 ")
    assert len(ana.sessions) == 1
    ana.close()


EVENTS = [
    "user_message",
    "file_begin",
    "file_part",
    "file_end",
    "grade",
    "transcript",
    "transcript_mail",
    "end",
    "connect",
    "x",
]


def test_the_page(rasa: RasaServer, folder: Path) -> None:
    before, ana, carla = conversations(folder), Chat(rasa.url), Chat(rasa.url)
    assert ana.ask("conta")[0].startswith("n=1 ")
    hers = [ana.conversation_id, ana.token, f"c:{ana.conversation_id}"]

    def told() -> Any:
        given_ = str(uuid.uuid4())
        return {"id": given_, "text": "oi", "title": "x", "name": "a.png", "size": 9, "at": 0, "score": 3}

    @SHORT
    @given(st.sampled_from(EVENTS), like([told()], hers) | st.binary(max_size=20))
    def fuzz(event: str, data: Any) -> None:
        carla.client.emit(event, data)

    fuzz()
    assert carla.client.call("file_end", {}, timeout=30)["ok"] is False  # it is still there, and answers
    assert ana.ask("conta")[0].startswith("n=2 ")
    assert conversations(folder) - before <= {ana.conversation_id, carla.conversation_id}
    ana.close()
    carla.close()


@pytest.mark.parametrize("transport", ["polling", "websocket", "x"])
def test_a_request_for_a_session(rasa: RasaServer, transport: str) -> None:
    @SHORT
    @given(
        st.dictionaries(
            st.sampled_from(["EIO", "sid", "t", "j"]),
            st.text(WHOLE, max_size=8) | st.sampled_from(["4", "0"]),
        ),
        st.binary(max_size=60),
        st.sampled_from(["GET", "POST"]),
    )
    def fuzz(query: dict[str, str], body: bytes, method: str) -> None:
        address = f"{rasa.url}/socket.io/"
        answer = requests.request(
            method, address, params={"transport": transport, **query}, data=body, timeout=30
        )
        assert answer.status_code < 500

    fuzz()


@pytest.mark.parametrize(
    "auth", [None, [], ["x"], {}, {"token": {}}, {"token": "\ud800"}, {"token": "a" * 5000}, 7]
)
def test_a_claim_to_a_session(rasa: RasaServer, auth: Any) -> None:
    address = f"{rasa.url}/socket.io/?EIO=4&transport=polling"
    opened = requests.get(address, timeout=30)
    sid = json.loads(opened.text[1:])["sid"]
    assert requests.post(f"{address}&sid={sid}", data=f"40{json.dumps(auth)}", timeout=30).status_code == 200
    answer = requests.get(f"{address}&sid={sid}", timeout=30)
    assert answer.status_code == 200
