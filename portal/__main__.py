"""`python -m portal`: reads the settings, opens the store and serves until it is stopped."""

from __future__ import annotations

import uvicorn

from ground import log_lines
from portal.app import create_app
from portal.config import GovbrConfig, PortalConfig, ProviderConfig
from settings import Settings
from ticket_store.database import connect


def _provider(settings: Settings) -> ProviderConfig | None:
    if not settings.oidc_issuer:
        return None
    return ProviderConfig(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        name=settings.oidc_name,
        groups_claim=settings.oidc_groups_claim,
        roles=settings.oidc_roles,
        teams=settings.oidc_teams,
    )


def _govbr(settings: Settings) -> GovbrConfig | None:
    if not settings.govbr_issuer:
        return None
    return GovbrConfig(
        settings.govbr_issuer, settings.govbr_client_id, settings.govbr_client_secret, settings.govbr_level
    )


def main() -> None:
    settings = Settings.from_env()
    log_lines.install(settings.log_format, "portal")
    config = PortalConfig(
        secret_key=settings.secret_key,
        portal_url=settings.portal_url,
        chat_url=settings.chat_url,
        attachments_dir=settings.attachments_dir,
        attachment_max_bytes=settings.attachment_max_bytes,
        inbox_dir=settings.inbox_dir if settings.dev_inbox else None,
        close_after_days=settings.close_after_days,
        personal_data_days=settings.personal_data_days,
        channel_token=settings.channel_token,
        vapid_public_key=settings.vapid_public_key,
        metrics_token=settings.metrics_token,
        redis_url=settings.redis_url,
        rasa_url=settings.rasa_url,
        desk_provider=_provider(settings),
        govbr=_govbr(settings),
        second_factor_for=settings.second_factor_for,
        vitals_dir=settings.var_dir / "run",
        vlibras=settings.vlibras,
    )
    app = create_app(config, connect(settings.database_url))
    # The access log would keep the links' tokens and the requesters' addresses.
    uvicorn.run(
        app,
        host=settings.portal_host,
        port=settings.portal_port,
        access_log=False,
        server_header=False,
        log_config=None,  # by the handler that log_lines made
    )


if __name__ == "__main__":
    main()
