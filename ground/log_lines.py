"""How every process of ours writes its log: a line of text, or with LOG_FORMAT=json one JSON object a line.

A line about a conversation carries its reference: a keyed hash, so that the lines of one conversation are
found together in two processes, and nobody is found by them. No JSON line has an address, an id or an error's
own words.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any

from pythonjsonlogger.json import JsonFormatter

TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s"
IDENTIFIERS = (
    (re.compile(r"\b(?:web|tg|mail|wa|tel)-[0-9A-Za-z_.-]{1,80}"), "[conversa]"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"), "[e-mail]"),
    (re.compile(r"\b\d{6,12}:[\w-]{30,}"), "[segredo]"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+"), "[segredo]"),
)
_conversation: ContextVar[str] = ContextVar("conversation", default="")


def reference(conversation_id: str, key: str) -> str:
    """What a conversation is called in the logs; whoever has not the key cannot tell whose it is."""
    return hmac.new(key.encode(), conversation_id.encode(), hashlib.sha256).hexdigest()[:12]


@contextmanager
def about(conversation_id: str) -> Iterator[None]:
    """While it lasts, what this task logs is about that conversation."""
    token = _conversation.set(conversation_id)
    try:
        yield
    finally:
        _conversation.reset(token)


def describe(exc_info: Any) -> str:
    """Where an exception came from and its type. Its message and locals may hold what a user typed."""
    kind, _, trace = exc_info
    places = (f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace))
    return "\n".join(["Traceback (no values):", *places, getattr(kind, "__name__", "unknown")])


class Lines(JsonFormatter):
    """time, level, logger, process, message; conversation and exception where there is one."""

    def __init__(self, process: str, key: str) -> None:
        super().__init__("%(message)s", json_ensure_ascii=False)
        self._process, self._key = process, key

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        message = str(log_data.get("message") or "")
        for pattern, instead in IDENTIFIERS:
            message = pattern.sub(instead, message)
        return {**log_data, "message": message}

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Exactly these: what a library hangs on a record may be anybody's."""
        log_data["time"] = datetime.fromtimestamp(record.created, timezone.utc).isoformat(
            timespec="milliseconds"
        )
        log_data["level"], log_data["logger"] = record.levelname, record.name
        log_data["process"] = self._process
        log_data["message"] = record.getMessage()
        if self._key and (conversation := _conversation.get()):
            log_data["conversation"] = reference(conversation, self._key)
        if message_dict.get("exc_info"):
            log_data["exception"] = message_dict["exc_info"]

    def formatException(self, ei: Any) -> str:
        return describe(ei)


def install(form: str, process: str, key: str = "") -> None:
    """Of the whole process, whoever made its handlers. form: "json" or text. key: that of the references."""
    logging.basicConfig(level=logging.INFO, format=TEXT)
    if form != "json":
        return
    named = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    lines = Lines(process, key)
    for handler in {h for logger in (logging.root, *named) for h in logger.handlers}:
        handler.setFormatter(lines)
