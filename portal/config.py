"""The values the portal needs, handed over by the entry point; nothing below reads the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PortalConfig:
    """URLs without a trailing slash; `inbox_dir` is None where there is no development inbox.

    `channel_token`: what Rasa's channels show when they hand files over; "" refuses all.
    `vapid_public_key`: base64url; "" offers no notices in the browser.
    `metrics_token`: what Prometheus shows at /metrics; "" has no such page. `vitals_dir`: ground/vitals.py.
    `vlibras`: whether the public pages bring the sign language translator of vlibras.gov.br.
    """

    secret_key: str
    portal_url: str
    chat_url: str
    attachments_dir: Path
    attachment_max_bytes: int
    inbox_dir: Path | None = None
    close_after_days: int = 10
    personal_data_days: int = 365
    channel_token: str = ""
    vapid_public_key: str = ""
    metrics_token: str = ""
    vitals_dir: Path = Path("var/run")
    vlibras: bool = False

    @property
    def is_https(self) -> bool:
        return self.portal_url.startswith("https://")
