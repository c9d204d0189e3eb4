"""The one way out to addresses that somebody else chose (webhooks, push services).

The name is resolved once, and what was checked is what is connected to: its owner may answer otherwise the
next moment. The whole has one time limit: a socket's own starts anew with every byte that drips in.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import IPv6Address, IPv6Network, ip_address
from time import monotonic
from urllib.parse import urlsplit

import certifi

from notifications.transport import TransportError

# IPv6 addresses that a gateway turns into an IPv4 one: RFC 6052 and RFC 8215.
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def post(url: str, body: bytes, headers: Mapping[str, str], *, seconds: float, allow_local: bool) -> int:
    """The answer's status; its body is not read, a redirect is not followed.

    Raises TransportError: permanent for an address inside our own network, otherwise worth another try.
    """
    try:
        return _post(url, body, headers, seconds, allow_local)
    except (OSError, http.client.HTTPException, ValueError) as broken:
        raise TransportError(f"no answer: {type(broken).__name__}", permanent=False) from None


def _post(url: str, body: bytes, headers: Mapping[str, str], seconds: float, allow_local: bool) -> int:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = _resolved(parts.hostname or "", port, allow_local)
    deadline = monotonic() + seconds
    connection = _Connection(parts.hostname or "", port, address, secure, seconds)
    end = threading.Timer(seconds, connection.cut)
    end.daemon = True
    end.start()
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection.request("POST", target, body, dict(headers))
        status = connection.getresponse().status
        if monotonic() > deadline:
            raise TimeoutError
        return status
    finally:
        end.cancel()
        connection.close()


def _resolved(host: str, port: int, allow_local: bool) -> str:
    found = [str(where[0]) for *_, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not allow_local and any(is_inner(address) for address in found):
        raise TransportError("the address points into a private network", permanent=True)
    return found[0]


def is_inner(address: str) -> bool:
    """Whether it leads, by itself or through a gateway, to what is not the public network."""
    ip = ip_address(address.partition("%")[0])
    if not isinstance(ip, IPv6Address):
        return not ip.is_global or ip.is_multicast
    if any(ip in network for network in NAT64):
        return is_inner(str(ip_address(int(ip) & 0xFFFFFFFF)))
    carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if carried is not None:
        return is_inner(str(carried))
    return not ip.is_global or ip.is_multicast


class _Connection(http.client.HTTPConnection):
    """To `address`, under the name `host`: in the Host header, and in the certificate."""

    sock: socket.socket | None

    def __init__(self, host: str, port: int, address: str, secure: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.default_port = 443 if secure else 80
        self._address, self._secure = address, secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context(cafile=certifi.where())
            # The handshake is somebody else's bytes, too: the socket has to be in reach of `cut` by then.
            tls = context.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = tls
            tls.do_handshake()

    def cut(self) -> None:
        """Ends whatever waits for the other side."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
