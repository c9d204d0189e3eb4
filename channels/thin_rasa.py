"""`python -m channels.thin_rasa run …`: the `rasa` command without what it imports and we never use.

A pipeline that needs one of them (DIET, a stock messenger) is refused when it is loaded: use `rasa` itself
then.
"""

from __future__ import annotations

import sys

from ground import blas, stand_ins


def one_thread(arguments: list[str]) -> None:
    """A message is one row, too little to share out; a training is shared out."""
    if arguments[:1] != ["train"]:
        blas.one_thread()


def main() -> None:
    one_thread(sys.argv[1:])
    stand_ins.before_rasa()
    import rasa.__main__

    from channels.core import model_unpacking

    model_unpacking.install()
    rasa.__main__.main()


if __name__ == "__main__":
    main()
