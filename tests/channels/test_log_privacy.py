"""What a user types is in no log line, whichever way Rasa logs it."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog
from rasa.shared.utils.io import raise_warning
from rasa.utils.log_utils import configure_structlog

from channels.core import log_privacy

SECRET = "a senha da Ana é canário123"
WHO = "web-" + "a" * 32


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that Rasa would write, with the scrubber under it; all put back afterwards."""
    factory, processors = logging.getLogRecordFactory(), structlog.get_config()["processors"]
    configure_structlog(logging.INFO)
    log_privacy.install()
    root, out = logging.getLogger(), io.StringIO()
    level, handler = root.level, logging.StreamHandler(out)
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(level)
    logging.setLogRecordFactory(factory)
    logging.disable(logging.NOTSET)
    logging.captureWarnings(False)
    structlog.configure(processors=processors)


def test_a_line_with_the_turns_text_or_sender_is_blanked(log: io.StringIO) -> None:
    with log_privacy.private(SECRET, WHO):
        logging.getLogger("rasa.core").warning("Failed to parse %r of %s", SECRET, WHO)
        logging.getLogger("x").error({"text": SECRET})
    assert "Failed to parse" in log.getvalue()
    assert "canário123" not in log.getvalue()
    assert WHO not in log.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        WHO,
        "tg-123456789",
        "ana@exemplo.gov.br",
        "529.982.247-25",
        "4111 1111 1111 1111",
        "123456789:AAE" + "x" * 32,
    ],
)
def test_identifiers_are_blanked_outside_a_turn_too(log: io.StringIO, secret: str) -> None:
    logging.getLogger("rasa").info("about %s.", secret)
    assert secret not in log.getvalue()
    assert "about [" in log.getvalue()


def test_an_exception_shows_where_and_what_kind_but_no_values(log: io.StringIO) -> None:
    def deep(text: str) -> None:
        raise ValueError(f"cannot use {text}")

    for logger in (logging.getLogger("rasa"), structlog.get_logger()):
        try:
            deep(SECRET)
        except ValueError:
            logger.exception("turn.failed")
    written = log.getvalue()
    assert written.count("ValueError") == 2
    assert written.count(" deep") == 2
    assert "canário123" not in written
    assert "locals" not in written


def test_rasas_structured_lines_lose_their_content(log: io.StringIO) -> None:
    structlog.get_logger().error(
        "rest.message.received.failure", text=SECRET, sender_id=WHO, user_text=SECRET
    )
    assert "rest.message.received.failure" in log.getvalue()
    assert "senha" not in log.getvalue()
    assert WHO not in log.getvalue()


def test_rasas_warnings_are_logged_without_the_text(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        with log_privacy.private(SECRET):
            raise_warning(f"Failed to parse arguments in line '{SECRET}'.")
    logging.captureWarnings(False)
    assert "Failed to parse arguments" in log.getvalue()
    assert "canário123" not in log.getvalue()


def test_debug_lines_stop(log: io.StringIO) -> None:
    logging.getLogger("rasa").debug("slots: %s", "nome da Ana")
    assert log.getvalue() == ""
