"""Makes the Python environments from their lock files; standard library only, it runs before they exist.

`.venv-tools` holds uv, `.venv` the application, `.venv-rasa` Rasa 3.6 on Python 3.10.
An environment is touched only when its lock file changed since it was last made.
"""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".venv-tools"
UV = TOOLS / "bin" / "uv"
UV_VERSION = "0.13.9"

# environment folder, Python, lock files it satisfies: the first is installed.
# dev.txt is app.txt and what the tests need.
LOCKS = {
    "app": (".venv", "3.11", ["app"]),
    "dev": (".venv", "3.11", ["dev", "app"]),
    "rasa": (".venv-rasa", "3.10", ["rasa"]),
}


class SetupFailed(SystemExit):
    """Stops with a sentence that says what the person can do."""


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def run(command: list[str], **environment: str) -> None:
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment})
    if done.returncode != 0:
        raise SetupFailed(f"Falhou: {' '.join(command[:4])} … (veja a mensagem acima)")


def ensure_uv() -> None:
    """Put uv into `.venv-tools`, made with the machine's own python3."""
    if UV.exists():
        return
    say("preparando o uv (instalador de ambientes)")
    try:
        run([sys.executable, "-m", "venv", str(TOOLS)])
    except SetupFailed:
        raise SetupFailed("O módulo venv não está nesta máquina: apt install python3-venv") from None
    run(
        [str(TOOLS / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", f"uv=={UV_VERSION}"]
    )


def _matches(python: str, version: str) -> bool:
    probe = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        found = subprocess.run([python, "-c", probe], capture_output=True, text=True, timeout=20)
    except OSError:
        return False
    return found.stdout.strip() == version


def find_python(version: str) -> str:
    """A path of an interpreter of that version; pyenv's is found even when its shim is not active.

    Returns the bare version when none is on the machine: uv then fetches one.
    """
    pyenv_root = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    installed = sorted(glob.glob(f"{pyenv_root}/versions/{version}.*/bin/python{version}"))
    candidates = [sys.executable, *installed, f"/usr/bin/python{version}", shutil.which(f"python{version}")]
    for candidate in candidates:
        if candidate and _matches(candidate, version):
            return candidate
    return version


def _lock(name: str) -> str:
    return f"requirements/{name}.txt"


def _fingerprint(name: str) -> str:
    return hashlib.sha256(b"compiled\n" + (ROOT / _lock(name)).read_bytes()).hexdigest()


def ensure(name: str) -> None:
    """Bring the environment `name` (a key of LOCKS) to its lock; nothing when it is there already."""
    if name == "app" and (ROOT / LOCKS["dev"][0] / ".lock-dev").exists():
        name = "dev"  # a developer's machine keeps what the tests need
    folder, version, satisfied = LOCKS[name]
    environment = ROOT / folder
    stamp = environment / f".lock-{name}"
    if stamp.exists() and stamp.read_text() == _fingerprint(name):
        return
    ensure_uv()
    started = time.monotonic()
    python = environment / "bin" / "python"
    if not python.exists():
        say(f"criando {folder} (Python {version})")
        run([str(UV), "venv", "--quiet", "--python", find_python(version), folder])
    say(f"instalando {_lock(name)} em {folder} (na primeira vez, até alguns minutos)")
    # Compiled once here: where PYTHONDONTWRITEBYTECODE is set, or the folder is not writable, each start of
    # Rasa would otherwise compile its thousands of modules again.
    command = [str(UV), "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    run([*command, "--python", str(python), _lock(name)])
    for old in environment.glob(".lock-*"):
        old.unlink()
    for lock in satisfied:
        (environment / f".lock-{lock}").write_text(_fingerprint(lock))
    say(f"{folder} pronto em {time.monotonic() - started:.0f} s")


def main(names: list[str]) -> None:
    for name in names:
        ensure(name)


if __name__ == "__main__":
    main(sys.argv[1:] or ["app", "rasa"])
