"""Trains the Rasa model only when what it is made from changed.

The model's file name carries the fingerprint of its sources, so a stale model cannot be
served: Rasa silently loads any other model of the folder when a given path is missing. With a
damaged one it starts, too, and tells everybody that the service is away: that one is made anew.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import subprocess
import tarfile
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

SOURCES = (
    "config.yml", "domain.yml", "ground/notation.py", "requirements/rasa.txt", "ticket_store/catalogue.yml",
)  # fmt: skip
PARTS = {
    "FlowPolicy": "conversa",
    "ServiceDeskExtractor": "serviços e números",
    "Normaliser": "grafias",
    "LinearIntentClassifier": "intenções",
    "Understanding": "mensagens em seu lugar",
}
"""What Rasa trains, in its order, as a person is told of it."""
IN_PLACE = {"MALLOC_MMAP_THRESHOLD_": str(1 << 25), "MALLOC_TRIM_THRESHOLD_": str(1 << 34)}
"""glibc's malloc, in bytes: what a training frees it asks for again at once; fetched anew from the system, it
costs a tenth of the time."""
MANIFEST = "metadata.json"
SEEN = ".whole"
_BEGUN = re.compile(r"Starting to train component '(\w+)'")
FOLDERS = (("data", "*.yml"), ("nlu", "*.py"), ("nlu", "*.yml"), ("ticket_store/ways_of_asking", "*.yml"))


class TrainingFailed(RuntimeError):
    """`rasa train` ended without the model; `log` is where its output is."""

    def __init__(self, log: Path) -> None:
        super().__init__(f"rasa train falhou: veja {log}")
        self.log = log


def fingerprint(root: Path) -> str:
    """Twelve hex digits over every file that the model depends on."""
    files = [root / name for name in SOURCES]
    for folder, pattern in FOLDERS:
        files += sorted((root / folder).rglob(pattern))
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(root)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def model_path(root: Path) -> Path:
    return root / "models" / f"assistente-{fingerprint(root)}.tar.gz"


def is_whole(path: Path) -> bool:
    """Whether a model is there and complete: the checksum of its gzip is right, and it holds what Rasa opens
    first."""
    try:
        with gzip.open(path) as unpacked, tarfile.open(fileobj=unpacked) as model:
            found = MANIFEST in model.getnames()
            while unpacked.read(1 << 20):  # up to the checksum, which is at the end
                pass
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        return False
    return found


def is_known_whole(path: Path) -> bool:
    """As `is_whole`, which reads all of it, for half a second: only once for a file that stays as it is.

    It is on disk, and not only in memory, before that is written beside it: a power cut leaves no damaged one
    that is believed. What decays on the disk Rasa finds (channels/core/model_unpacking.py).
    """
    seen = path.with_name(f"{path.name}{SEEN}")
    with suppress(OSError):
        if seen.read_text() == _identity(path):
            return True
    if not is_whole(path):
        return False
    with suppress(OSError):  # a folder that is not ours: it is looked at each time
        with path.open("rb") as model:
            os.fsync(model.fileno())
        seen.write_text(_identity(path))
    return True


def _identity(path: Path) -> str:
    """Of a file's content, as far as it is known without reading it. Raises OSError."""
    found = path.stat()
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def ensure_model(
    root: Path, log: Path, on_progress: Callable[[str], None] = lambda line: None
) -> tuple[Path, bool]:
    """(path of the current model, whether it was trained now); on_progress hears every second how far it is.

    Raises TrainingFailed.
    """
    path = model_path(root)
    if is_known_whole(path):
        return path, False
    path.unlink(missing_ok=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        *training_command(root), "train", "--data", "data", "--config", "config.yml",
        "--domain", "domain.yml", "--out", "models", "--fixed-model-name", path.name.removesuffix(".tar.gz"),
        "--skip-validation",  # `make test` validates the data
        "--force",  # Rasa's cache knows nothing of the turns, which are no training data of its own
    ]  # fmt: skip
    ended = followed(
        command,
        root,
        log,
        lambda seconds: on_progress(progress(log.read_text("utf-8", "replace"), seconds)),
        {
            **IN_PLACE,
            "VAR_DIR": str(root / "var"),
            "SENTENCE_VECTORS": str(root / "var" / "sentence-vectors.npz"),
        },
    )
    if ended != 0 or not is_known_whole(path):
        raise TrainingFailed(log)
    for old in (root / "models").glob("assistente-*.tar.gz*"):
        if not old.name.startswith(path.name):
            old.unlink()
    return path, True


def progress(said: str, seconds: float) -> str:
    """What Rasa has told in its log so far, as one line."""
    begun = _BEGUN.findall(said)
    at = f"{len(begun)} de {len(PARTS)}, {PARTS.get(begun[-1], begun[-1])}" if begun else "lendo os dados"
    return f"modelo: {at} ({seconds:.0f} s)"


def followed(
    command: list[str],
    root: Path,
    log: Path,
    each_second: Callable[[float], None],
    defaults: Mapping[str, str] | None = None,
) -> int:
    """Runs it in Rasa's environment, what it says going to `log`; its exit status. each_second hears how many
    seconds it took so far. defaults: of what is not set.
    """
    started = time.monotonic()
    environment = {**(defaults or {}), **rasa_environment(root, os.environ)}
    with log.open("w") as output:
        running = subprocess.Popen(
            command, cwd=root, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        try:
            while True:
                try:
                    return running.wait(1)
                except subprocess.TimeoutExpired:
                    each_second(time.monotonic() - started)
        except BaseException:  # Ctrl-C: nothing goes on training behind the person's back
            running.terminate()
            raise


def rasa_command(root: Path) -> list[str]:
    """The `rasa` command without the libraries that this project never uses; a subcommand follows."""
    return [str(root / ".venv-rasa" / "bin" / "python"), "-m", "channels.thin_rasa"]


def training_command(root: Path) -> list[str]:
    """The same for `train`, without what Rasa does beside it; all of it is in the folder of a candidate."""
    return [str(root / ".venv-rasa" / "bin" / "python"), "-m", "nlu.training"]


def rasa_environment(root: Path, base: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """What every Rasa command needs: our rooms importable, no telemetry, no warnings of old libraries."""
    return {
        **base,
        "PYTHONPATH": str(root),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
    }
