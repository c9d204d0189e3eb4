"""A model is unpacked in one go: Rasa reads the archive for what must not be in it, and again for the rest.

Members are looked at as they come, by Python's own filter for data, which refuses what tarsafe does.
"""

from __future__ import annotations

import gzip
import tarfile
from pathlib import Path

from rasa.engine.storage.local_model_storage import LocalModelStorage

_PART = 1 << 20


def install() -> None:
    """Not on a Python 3.10 before .12, which has no such filter."""
    if hasattr(tarfile, "data_filter"):
        LocalModelStorage._extract_archive_to_directory = staticmethod(unpack)


def unpack(archive: str | Path, folder: str | Path) -> None:
    """Raises OSError (of which a wrong checksum is one), EOFError, zlib.error, tarfile.TarError, and
    UnsupportedModelVersionError.
    """
    with gzip.open(archive) as unpacked:
        with tarfile.open(fileobj=unpacked, mode="r|") as model:
            model.extractall(folder, filter="data")
        while unpacked.read(_PART):  # up to the checksum, which is at the end
            pass
    LocalModelStorage._assert_not_rasa2_archive(folder)
