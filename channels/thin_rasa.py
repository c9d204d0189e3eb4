"""`python -m channels.thin_rasa run …`: the `rasa` command without what it imports and we never use.

A pipeline that needs one of them (DIET, a stock messenger) is refused when it is loaded: use `rasa` itself
then.
"""

from __future__ import annotations

from ground import stand_ins


def main() -> None:
    stand_ins.before_rasa()
    import rasa.__main__

    rasa.__main__.main()


if __name__ == "__main__":
    main()
