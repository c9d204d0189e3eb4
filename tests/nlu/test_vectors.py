"""What a training asks of the sentence encoder twice is encoded once, and comes out where it was asked."""

from pathlib import Path

import numpy as np
import pytest

from nlu import vectors


def test_texts_encoded_ahead_are_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.append(list(texts))
        return np.array([[len(text), 1] for text in texts], np.float32)

    monkeypatch.setattr(vectors, "_AHEAD", {})
    monkeypatch.setattr(vectors, "encoder", lambda: encode)
    vectors.encode_ahead(["oi", "bom dia", "oi"], {})
    found = vectors.encoded(encode, ["novo", "oi", "novo", "bom dia"])
    assert found[:, 0].tolist() == [4, 2, 4, 7]
    assert asked == [["oi", "bom dia"], ["novo"]]


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """What the encoder is asked; its vectors are kept in a file of the test's own."""
    asked: list[list[str]] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.append(list(texts))
        return np.array([[len(text), 1] for text in texts], np.float32)

    monkeypatch.setattr(vectors, "encoder", lambda: encode)
    monkeypatch.setenv(vectors.KEPT, str(tmp_path / "var" / "vectors.npz"))
    return asked


def another_training(monkeypatch: pytest.MonkeyPatch, *texts: str) -> list[float]:
    monkeypatch.setattr(vectors, "_AHEAD", {})
    known = vectors.kept()
    vectors.encode_ahead(texts, known)
    vectors.keep(texts, known)
    return [float(vectors._AHEAD[text][0]) for text in texts]


def test_the_next_training_encodes_only_what_is_new(counting, monkeypatch) -> None:
    assert another_training(monkeypatch, "oi", "bom dia") == [2, 7]
    assert another_training(monkeypatch, "bom dia", "olá!", "oi") == [7, 4, 2]
    assert counting == [["oi", "bom dia"], ["olá!"]]


def test_what_is_no_longer_in_the_data_is_not_kept(counting, monkeypatch) -> None:
    for texts in (["oi", "bom dia"], ["oi", "olá!"], ["bom dia"]):
        another_training(monkeypatch, *texts)
    assert counting == [["oi", "bom dia"], ["olá!"], ["bom dia"]]


def test_vectors_of_another_encoder_are_made_anew(counting, monkeypatch) -> None:
    another_training(monkeypatch, "oi")
    monkeypatch.setattr(vectors, "version", lambda package: "0.0.0")
    another_training(monkeypatch, "oi")
    assert counting == [["oi"], ["oi"]]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY"], ids=["empty", "cut", "another"])
def test_a_damaged_file_of_vectors_is_made_anew(counting, monkeypatch, tmp_path, content: bytes) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "vectors.npz").write_bytes(content)
    assert another_training(monkeypatch, "oi") == [2]
    assert another_training(monkeypatch, "oi") == [2]
    assert counting == [["oi"]]


def test_the_same_message_asked_again_is_not_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.append(list(texts))
        return np.array([[len(text)] for text in texts], np.float32)

    monkeypatch.setattr(vectors, "_AHEAD", {})
    said = ["oi", "oi, tudo bem?", "oi, tudo bem?", "oi"]
    assert [float(vectors.encoded(encode, [text])[0, 0]) for text in said] == [2, 13, 13, 2]
    assert asked == [["oi"], ["oi, tudo bem?"], ["oi"]]
