"""Who asks, as the limits on guessing know him: a keyed hash of his network address, never the address.

Limits are counted for the asker: a stranger's guesses shut out the stranger, not the person guessed at.
"""

import hashlib
import hmac
from ipaddress import ip_address


def asker_at(address: str | None, secret: str) -> str:
    """The asker behind a client's IP; "" when that is not known, which is one asker as well."""
    return hmac.new(secret.encode(), f"asker|{_network(address)}".encode(), hashlib.sha256).hexdigest()[:32]


def _network(address: str | None) -> str:
    """An IPv6 subscriber has a /64 to choose addresses from: all of it is one asker."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return ""
    return str(found) if found.version == 4 else found.exploded[:19]
