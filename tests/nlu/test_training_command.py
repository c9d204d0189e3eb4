"""Making a model without Rasa's cache: the same examples, a whole model, and nothing computed for nobody."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said_by(code: str) -> list[str]:
    """By a Python of its own, for what is put in a class stays."""
    prepared = "from ground import stand_ins\nstand_ins.before_rasa()\nfrom nlu import training\n"
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", prepared + "training.make_no_cache()\n" + code],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.split()


def test_only_an_example_that_is_the_same_in_all_is_left_out_and_fingerprints_are_asked_of_few() -> None:
    said = said_by("""
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
asked = []
stock = Message.fingerprint
Message.fingerprint = lambda self: asked.append(self) or stock(self)
alike = [("oi", "greet"), ("oi", "goodbye"), ("oi", "greet")]
examples = [Message.build(*one) for one in [*alike, *((f"texto {n}", "greet") for n in range(50))]]
merged = TrainingData().merge(TrainingData(examples), TrainingData([Message.build("tchau", "goodbye")]))
print(len(merged.training_examples), len({id(one) for one in asked}))
""")
    assert said == ["53", "3"]


def test_the_examples_are_read_once_whoever_asks(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text("version: '3.1'\nnlu:\n- intent: greet\n  examples: '- oi'\n")
    said = said_by(f"""
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data import loading
times, stock = [], loading.load_data
loading.load_data = lambda *given: times.append(given) or stock(*given)
importer = TrainingDataImporter.load_from_dict(config={{}}, training_data_paths=[{str(tmp_path)!r}])
asked = [importer.get_nlu_data(language) for language in ("en", "pt")]
print(len(times), *(one.get("text") for data in asked for one in data.intent_examples))
""")
    assert said == ["1", "oi", "oi"]


def test_nothing_is_kept_for_a_training_after_this_one() -> None:
    said = said_by("""
from rasa.engine.training.hooks import TrainingHook
hook = TrainingHook(None, None, None)
kept = hook.on_before_node("x", None, {}, {"data": object()})
print(kept, hook.on_after_node("x", None, {}, object(), kept))
""")
    assert said == ["{}", "None"]


def test_the_packed_model_is_whole(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(bytes(range(256)) * 400)
    said_by(f"""
from rasa.engine.storage.local_model_storage import TarSafe
with TarSafe.open({str(tmp_path / "model.tar.gz")!r}, "w:gz") as model:
    model.add({str(tmp_path / "weights")!r}, arcname="weights")
with TarSafe.open({str(tmp_path / "model.tar.gz")!r}, "r:gz") as model:
    assert model.getnames() == ["weights"]
""")
    fastest = b"\x04"
    assert (tmp_path / "model.tar.gz").read_bytes()[8:9] == fastest
    with tarfile.open(tmp_path / "model.tar.gz") as model:
        assert model.extractfile("weights").read() == (tmp_path / "weights").read_bytes()
