"""The sentence encoder reads its words' rows from disk: the same vectors, without the table in memory."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from ground.encoder_table import Table, encoder_with_table_in, folder_from_env

TEXTS = ["o siafi não abre", "qual o telefone da css?", "", "👍", "x" * 500]


def test_the_vectors_are_the_same_and_the_table_is_not_in_memory(tmp_path: Path) -> None:
    here, there = encoder_with_table_in(None), encoder_with_table_in(tmp_path / "encoder")
    assert isinstance(here._model.table, np.ndarray)
    assert isinstance(there._model.table, Table)
    assert np.array_equal(here.encode(TEXTS), there.encode(TEXTS))
    assert [file.suffix for file in (tmp_path / "encoder").iterdir()] == [".bin"]


def test_where_no_file_can_be_written_the_table_stays_in_memory(tmp_path: Path, caplog) -> None:
    (tmp_path / "encoder").write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        use = encoder_with_table_in(tmp_path / "encoder")
    assert isinstance(use._model.table, np.ndarray)
    assert "stays in memory" in caplog.text


def test_a_table_of_another_size_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "table").write_bytes(bytes(8))
    with pytest.raises(ValueError, match="another table"):
        Table(tmp_path / "table", (3, 4))


def test_a_row_that_has_gone_from_the_file_is_an_error_and_no_row_of_zeros(tmp_path: Path) -> None:
    (tmp_path / "table").write_bytes(bytes(range(12)))
    table = Table(tmp_path / "table", (3, 4))
    assert table[np.array([2, 0])].tolist() == [[8, 9, 10, 11], [0, 1, 2, 3]]
    (tmp_path / "table").write_bytes(bytes(4))
    with pytest.raises(OSError, match="row 2"):
        table[np.array([2])]


def test_the_table_is_kept_where_the_processes_keep_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", "/srv/var")
    assert folder_from_env() == Path("/srv/var/encoder")
    monkeypatch.delenv("VAR_DIR")
    assert folder_from_env() is None
