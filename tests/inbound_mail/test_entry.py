"""The LMTP and SMTP entry, by the standard library's clients."""

import email.policy
import smtplib
import threading

import pytest
from mail_room import CSS, NUMBER, SECRET, plain, spare_port

from inbound_mail import entry
from ticket_store import reply_address

ANA = "ana@x.gov.br"
SECRET_ADDRESS = reply_address.for_ticket(CSS, NUMBER, ANA, SECRET)


@pytest.fixture
def port(handler):
    chosen = spare_port()
    door = entry.start(handler, mailbox=CSS, host="127.0.0.1", port=chosen)
    yield chosen
    door.stop()


@pytest.mark.parametrize("client", [smtplib.LMTP, smtplib.SMTP])
def test_a_letter_is_dealt_with_before_it_is_accepted(client, port, store, letter):
    with client("127.0.0.1", port) as server:
        server.sendmail(ANA, [SECRET_ADDRESS], letter("reply-gmail-web"))
        assert store.comments() == ["A unidade gestora é 170001."]


def test_the_null_sender_of_the_envelope_is_never_answered(port, store):
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.sendmail("", [CSS], plain("Quero abrir um chamado.", frm=ANA))
    assert store.answers() == []
    assert store.outcomes() == ["bounce_unknown"]


def test_a_letter_for_somebody_else_is_refused(port):
    with smtplib.SMTP("127.0.0.1", port) as server, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        server.sendmail(ANA, ["outro@serpro.gov.br"], plain("oi", frm=ANA))
    assert refused.value.recipients["outro@serpro.gov.br"][0] == 550


def test_a_second_recipient_is_asked_to_come_again(port, store):
    with smtplib.SMTP("127.0.0.1", port) as server:
        refused = server.sendmail(ANA, [CSS, SECRET_ADDRESS], plain("Quero abrir um chamado.", frm=ANA))
    assert refused[SECRET_ADDRESS][0] == 452
    assert len(store.outcomes()) == 1


def test_while_the_assistant_is_away_the_sender_keeps_the_letter(port, store, assistant):
    assistant.down = True
    letter = plain("Quero abrir um chamado.", frm=ANA)
    with smtplib.LMTP("127.0.0.1", port) as server, pytest.raises(smtplib.SMTPDataError) as waiting:
        server.sendmail(ANA, [CSS], letter)
    assert waiting.value.smtp_code == 451
    assert store.outcomes() == []
    assistant.down = False
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.sendmail(ANA, [CSS], letter)
    assert store.answers() == [("assistant_reply", ANA)]


def test_a_letter_of_twenty_megabytes_passes_and_a_larger_one_is_refused_at_once(port, store):
    from email.message import EmailMessage

    def letter(size, name):
        message = EmailMessage()
        message["From"], message["To"], message["Message-ID"] = ANA, SECRET_ADDRESS, f"<{name}@x.gov.br>"
        message.set_content("Segue o vídeo.")
        message.add_attachment(bytes(size), maintype="video", subtype="mp4", filename="tela.mp4")
        return message.as_bytes(policy=email.policy.SMTP)

    with smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail(ANA, [SECRET_ADDRESS], letter(20 * 1024 * 1024, "vinte"))
        assert store.comments() == ["Segue o vídeo."]
        with pytest.raises(smtplib.SMTPException):
            server.sendmail(ANA, [SECRET_ADDRESS], letter(26 * 1024 * 1024, "demais"))
    assert store.comments() == ["Segue o vídeo."]


def test_the_same_letter_by_two_connections_at_once_is_one_comment(port, store, letter):
    def send():
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.sendmail(ANA, [SECRET_ADDRESS], letter("files-image-and-pdf"))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.comments()) == 1
    assert len(store.files()) == 2
