"""What a loaded model is made of stays, so the collector of cycles need not look through it again and again:
a tenth of a second each time, in which nobody is answered.
"""

from __future__ import annotations

import gc


def set_apart() -> None:
    """Once a model is loaded: what is there by now is looked through once, and then no more."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
