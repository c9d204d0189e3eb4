"""The values the portal needs, handed over by the entry point; nothing below reads the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PortalConfig:
    """URLs without a trailing slash; `inbox_dir` is None where there is no development inbox.

    `channel_token`: what Rasa's channels show when they hand files over; "" refuses all.
    `vapid_public_key`: base64url; "" offers no notices in the browser.
    `metrics_token`: what Prometheus shows at /metrics; "" has no such page. `redis_url`: where several
    portals count calls together; "" counts here. `vitals_dir`: ground/vitals.py.
    """

    secret_key: str
    portal_url: str
    chat_url: str
    attachments_dir: Path
    attachment_max_bytes: int
    inbox_dir: Path | None = None
    close_after_days: int = 10
    channel_token: str = ""
    vapid_public_key: str = ""
    metrics_token: str = ""
    redis_url: str = ""
    vitals_dir: Path = Path("var/run")

    @property
    def is_https(self) -> bool:
        return self.portal_url.startswith("https://")
