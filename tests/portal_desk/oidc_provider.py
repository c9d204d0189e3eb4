"""`python oidc_provider.py`: oidc-provider-mock as a process that also insists on PKCE; says its port first.

A person's claims are put at /users/SUB; they go over the ID token's own, so that a test can have the provider
sign a wrong nonce, issuer or time.
"""

from __future__ import annotations

import hashlib
import logging
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
from werkzeug.serving import make_server


def provider() -> flask.Flask:
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

    return app


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    server = make_server("localhost", 0, provider(), threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()
