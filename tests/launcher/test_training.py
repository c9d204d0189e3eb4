"""Who waits for the model sees how far it is; a damaged one is not taken for the model."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest
import yaml

from launcher import training
from launcher.training import (
    FOLDERS,
    PARTS,
    SOURCES,
    TrainingFailed,
    ensure_model,
    is_whole,
    model_path,
    progress,
)
from settings import ROOT


def begun(*parts: str) -> str:
    return "".join(f"INFO rasa.engine  - Starting to train component '{part}'.\n" for part in parts)


def test_the_line_says_the_part_that_is_trained_and_moves_with_the_seconds() -> None:
    assert progress("warnings\n", 4.2) == "modelo: lendo os dados (4 s)"
    assert progress(begun("FlowPolicy", "Normaliser"), 31.7) == "modelo: 2 de 5, grafias (32 s)"


def test_every_part_of_ours_in_the_pipeline_has_its_name_in_the_line() -> None:
    config = yaml.safe_load(Path(ROOT / "config.yml").read_text("utf-8"))
    ours = [one["name"] for one in (*config["pipeline"], *config["policies"])]
    assert {name.rsplit(".", 1)[1] for name in ours if name.startswith("nlu.")} == set(PARTS)


# `rasa train` as far as a launcher sees it: it leaves what stands in `trained` under the name it was given.
RASA = """#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = --fixed-model-name ] && name="$2"; shift; done
cp trained "models/$name.tar.gz"
echo "$SENTENCE_VECTORS" > vectors-kept-in
"""


def packed(name: str = "metadata.json") -> bytes:
    """A model, as far as it is looked at; its content does not compress, as a real one's."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as model:
        for one, content in ((name, b"{}"), ("components/letters.npy", bytes(range(256)) * 300)):
            entry = tarfile.TarInfo(one)
            entry.size = len(content)
            model.addfile(entry, io.BytesIO(content))
    return written.getvalue()


WHOLE = packed()
AT = len(WHOLE) // 2
DAMAGED = {
    "empty": b"",
    "cut in the middle": WHOLE[:AT],
    "without its checksum": WHOLE[:-8],
    "one bit": WHOLE[:-12] + bytes([WHOLE[-12] ^ 1]) + WHOLE[-11:],
    "its checksum": WHOLE[:-8] + bytes([WHOLE[-8] ^ 1]) + WHOLE[-7:],
    "zeros from the middle on": WHOLE[:AT] + bytes(len(WHOLE) - AT),
    "a page in its place": b"<html>404</html>",
    "another archive": packed("readme.txt"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with all that a model is made of, and a Rasa that trains in no time."""
    for name in (*SOURCES, "models/.gitkeep", *(f"{folder}/x" for folder, _ in FOLDERS)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    rasa = tmp_path / ".venv-rasa" / "bin" / "python"
    rasa.parent.mkdir(parents=True)
    rasa.write_text(RASA)
    rasa.chmod(0o755)
    (tmp_path / "trained").write_bytes(WHOLE)
    return tmp_path


def test_a_whole_model_is_taken_as_it_is(root: Path) -> None:
    model_path(root).write_bytes(WHOLE)
    assert ensure_model(root, root / "log") == (model_path(root), False)


def test_a_model_that_was_found_whole_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model_path(root).write_bytes(WHOLE)
    ensure_model(root, root / "log")
    monkeypatch.setattr(training, "is_whole", lambda path: pytest.fail("it was read"))
    assert ensure_model(root, root / "log") == (model_path(root), False)


@pytest.mark.parametrize("how", DAMAGED)
def test_a_model_that_is_damaged_later_is_trained_anew(root: Path, how: str) -> None:
    model_path(root).write_bytes(WHOLE)
    ensure_model(root, root / "log")
    model_path(root).write_bytes(DAMAGED[how])
    assert ensure_model(root, root / "log") == (model_path(root), True)


def test_a_training_leaves_nothing_of_the_models_before(root: Path) -> None:
    model_path(root).write_bytes(WHOLE)
    ensure_model(root, root / "log")
    (root / "config.yml").write_text("other")
    ensure_model(root, root / "log")
    kept = sorted(one.name for one in (root / "models").glob("assistente-*"))
    assert kept == [model_path(root).name, model_path(root).name + training.SEEN]


@pytest.mark.parametrize("how", DAMAGED)
def test_a_damaged_model_under_the_right_name_is_trained_anew(root: Path, how: str) -> None:
    model_path(root).write_bytes(DAMAGED[how])
    assert ensure_model(root, root / "log") == (model_path(root), True)
    assert is_whole(model_path(root))


def test_a_training_is_told_where_the_next_one_finds_its_vectors(root: Path) -> None:
    ensure_model(root, root / "log")
    assert (root / "vectors-kept-in").read_text().strip() == str(root / "var" / "sentence-vectors.npz")


def test_a_training_that_left_a_damaged_model_has_failed(root: Path) -> None:
    (root / "trained").write_bytes(DAMAGED["cut in the middle"])
    with pytest.raises(TrainingFailed):
        ensure_model(root, root / "log")
