"""OpenID Connect as a client: code flow with PKCE, state and nonce; the ID token checked against its issuer.

Any provider that publishes its discovery document; nothing is taken from it before its signature, issuer,
audience, nonce and times are right. Knows no page and no account. The libraries are imported at the first
sign-in: most portals have no provider.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session
    from joserfc.jwk import KeySet

TIMEOUT_SECONDS = 5.0
# What the provider says of itself changes seldom; an unknown key makes us look again.
KNOWN_SECONDS = 3600.0
LEEWAY_SECONDS = 60
# Signed by the provider alone: never by a secret that we share with it, never by nobody.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")


class ProviderUnreachable(Exception):
    """The provider did not answer, or not with what the standard asks for."""


class SignInRefused(Exception):
    """What came back proves nothing; `reason` is for the log and has no personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Flow:
    """What one way to the provider and back has to carry; only this browser and its request know it."""

    state: str
    nonce: str
    verifier: str


@dataclass
class OidcClient:
    """issuer: exactly as the provider's documents write it; https, or a machine's own."""

    issuer: str
    client_id: str
    client_secret: str
    scope: str = "openid email profile"
    _known: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1"):
            raise ValueError("an issuer is asked over https")

    def begin(self, redirect_uri: str) -> tuple[str, Flow]:
        """(where the browser goes, what comes back with it). Raises ProviderUnreachable."""
        flow = Flow(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        url, _ = self._session(redirect_uri).create_authorization_url(
            self._metadata("authorization_endpoint"),
            state=flow.state,
            nonce=flow.nonce,
            code_verifier=flow.verifier,
        )
        return str(url), flow

    def finish(
        self, redirect_uri: str, flow: Flow, answer: Mapping[str, str], now: datetime
    ) -> dict[str, Any]:
        """The person's claims. Raises SignInRefused, ProviderUnreachable."""
        from authlib.common.errors import AuthlibBaseError

        if not hmac.compare_digest(answer.get("state", "").encode(), flow.state.encode()):
            raise SignInRefused("another state")
        if answer.get("iss", self.issuer) != self.issuer:  # RFC 9207
            raise SignInRefused("an answer of another issuer")
        if "code" not in answer:
            raise SignInRefused("no code")
        with self._session(redirect_uri) as session:
            try:
                token = session.fetch_token(
                    self._metadata("token_endpoint"),
                    grant_type="authorization_code",
                    code=answer["code"],
                    code_verifier=flow.verifier,
                )
            except AuthlibBaseError:
                raise SignInRefused("the code was not taken") from None
            except (requests.RequestException, ValueError):
                raise ProviderUnreachable from None
            claims = self._proven(str(token.get("id_token", "")), str(token.get("access_token")), flow, now)
            return self._told_besides(session, claims) | claims

    def _proven(self, id_token: str, access_token: str, flow: Flow, now: datetime) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            try:
                token = jwt.decode(id_token, self._keys(), algorithms=ALGORITHMS)
            except (JoseError, ValueError):  # perhaps by a key that is newer than what we know
                token = jwt.decode(id_token, self._keys(fresh=True), algorithms=ALGORITHMS)
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self.client_id},
                    "sub": {"essential": True, "allow_blank": False},
                },
                params={"nonce": flow.nonce, "client_id": self.client_id, "access_token": access_token},
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as wrong:
            raise SignInRefused(f"the ID token: {type(wrong).__name__}") from None
        return dict(claims)

    def _told_besides(self, session: OAuth2Session, claims: dict[str, Any]) -> dict[str, Any]:
        """What the provider tells at its userinfo address; of the same person, or nothing of it counts."""
        from authlib.common.errors import AuthlibBaseError

        address = self._document("/.well-known/openid-configuration").get("userinfo_endpoint")
        if not address:
            return {}
        try:
            answer = session.get(address)
            told = answer.json() if answer.ok else {}
        except (requests.RequestException, AuthlibBaseError, ValueError):
            return {}
        return told if isinstance(told, dict) and told.get("sub") == claims["sub"] else {}

    def _session(self, redirect_uri: str) -> OAuth2Session:
        from authlib.integrations.requests_client import OAuth2Session

        ways = self._document("/.well-known/openid-configuration").get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )
        way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            token_endpoint_auth_method=way,
            scope=self.scope,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            default_timeout=TIMEOUT_SECONDS,
        )

    def _metadata(self, name: str) -> str:
        document = self._document("/.well-known/openid-configuration")
        if document.get("issuer") != self.issuer or not isinstance(document.get(name), str):
            raise ProviderUnreachable
        return str(document[name])

    def _keys(self, *, fresh: bool = False) -> KeySet:
        from joserfc.jwk import KeySet

        return KeySet.import_key_set(self._document(self._metadata("jwks_uri"), fresh=fresh))  # type: ignore[arg-type]

    def _document(self, address: str, *, fresh: bool = False) -> dict[str, Any]:
        """Raises ProviderUnreachable."""
        until, known = self._known.get(address, (0.0, {}))
        if known and not fresh and time.monotonic() < until:
            return known
        url = f"{self.issuer.rstrip('/')}{address}" if address.startswith("/") else address
        try:
            answer = requests.get(url, timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
            document = answer.json()
        except (requests.RequestException, ValueError):
            raise ProviderUnreachable from None
        if not isinstance(document, dict):
            raise ProviderUnreachable
        self._known[address] = time.monotonic() + KNOWN_SECONDS, document
        return document
