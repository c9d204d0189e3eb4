"""Nothing a user typed, and nobody's conversation id, reaches a log (LGPD).

Rasa logs through logging, structlog and warnings; all three end in a LogRecord, so the record factory is
the one place that no later-added handler escapes.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar

import structlog

from channels.core.private import hide_private
from ground import log_lines
from ground.log_lines import IDENTIFIERS, describe

_private: ContextVar[tuple[str, ...]] = ContextVar("private", default=())
_CONTENT = frozenset(
    {
        *("text", "response_text", "user_text", "message", "user_message", "json_message", "response"),
        *("slot_values", "prefilled_slots", "slot_candidates", "parse_data_text", "parse_data_entities"),
        *("prediction_events", "tracker_latest_message", "rasa_event", "rasa_events", "successes"),
        *("tracker_states", "current_states", "old_states", "states", "entity", "current_entity"),
        *("next_entity", "token_text", "sender_id", "conversation_id"),
    }
)


@contextlib.contextmanager
def private(*values: str) -> Iterator[None]:
    """While it lasts, what is logged from this task has these values (a text, a sender id) blanked."""
    # Shorter texts identify nobody, and blanking "a" would make every line unreadable.
    token = _private.set(tuple(v for v in values if len(v) > 3))
    try:
        yield
    finally:
        _private.reset(token)


def scrub(line: str) -> str:
    """A log line without the current turn's text and ids, e-mail addresses, CPFs, cards and tokens."""
    for value in _private.get():
        escaped = value.encode("unicode_escape").decode()
        for form in {value, escaped, repr(value)[1:-1], json.dumps(value)[1:-1]}:
            line = line.replace(form, "[texto]")
    for pattern, replacement in IDENTIFIERS:
        line = pattern.sub(replacement, line)
    return hide_private(line)


def install() -> None:
    """Scrub every logger of this process, once. DEBUG lines carry whole conversations, so they stop."""
    factory = logging.getLogRecordFactory()
    if not getattr(factory, "scrubs", False):
        logging.setLogRecordFactory(_scrubbing(factory))
    logging.disable(logging.DEBUG)
    logging.captureWarnings(True)
    processors = structlog.get_config()["processors"]
    if _drop_content not in processors:
        # In place: loggers already made hold this very list.
        processors.insert(0, _drop_content)


def write(form: str, key: str) -> None:
    """After install(): the log's form (ground/log_lines.py); a structured line becomes words."""
    log_lines.install(form, "rasa", key)
    if form == "json":
        structlog.get_config()["processors"][-1] = structlog.processors.KeyValueRenderer(key_order=["event"])


def _scrubbing(factory: Callable[..., logging.LogRecord]) -> Callable[..., logging.LogRecord]:
    def make(*args: object, **kwargs: object) -> logging.LogRecord:
        record = factory(*args, **kwargs)
        with contextlib.suppress(TypeError, ValueError):  # a malformed call; logging reports it itself
            record.msg, record.args = scrub(record.getMessage()), None
        if record.exc_info:
            record.exc_text, record.exc_info = describe(record.exc_info), None
        return record

    make.scrubs = True  # type: ignore[attr-defined]
    return make


def _drop_content(_: object, __: str, event: dict) -> dict:
    """structlog processor: keys with content go; an exception becomes its type and places."""
    for key in _CONTENT & event.keys():
        event[key] = "[removido]"
    exc_info = event.pop("exc_info", None)
    if exc_info:
        info = exc_info if isinstance(exc_info, tuple) else sys.exc_info()
        if isinstance(exc_info, BaseException):
            info = (type(exc_info), exc_info, exc_info.__traceback__)
        event["exception"] = describe(info)
    return event
