"""Guards what is sent to addresses that somebody else chose (webhooks, push services)."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from notifications.transport import TransportError


def refuse_inner_addresses(url: str) -> None:
    """The name was fine when it was registered; what it resolves to may have changed since.

    Raises TransportError(permanent), or OSError when the name resolves to nothing.
    """
    parts = urlsplit(url)
    found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    if not all(ip_address(str(where[0])).is_global for *_, where in found):
        raise TransportError("the address points into a private network", permanent=True)
