"""A log line as JSON: the same fields from every process, a reference for a conversation, no person."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from ground import log_lines

ANA = "web-" + "a" * 32
KEY = "action-token"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    out, logger = io.StringIO(), logging.getLogger("lines")
    handler = logging.StreamHandler(out)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    before = {h: h.formatter for h in logging.root.handlers}
    log_lines.install("json", "rasa", KEY)
    for other, formatter in before.items():
        other.setFormatter(formatter)
    yield out
    logger.removeHandler(handler)


def written(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_two_processes_name_a_conversation_alike_and_only_with_the_key(log: io.StringIO) -> None:
    logger = logging.getLogger("lines")
    with log_lines.about(ANA):
        logger.info("a turn of %s by ana@orgao.gov.br", ANA, extra={"text": "minha senha"})
    logger.info("nobody's")
    one, other = written(log)
    assert {key: one[key] for key in ("level", "logger", "process", "message", "conversation")} == {
        "level": "INFO",
        "logger": "lines",
        "process": "rasa",
        "message": "a turn of [conversa] by [e-mail]",
        "conversation": log_lines.reference(ANA, KEY),
    }
    assert one["time"].endswith("+00:00")
    assert "conversation" not in other
    assert "senha" not in log.getvalue()
    assert log_lines.reference(ANA, KEY) != log_lines.reference(ANA, "another key")


def test_an_error_says_where_and_of_what_kind_and_not_what_it_quotes(log: io.StringIO) -> None:
    try:
        raise ValueError("cannot use minha senha")
    except ValueError:
        logging.getLogger("lines").exception("A turn failed")
    [line] = written(log)
    assert line["message"] == "A turn failed"
    assert "test_an_error_says_where" in line["exception"]
    assert line["exception"].endswith("ValueError")
    assert "senha" not in log.getvalue()
