"""The pure parts of the web channel: its settings, and whose address a connection has."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from channels.core.settings import comma_list, optional
from channels.web import WebInput, allowed_origins
from channels.web_chat import client_address


def test_an_optional_variable_that_is_not_set_is_left_out() -> None:
    assert comma_list("http://localhost:8000/, ${CHAT_ORIGINS}") == ["http://localhost:8000"]
    assert comma_list(None) == []
    assert optional("optional:${TELEGRAM_BOT_TOKEN}") == optional(None) == optional("optional:") == ""
    assert optional("optional:abc") == optional("abc") == "abc"


def test_localhost_and_its_number_are_the_same_page() -> None:
    origins = allowed_origins(["http://localhost:8000", "https://css.gov.br"])
    assert origins == ["http://localhost:8000", "https://css.gov.br", "http://127.0.0.1:8000"]


def test_a_client_behind_a_trusted_proxy_cannot_choose_its_address() -> None:
    request = SimpleNamespace(ip="10.0.0.1")
    environ = {"sanic.request": request, "HTTP_X_FORWARDED_FOR": "1.1.1.1, 203.0.113.9"}
    assert client_address(environ, 0) == "10.0.0.1"
    assert client_address(environ, 1) == "203.0.113.9"
    assert client_address({"sanic.request": request}, 1) == "10.0.0.1"


def test_without_signing_keys_the_channel_does_not_start() -> None:
    with pytest.raises(ValueError, match="CHAT_TOKEN_KEYS"):
        WebInput.from_credentials({"token_keys": "", "channel_token": "x"})
