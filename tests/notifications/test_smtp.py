"""Against aiosmtpd, a real SMTP server."""

import time
from email.message import EmailMessage

import pytest
from mail_servers import Postman, certificate, free_port, only, smtp

from notifications.smtp import Server, SmtpTransport
from notifications.transport import TransportError

ANA = "ana@x.gov.br"


@pytest.fixture
def message():
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "css@serpro.gov.br", ANA, "Olá"
    mail.set_content("Não há pressa.\n")
    return mail


def deliver(port: int, message: EmailMessage, **options) -> None:
    with SmtpTransport(Server("127.0.0.1", port, **options)) as transport:
        transport.deliver(message, "css@serpro.gov.br", ANA)


def failure(port: int, message: EmailMessage, **options) -> TransportError:
    with pytest.raises(TransportError) as raised:
        deliver(port, message, **options)
    return raised.value


def test_a_mail_arrives(message):
    postman = Postman()
    with smtp(postman) as port:
        deliver(port, message)
    assert [mail["Subject"] for mail in postman.mails] == ["Olá"]
    assert postman.mails[0].get_content() == "Não há pressa.\r\n"


def test_several_mails_share_one_connection(message):
    postman = Postman()
    with smtp(postman) as port, SmtpTransport(Server("127.0.0.1", port)) as transport:
        for _ in range(3):
            transport.deliver(message, "css@serpro.gov.br", ANA)
    assert len(postman.mails) == 3
    assert len(postman.sessions) == 1


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_5xx_is_permanent_and_its_reason_names_no_address(message, step):
    with smtp(Postman(**{step: [f"550 5.1.1 <{ANA}>: unknown, {ANA} moved"]})) as port:
        refused = failure(port, message)
    assert refused.permanent
    assert "550 5.1.1" in refused.reason
    assert ANA not in refused.reason


@pytest.mark.parametrize("step", ["rcpt", "data"])
def test_a_4xx_is_temporary_and_the_next_attempt_passes_on_the_same_transport(message, step):
    postman = Postman(**{step: ["451 4.7.1 greylisted", "250 OK"]})
    with smtp(postman) as port, SmtpTransport(Server("127.0.0.1", port)) as transport:
        with pytest.raises(TransportError) as raised:
            transport.deliver(message, "css@serpro.gov.br", ANA)
        assert not raised.value.permanent
        transport.deliver(message, "css@serpro.gov.br", ANA)
    assert len(postman.mails) == 1


def test_a_server_that_does_not_answer_in_time_is_temporary(message):
    with smtp(Postman(hold=1.5)) as port:
        began = time.monotonic()
        stalled = failure(port, message, timeout=0.3)
        assert time.monotonic() - began < 1.2
    assert not stalled.permanent


def test_no_server_at_all_is_temporary(message):
    assert not failure(free_port(), message).permanent


def test_a_mail_that_is_too_large_is_permanent(message):
    message.set_content("a\n" * 5000)
    with smtp(Postman(), data_size_limit=1000) as port:
        assert failure(port, message).permanent


def test_starttls_encrypts_and_then_logs_in(message, tmp_path):
    server, client = certificate(tmp_path)
    postman = Postman()
    account = {"authenticator": only("css", "s3nha"), "auth_required": True, "auth_require_tls": True}
    with smtp(postman, tls_context=server, require_starttls=True, **account) as port:
        deliver(port, message, security="starttls", user="css", password="s3nha", tls=client)
    assert postman.encrypted == [True]


def test_implicit_tls_encrypts_from_the_first_byte(message, tmp_path):
    server, client = certificate(tmp_path)
    postman = Postman()
    with smtp(postman, ssl_context=server) as port:
        deliver(port, message, security="tls", tls=client)
    assert postman.encrypted == [True]


def test_a_certificate_that_nobody_vouches_for_gets_no_mail(message, tmp_path):
    server, _ = certificate(tmp_path)
    postman = Postman()
    with smtp(postman, tls_context=server) as port:
        refused = failure(port, message, security="starttls")
    assert not refused.permanent
    assert "SSLCertVerificationError" in refused.reason
    assert postman.mails == []


def test_a_server_without_starttls_gets_no_mail_in_the_clear(message):
    postman = Postman()
    with smtp(postman) as port:
        assert not failure(port, message, security="starttls").permanent
    assert postman.mails == []


def test_a_wrong_password_is_our_fault_and_parks_nothing(message, tmp_path):
    server, client = certificate(tmp_path)
    with smtp(Postman(), tls_context=server, authenticator=only("css", "s3nha"), auth_required=True) as port:
        refused = failure(port, message, security="starttls", user="css", password="errada", tls=client)
    assert not refused.permanent
    assert "535" in refused.reason
    assert "errada" not in refused.reason


def test_an_unknown_kind_of_security_is_refused_at_once():
    with pytest.raises(ValueError, match="SMTP_SECURITY"):
        Server("127.0.0.1", 25, security="ssl3")
