"""Microsoft's Bot Connector and its login as strict as the real ones: tokens both ways, activities, files.

Written from Microsoft's reference of the Bot Connector's authentication and of bots in Teams.
"""

from __future__ import annotations

import itertools
import json
import time
from typing import Any
from urllib.parse import parse_qs, unquote

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from double_server import DoubleServer, JsonHandler
from jwt.algorithms import RSAAlgorithm

APP_ID, PASSWORD, TENANT = "00000000-0000-0000-0000-0000000000ab", "app-secret-of-the-double", "tenant-1"
ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"
UPLOADED = "application/vnd.microsoft.teams.file.download.info"
_ids = itertools.count(1)


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class TeamsDouble(DoubleServer):
    """The connector and the login."""

    def __init__(self, port: int) -> None:
        super().__init__(port, _handler(self))
        self.service_url = f"{self.url}/br/"
        self.keys = {"k1": (new_key(), ["msteams"]), "other": (new_key(), ["webchat"])}
        self.said: list[tuple[str, dict[str, Any]]] = []  # (conversation, activity)
        self.failures: list[int] = []  # one status for each message to be refused
        self.gone: set[str] = set()
        self.refused: list[str] = []
        self.tokens: list[str] = []
        self.files: dict[str, bytes] = {}
        self.shown: dict[str, str | None] = {}  # path of a file -> the Authorization that came with it

    # --- what users do ---

    def activity(self, person: str, text: str = "", **more: Any) -> dict[str, Any]:
        """A message of a person's own chat with the bot."""
        return {
            "type": "message",
            "id": f"16{next(_ids):011d}",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": f"29:{person}", "name": "Ana", "aadObjectId": person},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": f"a:{person}"},
            "recipient": {"id": f"28:{APP_ID}", "name": "Assistente"},
            "channelData": {"tenant": {"id": TENANT}},
            "text": text,
            "textFormat": "plain",
            "attachments": [{"contentType": "text/html", "content": f"<div>{text}</div>"}],
            **more,
        }

    def token(self, key: str = "k1", signer: Any = None, **claims: Any) -> str:
        """The Connector's; `signer` another private key under that name."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP_ID, "nbf": now, "exp": now + 3600, **claims}
        claims = {"serviceurl": self.service_url, **claims}
        return jwt.encode(claims, signer or self.keys[key][0], algorithm="RS256", headers={"kid": key})

    def push(self, activity: object, token: str | None = None) -> int:
        """Deliver as the Connector does; the status of the answer."""
        headers = {"Authorization": f"Bearer {self.token() if token is None else token}"}
        return requests.post(
            f"{self.rasa_url}/webhooks/teams/webhook", json=activity, headers=headers, timeout=20
        ).status_code

    def to(self, person: str) -> list[dict[str, Any]]:
        """What was said to one, without "typing"."""
        return [a for where, a in self.said if where == f"a:{person}" and a["type"] == "message"]

    def texts(self, person: str) -> list[str]:
        return [a["text"] for a in self.to(person)]

    # --- what the bot asks ---

    def login(self, path: str, form: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        wanted = {
            "grant_type": ["client_credentials"],
            "client_id": [APP_ID],
            "client_secret": [PASSWORD],
            "scope": [SCOPE],
        }
        if path != f"/{TENANT}/oauth2/v2.0/token" or form != wanted:
            return 400, {"error": "invalid_client"}
        self.tokens.append(f"token-{len(self.tokens)}")
        return 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": self.tokens[-1]}

    def take(self, path: str, activity: dict[str, Any]) -> tuple[int, str]:
        """(201, "") or how it is refused."""
        parts = path.removeprefix("/br/v3/conversations/").split("/")
        if not path.startswith("/br/v3/conversations/") or len(parts) != 2 or parts[1] != "activities":
            return 404, "NotFound"
        conversation = unquote(parts[0])
        if activity["type"] == "message":
            if self.failures:
                return self.failures.pop(0), "Throttled"
            if conversation in self.gone:
                return 403, "BotNotInConversationRoster"
            if not activity.get("text", "").strip() or activity.get("textFormat") != "plain":
                return 400, "BadSyntax"
            if len(json.dumps(activity).encode("utf-16-le")) > 100 * 1024:
                return 413, "MessageSizeTooBig"
            for attachment in activity.get("attachments", []):
                if attachment["contentType"] != "application/vnd.microsoft.card.hero":
                    return 400, "BadSyntax"
                buttons = attachment["content"]["buttons"]
                if not 1 <= len(buttons) <= 6 or any(
                    b["type"] != "messageBack" or not b["title"] or not isinstance(b["value"], dict)
                    for b in buttons
                ):
                    return 400, "BadSyntax"
        elif activity != {"type": "typing"}:
            return 400, "BadSyntax"
        self.said.append((conversation, activity))
        return 201, ""

    def jwks(self) -> dict[str, Any]:
        keys = []
        for kid, (key, endorsements) in self.keys.items():
            jwk = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
            keys.append({**jwk, "kid": kid, "use": "sig", "endorsements": endorsements})
        return {"keys": keys}


def _handler(double: TeamsDouble) -> type[JsonHandler]:
    class Handler(JsonHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path.endswith("/oauth2/v2.0/token"):
                self._answer(*double.login(self.path, parse_qs(raw.decode())))
                return
            if not double.tokens or self.headers["Authorization"] != f"Bearer {double.tokens[-1]}":
                self._answer(401, {"message": "Authorization has been denied for this request."})
                return
            status, error = double.take(self.path, json.loads(raw))
            if error:
                double.refused.append(error)
            self._answer(status, {"error": {"code": error}} if error else {"id": "1:x"})

        def do_GET(self) -> None:
            if self.path == "/openid":
                self._answer(200, {"issuer": ISSUER, "jwks_uri": f"{double.url}/keys"})
            elif self.path == "/keys":
                self._answer(200, double.jwks())
            else:
                double.shown[self.path] = self.headers["Authorization"]
                found = double.files.get(self.path)
                self._raw(200 if found else 404, found or b"")

    return Handler
