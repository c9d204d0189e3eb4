"""`python -m channels.thin_rasa run …`: the `rasa` command without what it imports and we never use.

A pipeline that needs one of them (DIET, a stock messenger) is refused when it is loaded: use `rasa` itself
then.
"""

from __future__ import annotations

import os
import sys

from ground import stand_ins


def one_thread(arguments: list[str]) -> None:
    """A message is one row, too little to share out: with a thread for each core, those that wait for the
    next product spin meanwhile and take the cores from the other turns (docs/benchmarks.md). A training is
    shared out. Before numpy is loaded; what the environment says already stays.
    """
    if arguments[:1] != ["train"]:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    one_thread(sys.argv[1:])
    stand_ins.before_rasa()
    import rasa.__main__

    from channels.core import model_unpacking

    model_unpacking.install()
    rasa.__main__.main()


if __name__ == "__main__":
    main()
