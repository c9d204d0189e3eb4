"""What a stranger's server can do to us when we call it: keep us waiting for a moment, and nothing else."""

import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from time import monotonic

import pytest
from mail_servers import certificate

from notifications import outside
from notifications.transport import TransportError

SECONDS = 0.5


@contextmanager
def stranger(answer, tls=None):
    """A server that hands each connection to `answer`; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, suppress(OSError):
                        if tls:
                            connection = tls.wrap_socket(connection, server_side=True)
                        answer(connection)
                        connection.close()

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)


def send(url, seconds=SECONDS):
    return outside.post(url, b"{}", {}, seconds=seconds, allow_local=True)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_one_that_drips_bytes_is_cut_off(scheme):
    """Each byte comes well within a socket's own timeout; in https they drip in the handshake already."""
    over = threading.Event()

    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nX: " if scheme == "http" else b"\x16\x03\x03\x40\x00")
        while not over.wait(0.05):
            connection.sendall(b"a")

    with stranger(drip) as port:
        began = monotonic()
        with pytest.raises(TransportError) as refused:
            send(f"{scheme}://127.0.0.1:{port}/")
        took = monotonic() - began
        over.set()
    assert not refused.value.permanent
    assert took < SECONDS + 2


def test_the_address_that_was_checked_is_the_one_that_is_called(monkeypatch):
    """A name that answers with a public address first and with ours a moment later."""
    seen = []

    def answer(connection):
        seen.append(connection.recv(1000))
        connection.sendall(b"HTTP/1.1 204 No\r\n\r\n")

    lookups = iter(["93.184.216.34", "127.0.0.1"])
    called = []
    with stranger(answer) as port:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(lookups), port))])
        monkeypatch.setattr(socket, "create_connection", lambda where, *_: called.append(where) or _refuse())
        with pytest.raises(TransportError):
            outside.post(f"http://a.example:{port}/", b"", {}, seconds=SECONDS, allow_local=False)
    assert called == [("93.184.216.34", port)]
    assert seen == []


def _refuse():
    raise ConnectionRefusedError


def test_the_certificate_has_to_be_of_the_name_not_of_the_address(tmp_path, monkeypatch):
    server, client = certificate(tmp_path)  # of 127.0.0.1
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: client)

    def answer(connection):
        while b"{}" not in connection.recv(1000):
            pass
        connection.sendall(b"HTTP/1.1 204 No\r\n\r\n")

    with stranger(answer, server) as port:
        assert send(f"https://127.0.0.1:{port}/", 5) == 204
        with pytest.raises(TransportError, match="SSLCertVerificationError"):
            send(f"https://localhost:{port}/", 5)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::7f00:1",
        "2002:a00:1::",
        "2001:0:a00:1::",
    ],
)
def test_what_leads_into_a_private_network_is_inner(address):
    assert outside.is_inner(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_the_public_network_is_not_inner(address):
    assert not outside.is_inner(address)
