"""What a model's archive holds comes out as Rasa's own way leaves it, once and whole, or not at all."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage

from channels.core import model_unpacking

FILES = {"metadata.json": b"{}", "components/train_one/letters.npy": bytes(range(256)) * 300}


def packed(path: Path, files: dict[str, bytes] = FILES, link: tuple[str, str] | None = None) -> Path:
    with tarfile.open(path, mode="w:gz") as model:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            model.addfile(entry, io.BytesIO(content))
        if link:
            entry = tarfile.TarInfo(link[0])
            entry.type, entry.linkname = tarfile.SYMTYPE, link[1]
            model.addfile(entry)
    return path


def content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_what_comes_out_is_what_rasa_unpacks(tmp_path: Path) -> None:
    folders = [tmp_path / "ours", tmp_path / "stock"]
    model = packed(tmp_path / "model.tar.gz")
    for folder, unpack in zip(
        folders, (model_unpacking.unpack, LocalModelStorage._extract_archive_to_directory), strict=True
    ):
        folder.mkdir()
        unpack(model, folder)
        assert content(folder) == FILES


@pytest.mark.parametrize("name", ["../outside", "components/../../outside"])
def test_nothing_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(tarfile.TarError):
        model_unpacking.unpack(packed(tmp_path / "model.tar.gz", {name: b""}), tmp_path / "folder")
    assert not (tmp_path / "outside").exists()


def test_a_link_to_the_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(tarfile.TarError):
        model_unpacking.unpack(
            packed(tmp_path / "model.tar.gz", link=("components/x", "/etc")), tmp_path / "folder"
        )


def test_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    model = packed(tmp_path / "model.tar.gz")
    whole = model.read_bytes()
    model.write_bytes(whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:])
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="CRC"):
        model_unpacking.unpack(model, tmp_path / "folder")
