"""`python -m nlu.training train …`: the `rasa` command for making a model from scratch (`--force`).

Without what it imports and we never use, and without what changes no model: fingerprints and copies of
everything for a cache that is left unread, the examples read and copied for each importer, and a model
packed as small as it gets. Written for Rasa 3.6.21.
"""

from __future__ import annotations

import gc
from functools import lru_cache
from tarfile import TarFile
from types import SimpleNamespace
from typing import Any

from ground import stand_ins
from nlu import lessons


def main() -> None:
    gc.disable()  # what is in circles here is little, and seeking it takes a tenth of the time
    lessons.begin()
    stand_ins.before_rasa()
    import rasa.__main__

    make_no_cache()
    rasa.__main__.main()


def make_no_cache() -> None:
    """For the rest of the process."""
    import rasa.shared.nlu.training_data.training_data as examples_module
    from rasa.engine.storage.local_model_storage import TarSafe
    from rasa.engine.training.hooks import TrainingHook
    from rasa.shared.importers.rasa import RasaFileImporter
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.message import Message

    TrainingHook.on_before_node = lambda self, *_, **__: {}
    TrainingHook.on_after_node = lambda self, *_, **__: None
    # Alike are only messages of one text, and whether they are is still asked of their fingerprints.
    Message.__hash__ = lambda self: hash(self.get(TEXT))
    # Read once, for no reader asks for the language by which Rasa keeps them apart.
    read = lru_cache(maxsize=1)(RasaFileImporter.get_nlu_data)
    RasaFileImporter.get_nlu_data = lambda self, language="": read(self)
    examples_module.copy = SimpleNamespace(deepcopy=lambda value: value)
    TarSafe.gzopen = classmethod(_packed_fast)


def _packed_fast(cls: type[TarFile], name: Any, mode: Any = "r", fileobj: Any = None) -> TarFile:
    """4% larger than at the best level, in an eighth of the time."""
    return TarFile.gzopen.__func__(cls, name, mode, fileobj, compresslevel=1)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
