"""The vectors of the lines that each start asks for are kept on disk, and only those."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ticket_store.search import vectors as module

LINES = ["como troco a senha?", "qual o horário?", "como troco a senha?"]


@pytest.fixture
def encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was given to the encoder."""
    asked: list[str] = []

    def vectors(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return np.array([[len(text), 1.5] for text in texts], np.float32)

    monkeypatch.setattr(module, "vectors", vectors)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    return asked


def test_the_next_start_encodes_only_what_is_new(encoded: list[str]) -> None:
    first = module.kept_vectors(LINES)
    assert encoded == LINES[:2]
    assert np.array_equal(module.kept_vectors([*LINES, "onde fica?"])[:3], first)
    assert encoded == [*LINES[:2], "onde fica?"]


def test_what_is_asked_for_no_more_is_forgotten(encoded: list[str]) -> None:
    module.kept_vectors(LINES)
    module.kept_vectors(["onde fica?"])
    encoded.clear()
    module.kept_vectors(LINES[:1])
    assert encoded == LINES[:1]


def test_a_damaged_file_or_one_of_another_encoder_is_not_believed(
    encoded: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module.kept_vectors(LINES)
    kept = tmp_path / "encoder" / module.KEPT
    kept.write_bytes(kept.read_bytes()[:-1])
    encoded.clear()
    module.kept_vectors(LINES)
    assert encoded == LINES[:2]
    monkeypatch.setattr(module, "version", lambda package: "9.9")
    module.kept_vectors(LINES)
    assert encoded == LINES[:2] * 2


def test_without_a_folder_nothing_is_kept(encoded: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAR_DIR")
    assert module.kept_vectors(LINES)[0].tolist() == [len(LINES[0]), 1.5]
    module.kept_vectors(LINES)
    assert encoded == LINES * 2
