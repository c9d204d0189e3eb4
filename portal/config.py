"""The values the portal needs, handed over by the entry point; nothing below reads the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ProviderConfig:
    """An OpenID Connect provider. roles and teams: what its groups mean here; without roles, only accounts
    that are here already enter. groups_claim: dots lead inwards ("realm_access.roles").
    """

    issuer: str
    client_id: str
    client_secret: str
    name: str
    groups_claim: str
    roles: Mapping[str, str]
    teams: Mapping[str, str]


@dataclass(frozen=True)
class GovbrConfig:
    """gov.br Login Único. level: the lowest that proves an address (bronze, silver, gold)."""

    issuer: str
    client_id: str
    client_secret: str
    level: str


@dataclass(frozen=True)
class PortalConfig:
    """URLs without a trailing slash; `inbox_dir` is None where there is no development inbox.

    `channel_token`: what Rasa's channels show when they hand files over; "" refuses all.
    `vapid_public_key`: base64url; "" offers no notices in the browser.
    `second_factor_for`: who has to enter in two steps: "" (nobody), "supervisors" (and above), "all".
    `metrics_token`: what Prometheus shows at /metrics; "" has no such page. `redis_url`: where several
    portals count calls together; "" counts here. `vitals_dir`: ground/vitals.py.
    `rasa_url`: where the channels answer our own processes; "" tells no page that the attendant is typing.
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
    redis_url: str = ""
    rasa_url: str = ""
    second_factor_for: str = ""
    desk_provider: ProviderConfig | None = None
    govbr: GovbrConfig | None = None
    vitals_dir: Path = Path("var/run")
    vlibras: bool = False

    @property
    def is_https(self) -> bool:
        return self.portal_url.startswith("https://")
