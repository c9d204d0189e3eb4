"""The secret addresses that our mails ask to be answered to: css+<what>-<mac>@...

Whoever writes to one has read a mail of ours: that proves his mailbox, whatever From says.
Lower case, because servers may fold the case of an address; short, because a local part has 64 characters.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal

MAC_LETTERS = 20  # 100 bits
_TICKET = re.compile(rf"t(\d{{4}})(\d{{7}})-([a-z2-7]{{{MAC_LETTERS}}})")
_CONVERSATION = re.compile(rf"c([0-9a-f]{{16}})-([a-z2-7]{{{MAC_LETTERS}}})")
CONVERSATION_PREFIX = "mail-"


@dataclass(frozen=True)
class ReplyAddress:
    """about: a ticket's number or a conversation's id. mac: proves it, together with the reader's address."""

    kind: Literal["ticket", "conversation"]
    about: str
    mac: str

    def belongs_to(self, email: str, secret: str) -> bool:
        """Whether this very address was made for `email`."""
        return hmac.compare_digest(_mac(self.kind, self.about, email, secret), self.mac)


def for_ticket(mailbox: str, number: str, email: str, secret: str) -> str:
    """("css@x", "2026-0000001", ...) -> "css+t20260000001-<mac>@x"."""
    return _address(mailbox, f"t{number.replace('-', '')}-{_mac('ticket', number, email, secret)}")


def for_conversation(mailbox: str, conversation_id: str, email: str, secret: str) -> str:
    """conversation_id: "mail-" and 16 hexadecimal digits. Raises ValueError for another."""
    digits = conversation_id.removeprefix(CONVERSATION_PREFIX)
    if not re.fullmatch(r"[0-9a-f]{16}", digits):
        raise ValueError("not a conversation by mail")
    return _address(mailbox, f"c{digits}-{_mac('conversation', conversation_id, email, secret)}")


def read(address: str, mailbox: str) -> ReplyAddress | None:
    """What an address says it is for; None for any other address. Proves nothing before `belongs_to`."""
    local, _, domain = address.strip().lower().rpartition("@")
    own, _, own_domain = mailbox.lower().rpartition("@")
    if domain != own_domain or not local.startswith(own + "+"):
        return None
    tag = local[len(own) + 1 :]
    if found := _TICKET.fullmatch(tag):
        return ReplyAddress("ticket", f"{found[1]}-{found[2]}", found[3])
    if found := _CONVERSATION.fullmatch(tag):
        return ReplyAddress("conversation", CONVERSATION_PREFIX + found[1], found[2])
    return None


def _address(mailbox: str, tag: str) -> str:
    local, _, domain = mailbox.rpartition("@")
    return f"{local}+{tag}@{domain}"


def _mac(kind: str, about: str, email: str, secret: str) -> str:
    key = hashlib.sha256(b"ticket-store.reply-address." + secret.encode()).digest()
    digest = hmac.new(key, f"{kind}|{about}|{email.lower()}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:MAC_LETTERS]
