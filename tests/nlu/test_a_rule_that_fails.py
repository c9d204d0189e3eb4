"""A rule that fails on a message costs no message: it is asked about, and nothing of it is logged."""

from typing import Any

import pytest

from nlu.understanding import _understood


class Broken:
    def understood(self, text: str, restored: str, state: dict[str, Any]) -> None:
        raise KeyError(text)


def test_what_a_rule_fails_on_is_not_understood(caplog: pytest.LogCaptureFixture) -> None:
    told = _understood(Broken(), "meu segredo", "meu segredo", {})  # type: ignore[arg-type]
    assert told.commands == [{"command": "unclear"}]
    assert "KeyError" in caplog.text
    assert "segredo" not in caplog.text
