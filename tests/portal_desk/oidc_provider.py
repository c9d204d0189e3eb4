"""`python oidc_provider.py`: oidc-provider-mock as a process that also insists on PKCE; says its port first.

A person's claims are put at /users/SUB; they go over the ID token's own, so that a test can have the provider
sign a wrong nonce, issuer or time.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
from werkzeug.serving import make_server


def provider(slash: bool) -> flask.Flask:
    app = oidc_provider_mock.app(require_nonce=True)
    challenges: dict[str, str] = {}

    @app.before_request
    def verifier_fits() -> flask.Response | None:
        given = flask.request.form
        if flask.request.path != "/oauth2/token" or given.get("grant_type") != "authorization_code":
            return None
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        if urlsafe_b64encode(digest).rstrip(b"=").decode() == challenges.get(given["code"]):
            return None
        return flask.make_response({"error": "invalid_grant"}, 400)

    @app.after_request
    def keep_challenge(response: flask.Response) -> flask.Response:
        code = parse_qs(urlsplit(response.headers.get("Location", "")).query).get("code")
        if code and flask.request.args.get("code_challenge_method") == "S256":
            challenges[code[0]] = flask.request.args["code_challenge"]
        return response

    if slash:
        _end_issuer_in_a_slash(app)
    return app


def _end_issuer_in_a_slash(app: flask.Flask) -> None:
    """As gov.br writes its own: in the discovery document and in the ID token."""
    issued = oidc_provider_mock._app.OpenIDCode.get_jwt_config

    def with_slash(*arguments: Any, **named: Any) -> dict[str, Any]:
        config = issued(*arguments, **named)
        return config | {"iss": f"{config['iss']}/"}

    oidc_provider_mock._app.OpenIDCode.get_jwt_config = with_slash

    @app.after_request
    def add_slash(response: flask.Response) -> flask.Response:
        if flask.request.path == "/.well-known/openid-configuration":
            told = response.get_json()
            response.set_data(json.dumps(told | {"issuer": f"{told['issuer']}/"}))
        return response


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    server = make_server("localhost", 0, provider("slash" in sys.argv), threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()
