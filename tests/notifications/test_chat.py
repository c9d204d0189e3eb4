"""Against a real HTTP server that answers as Rasa's channels do."""

import pytest
from mail_servers import Channel, free_port

from notifications.chat import ChatTransport
from notifications.transport import TransportError


def test_a_notice_asks_the_channel_of_the_conversation_to_look_at_the_store():
    channel = Channel()
    with channel.running() as url:
        assert ChatTransport(url, "segredo").notify("web-1f")
        assert ChatTransport(url, "segredo").notify("tg-42")
        assert ChatTransport(url, "segredo").notify("wa-5561990000001")
    assert channel.seen == [
        ("/webhooks/web/notify", "segredo", {"conversation_id": "web-1f", "intent": "EXTERNAL_ticket_moved"}),
        (
            "/webhooks/telegram/notify",
            "segredo",
            {"conversation_id": "tg-42", "intent": "EXTERNAL_ticket_moved"},
        ),
        (
            "/webhooks/whatsapp/notify",
            "segredo",
            {"conversation_id": "wa-5561990000001", "intent": "EXTERNAL_ticket_moved"},
        ),
    ]


def test_an_attendants_words_go_with_their_own_id():
    channel = Channel()
    with channel.running() as url:
        ChatTransport(url, "segredo").say("web-1f", "Olá, sou o Bruno.", "m-7")
    body = {"conversation_id": "web-1f", "text": "Olá, sou o Bruno.", "from": "agent", "id": "m-7"}
    assert channel.seen == [("/webhooks/web/say", "segredo", body)]


def test_nobody_there_is_told_apart_from_delivered():
    with Channel((200, {"delivered": False})).running() as url:
        assert ChatTransport(url, "segredo").notify("web-1f") is False


@pytest.mark.parametrize(
    "answer", [(500, {}), (401, {"error": "token"}), (200, {}), (200, []), (200, b"<html>")]
)
def test_a_channel_that_is_unwell_or_answers_nonsense_is_temporary(answer):
    with Channel(answer).running() as url, pytest.raises(TransportError) as raised:
        ChatTransport(url, "segredo").notify("web-1f")
    assert not raised.value.permanent


def test_a_rasa_answer_of_200_with_messages_is_not_taken_for_delivered():
    with Channel((200, {"messages": [{"text": "oi"}]})).running() as url, pytest.raises(TransportError):
        ChatTransport(url, "segredo").notify("web-1f")


def test_a_conversation_that_is_gone_is_permanent():
    with (
        Channel((404, {"error": "UnknownConversation"})).running() as url,
        pytest.raises(TransportError) as raised,
    ):
        ChatTransport(url, "segredo").notify("web-1f")
    assert raised.value.permanent


def test_a_channel_that_does_not_answer_in_time_is_temporary():
    with Channel(hold=1).running() as url, pytest.raises(TransportError) as raised:
        ChatTransport(url, "segredo", timeout=0.2).notify("web-1f")
    assert not raised.value.permanent


def test_no_channel_at_all_is_temporary():
    with pytest.raises(TransportError) as raised:
        ChatTransport(f"http://127.0.0.1:{free_port()}", "segredo", timeout=1).notify("web-1f")
    assert not raised.value.permanent


def test_a_shell_conversation_cannot_be_spoken_to():
    with pytest.raises(TransportError) as raised:
        ChatTransport("http://127.0.0.1:1", "segredo").notify("3f9c")
    assert raised.value.permanent
