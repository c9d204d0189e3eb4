"""Writes a `.env` with fresh secrets the first time, so that no secret is ever committed; says which process
needs which of them.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from dotenv import dotenv_values

# Which process needs which secret; every other name here is kept out of its environment, here and in deploy/.
NEEDED = {
    "inbox": frozenset[str](),
    "actions": frozenset({"SECRET_KEY", "ACTION_TOKEN", "METRICS_TOKEN", "DATABASE_URL"}),
    "portal": frozenset(
        {
            *("SECRET_KEY", "CHANNEL_TOKEN", "METRICS_TOKEN", "DATABASE_URL", "REDIS_URL"),
            *("OIDC_CLIENT_SECRET", "GOVBR_CLIENT_SECRET"),
        }
    ),
    "notifications": frozenset(
        {"SECRET_KEY", "CHANNEL_TOKEN", "VAPID_PRIVATE_KEY", "SMTP_PASSWORD", "DATABASE_URL"}
    ),
    "inbound_mail": frozenset({"SECRET_KEY", "CHANNEL_TOKEN", "IMAP_PASSWORD", "DATABASE_URL"}),
    "trainer": frozenset({"CHANNEL_TOKEN", "DATABASE_URL"}),
    "rasa": frozenset(
        {
            *("CHAT_TOKEN_KEYS", "ACTION_TOKEN", "CHANNEL_TOKEN", "TRACKER_DATABASE_URL", "REDIS_URL"),
            *("TELEGRAM_BOT_TOKEN", "WHATSAPP_TOKEN", "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN"),
            *("ROCKETCHAT_TOKEN", "ROCKETCHAT_WEBHOOK_TOKEN", "TEAMS_APP_PASSWORD"),
            *("TWILIO_AUTH_TOKEN", "METRICS_TOKEN"),
        }
    ),
}
ALL_SECRETS = frozenset().union(*NEEDED.values())

SECRETS = ("SECRET_KEY", "CHAT_TOKEN_KEYS", "ACTION_TOKEN", "CHANNEL_TOKEN")
PRIVATE, PUBLIC = "VAPID_PRIVATE_KEY", "VAPID_PUBLIC_KEY"
KEY_BYTES = 32


class BadVapidKey(RuntimeError):
    """VAPID_PRIVATE_KEY is set to something that is no key."""

    def __init__(self) -> None:
        super().__init__(f"{PRIVATE} não é uma chave VAPID; apague-a do .env para que outra seja criada")


def withheld(process: str) -> list[str]:
    """What `process` is started without; settings.py has it in WITHHELD, and reads no file then."""
    return sorted(ALL_SECRETS - NEEDED[process])


def without_others(process: str) -> list[str]:
    """The words before a command that start it with the secrets of `process` only."""
    names = withheld(process)
    return ["env", *(f"--unset={name}" for name in names), f"WITHHELD={','.join(names)}"]


def ensure_secrets(path: Path) -> list[str]:
    """Append the secrets that neither `path` nor the environment has; returns the names added.

    The file is readable by its owner only (mode 600), also one that was there. Raises BadVapidKey.
    """
    if path.exists():
        path.chmod(0o600)  # a copy of .env.example has what the umask gave it
    known = {**(dotenv_values(path) if path.exists() else {}), **os.environ}
    added = {name: secrets.token_urlsafe(32) for name in SECRETS if not known.get(name)}
    added |= _vapid_pair(known.get(PRIVATE) or "", known.get(PUBLIC) or "")
    if added:
        text = path.read_text() if path.exists() else ""
        lines = "".join(f"{name}={value}\n" for name, value in added.items())
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text + ("\n" if text and not text.endswith("\n") else "") + lines)
    return list(added)


def _vapid_pair(private: str, public: str) -> dict[str, str]:
    """What is missing of the pair, base64url; a public key without its private one is of no use."""
    if public and _is_raw_key(private):
        return {}
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from py_vapid import Vapid02, VapidException
    from py_vapid.utils import b64urlencode

    try:
        vapid = Vapid02.from_string(private) if private else Vapid02()
    except (VapidException, ValueError):
        raise BadVapidKey from None
    if private and public:
        return {}
    if not private:
        vapid.generate_keys()
    point = vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    pair = {PUBLIC: b64urlencode(point)}
    if not private:
        number = vapid.private_key.private_numbers().private_value
        pair[PRIVATE] = b64urlencode(number.to_bytes(32, "big"))
    return pair


def _is_raw_key(private: str) -> bool:
    """As we write it, seen without the library, which is 7 MB of the launcher."""
    try:
        return len(base64.urlsafe_b64decode(private + "=" * (-len(private) % 4))) == KEY_BYTES
    except ValueError:
        return False
