"""Writes a `.env` with fresh secrets the first time, so that no secret is ever committed."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

SECRETS = ("SECRET_KEY", "CHAT_TOKEN_KEYS", "ACTION_TOKEN", "CHANNEL_TOKEN")


def ensure_secrets(path: Path) -> list[str]:
    """Append the secrets that neither `path` nor the environment has; returns the names added.

    The file is readable by its owner only (mode 600).
    """
    text = path.read_text() if path.exists() else ""
    present = {
        line.split("=", 1)[0].strip() for line in text.splitlines() if "=" in line and line.split("=", 1)[1]
    }
    missing = [name for name in SECRETS if name not in present and not os.environ.get(name)]
    if missing:
        lines = [f"{name}={secrets.token_urlsafe(32)}" for name in missing]
        joined = text + ("\n" if text and not text.endswith("\n") else "") + "\n".join(lines) + "\n"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(joined)
    return missing
