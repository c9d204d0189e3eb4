"""Starts the OpenID Connect provider of oidc_provider.py beside a test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running(*, slash: bool = False) -> Iterator[str]:
    """Its issuer, while it runs."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("oidc_provider.py")), *(["slash"] if slash else [])],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
    )
    assert process.stdout is not None
    try:
        yield f"http://localhost:{process.stdout.readline().strip()}{'/' if slash else ''}"
    finally:
        process.kill()
        process.wait()
