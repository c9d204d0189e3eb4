"""What a training asks of the sentence encoder twice is encoded once, and comes out where it was asked."""

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
    vectors.encode_ahead(["oi", "bom dia", "oi"])
    found = vectors.encoded(encode, ["novo", "oi", "novo", "bom dia"])
    assert found[:, 0].tolist() == [4, 2, 4, 7]
    assert asked == [["oi", "bom dia"], ["novo"]]
