"""Every setting of the processes outside Rasa, read once where a process starts.

Values come from the environment, then from `.env` beside this file, then from the
embedded defaults (SQLite files and a development inbox under `var/`). `.env.example`
lists each of them with one comment.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import load_dotenv

ROOT = Path(__file__).resolve().parent


class SettingMissing(RuntimeError):
    """A setting without a safe default is not set; `name` is the variable's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set: run `make run` once, or see .env.example")
        self.name = name


def _withheld() -> frozenset[str]:
    """The secrets that this process was started without (launcher/secrets.py)."""
    return frozenset(filter(None, os.environ.get("WITHHELD", "").split(",")))


def _required(name: str) -> str:
    if name in _withheld():
        return secrets.token_urlsafe(32)  # nobody's: what is signed or compared with it is refused
    value = os.environ.get(name, "").strip()
    if not value:
        raise SettingMissing(name)
    return value


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def _choice(name: str, known: tuple[str, ...]) -> str:
    """Raises ValueError: a word that means nothing must not be taken for "off"."""
    value = _text(name)
    if value not in known:
        raise ValueError(f"{name}: {value!r} is not one of {', '.join(filter(None, known))}")
    return value


def _pairs(name: str) -> dict[str, str]:
    """ "grupo=valor, outro=valor"; raises ValueError for a pair without "=" or a value."""
    pairs = {}
    for pair in filter(None, (one.strip() for one in _text(name).split(","))):
        group, _, value = (one.strip() for one in pair.rpartition("="))
        if not group or not value:
            raise ValueError(f"{name}: {pair!r} is not group=value")
        pairs[group] = value
    return pairs


def _int(name: str, default: int) -> int:
    return int(_text(name, str(default)))


def _flag(name: str, default: bool) -> bool:
    return _text(name, "1" if default else "0").lower() in {"1", "true", "yes", "sim"}


@dataclass(frozen=True)
class Settings:
    """One process's settings; URLs have no trailing slash, times are in seconds."""

    database_url: str
    redis_url: str
    secret_key: str
    action_token: str
    channel_token: str

    portal_host: str
    portal_port: int
    portal_url: str
    chat_url: str
    rasa_url: str
    action_host: str
    action_port: int

    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_security: str
    mail_from: str

    var_dir: Path
    dev_inbox: bool
    inbox_dir: Path
    inbox_host: str
    inbox_port: int
    attachments_dir: Path
    attachment_max_bytes: int

    imap_host: str
    imap_port: int
    imap_user: str
    imap_password: str
    lmtp_host: str
    lmtp_port: int
    trusted_authserv_id: str

    vapid_private_key: str
    vapid_public_key: str

    metrics_token: str
    log_format: str
    second_factor_for: str
    govbr_issuer: str
    govbr_client_id: str
    govbr_client_secret: str
    govbr_level: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    oidc_name: str
    oidc_groups_claim: str
    oidc_roles: Mapping[str, str]
    oidc_teams: Mapping[str, str]
    vlibras: bool

    close_after_days: int
    personal_data_days: int
    handoff_wait_seconds: int

    def vitals_of(self, process: str) -> Path:
        """The socket file where that process says how it is (ground/vitals.py)."""
        return self.var_dir / "run" / f"{process}.vitals"

    @classmethod
    def from_env(cls) -> Settings:
        """Read the environment, and `.env` unless this process was started without some secrets; raises
        SettingMissing for one that is absent."""
        if not _withheld():
            load_dotenv(ROOT / ".env")
        var = Path(_text("VAR_DIR", str(ROOT / "var")))
        portal_port = _int("PORTAL_PORT", 8000)
        rasa_port = _int("RASA_PORT", 5005)
        dev_inbox = _flag("DEV_INBOX", True)
        inbox_port = _int("INBOX_PORT", 1025)
        return cls(
            database_url=_text("DATABASE_URL", f"sqlite:///{var / 'tickets.db'}"),
            redis_url=_text("REDIS_URL"),
            secret_key=_required("SECRET_KEY"),
            action_token=_required("ACTION_TOKEN"),
            channel_token=_required("CHANNEL_TOKEN"),
            portal_host=_text("PORTAL_HOST", "127.0.0.1"),
            portal_port=portal_port,
            portal_url=_text("PORTAL_URL", f"http://localhost:{portal_port}").rstrip("/"),
            chat_url=_text("CHAT_URL", f"http://localhost:{rasa_port}").rstrip("/"),
            rasa_url=_text("RASA_URL", f"http://127.0.0.1:{rasa_port}").rstrip("/"),
            action_host=_text("ACTION_HOST", "127.0.0.1"),
            action_port=_int("ACTION_PORT", 5055),
            smtp_host=_text("SMTP_HOST", "127.0.0.1"),
            smtp_port=_int("SMTP_PORT", inbox_port),
            smtp_user=_text("SMTP_USER"),
            smtp_password=_text("SMTP_PASSWORD"),
            smtp_security=_text("SMTP_SECURITY", "none"),
            mail_from=_text("MAIL_FROM", "css.serpro@serpro.gov.br"),
            var_dir=var,
            dev_inbox=dev_inbox,
            inbox_dir=Path(_text("INBOX_DIR", str(var / "inbox"))),
            inbox_host=_text("INBOX_HOST", "127.0.0.1"),
            inbox_port=inbox_port,
            attachments_dir=Path(_text("ATTACHMENTS_DIR", str(var / "attachments"))),
            attachment_max_bytes=_int("ATTACHMENT_MAX_BYTES", 5 * 1024 * 1024),
            imap_host=_text("IMAP_HOST"),
            imap_port=_int("IMAP_PORT", 993),
            imap_user=_text("IMAP_USER"),
            imap_password=_text("IMAP_PASSWORD"),
            lmtp_host=_text("LMTP_HOST", "127.0.0.1"),
            lmtp_port=_int("LMTP_PORT", 0),
            trusted_authserv_id=_text("TRUSTED_AUTHSERV_ID"),
            vapid_private_key=_text("VAPID_PRIVATE_KEY"),
            vapid_public_key=_text("VAPID_PUBLIC_KEY"),
            metrics_token=_text("METRICS_TOKEN"),
            log_format=_choice("LOG_FORMAT", ("", "text", "json")),
            second_factor_for=_choice("SECOND_FACTOR_FOR", ("", "supervisors", "all")),
            govbr_issuer=_text("GOVBR_ISSUER"),
            govbr_client_id=_text("GOVBR_CLIENT_ID"),
            govbr_client_secret=_text("GOVBR_CLIENT_SECRET"),
            govbr_level=_choice("GOVBR_LEVEL", ("", "bronze", "silver", "gold")) or "bronze",
            oidc_issuer=_text("OIDC_ISSUER"),
            oidc_client_id=_text("OIDC_CLIENT_ID"),
            oidc_client_secret=_text("OIDC_CLIENT_SECRET"),
            oidc_name=_text("OIDC_NAME", "a conta da organização"),
            oidc_groups_claim=_text("OIDC_GROUPS_CLAIM", "groups"),
            oidc_roles=_pairs("OIDC_ROLES"),
            oidc_teams=_pairs("OIDC_TEAMS"),
            vlibras=_flag("VLIBRAS", False),
            close_after_days=_int("CLOSE_AFTER_DAYS", 10),
            personal_data_days=_int("PERSONAL_DATA_DAYS", 365),
            handoff_wait_seconds=_int("HANDOFF_WAIT_SECONDS", 300),
        )
