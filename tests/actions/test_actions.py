"""The action server around the engine: its token, and its silence about what people wrote when something
fails."""

import logging
from types import SimpleNamespace

import pytest

from actions import server

SECRET_TEXT = "minha senha é batata"


def test_a_server_without_a_token_is_not_built() -> None:
    with pytest.raises(ValueError, match="token"):
        server.build("")


def test_a_failure_says_neither_in_the_answer_nor_in_the_log_what_was_written(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = server._Quiet().response(None, RuntimeError(SECRET_TEXT))
    assert answer.status == 500
    assert SECRET_TEXT.encode() not in (answer.body or b"")
    assert SECRET_TEXT not in caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize(
    ("measured", "header", "status"),
    [
        ("m", {"Authorization": "Bearer m"}, 200),
        ("m", {"X-Action-Token": "t"}, 401),
        ("m", {}, 401),
        ("", {"Authorization": "Bearer "}, 401),
    ],
)
async def test_only_the_token_of_the_measures_reads_them(
    measured: str, header: dict[str, str], status: int
) -> None:
    """As the server decides it, before any route."""
    app = server.build("t", metrics_token=measured)
    [check] = [m.func for m in app.request_middleware if m.func.__name__ == "check_token"]
    answer = await check(SimpleNamespace(path="/metrics", headers=header))
    assert (answer.status if answer else 200) == status


def test_the_server_has_one_action() -> None:
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) == {"action_turn"}
