"""Rasa without what we never use: it starts, loads none of it, and says so where something needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PREPARED = """
import sys
from ground import stand_ins
from ground.stand_ins import UNUSED
stand_ins.before_rasa()
"""


def said_by(code: str) -> str:
    """By a Python of its own, for what is once imported stays."""
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PREPARED + code], cwd=ROOT, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def test_the_server_and_every_component_of_rasa_are_imported_without_them() -> None:
    said = said_by("""
import rasa.server, rasa.core.run, rasa.core.agent, rasa.model_training
import rasa.engine.recipes.default_components
loaded = {name.split(".")[0] for name, module in sys.modules.items() if getattr(module, "__file__", None)}
print(sorted(loaded & set(UNUSED)))
""")
    assert said == "[]"


@pytest.mark.parametrize(
    "use", ["tf.constant(3)", "tf.keras.Model()", "type('Own', (tf.keras.Model,), {})()", "tf.function(len)"]
)
def test_what_uses_one_is_told_that_it_is_not_loaded(use: str) -> None:
    said = said_by(f"""
import tensorflow as tf
try:
    {use}
except stand_ins.NotLoaded as error:
    print("not loaded:", error)
""")
    assert said.startswith("not loaded:")


def test_no_part_of_our_pipeline_needs_one() -> None:
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    names = [part["name"] for part in (*config["pipeline"], *config["policies"])]
    said = said_by(f"""
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
import importlib
for name in {names}:
    if "." in name:
        module, _, cls = name.rpartition(".")
        part = getattr(importlib.import_module(module), cls)
    else:
        part = DefaultV1Recipe._from_registry(name).clazz
    print(name, sorted(set(part.required_packages()) & set(UNUSED)))
""")
    assert said.splitlines() == [f"{name} []" for name in names]


@pytest.mark.parametrize(("command", "shared_out"), [("run", False), ("shell", False), ("train", True)])
def test_only_a_training_is_shared_out_among_the_cores(command: str, shared_out: bool) -> None:
    said = said_by(f"""
import os
os.environ.pop("OPENBLAS_NUM_THREADS", None)
from channels.thin_rasa import one_thread
assert "numpy" not in sys.modules
one_thread([{command!r}])
print(os.environ.get("OPENBLAS_NUM_THREADS"))
""")
    assert said == ("None" if shared_out else "1")
