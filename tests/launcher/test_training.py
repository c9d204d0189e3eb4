"""Who waits for the model sees how far it is."""

from __future__ import annotations

from pathlib import Path

import yaml

from launcher.training import PARTS, progress
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
