"""Slips in the domains where most people have an address of their own."""

from __future__ import annotations

from rapidfuzz.distance import OSA

# mail.com and ymail.com stand here as no slips of gmail.com.
WELL_KNOWN = (
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "live.com",
    "yahoo.com",
    "yahoo.com.br",
    "icloud.com",
    "uol.com.br",
    "bol.com.br",
    "terra.com.br",
    "mail.com",
    "ymail.com",
)


def near_miss(address: str) -> str | None:
    """The well-known domain that the address's own is one slip away from (`gmial.com`); None for others."""
    domain = address.rpartition("@")[2]
    if domain in WELL_KNOWN:
        return None
    return next((known for known in WELL_KNOWN if OSA.distance(domain, known) == 1), None)
