"""How many threads a product of matrices takes in a server: with one for each core, those that wait for the
next product spin meanwhile and take the cores from the other turns (docs/benchmarks.md).
"""

from __future__ import annotations

import os


def one_thread() -> None:
    """Before numpy is loaded; what the environment says already stays."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
