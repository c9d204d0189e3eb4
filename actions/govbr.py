"""The link by which gov.br proves an address instead of a mailed code, where it is configured."""

from actions import store
from ticket_store import links

# Heard, or answered by a mail: there a link that lives for minutes is no use.
NOT_IN = ("voice", "mail")
_on = False


def configure(on: bool) -> None:
    """Whether the page knows gov.br."""
    global _on
    _on = on


def token(conversation_id: str, channel: str | None) -> str | None:
    """What ends the link: for this conversation alone, for a quarter of an hour; None where there is none."""
    if not _on or channel in NOT_IN:
        return None
    return links.sign(links.GOVBR_CHAT, {"conversation_id": conversation_id}, store.secret())
