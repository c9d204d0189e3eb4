"""`python -m channels.thin_rasa run …`: the `rasa` command without what it imports and we never use.

A pipeline that needs one of them (DIET, a stock messenger) is refused when it is loaded: use `rasa` itself
then.
"""

from __future__ import annotations

import sys

from ground import stand_ins

UNUSED = (
    *("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_probability", "tensorflow_text"),
    *("keras", "tensorboard", "matplotlib", "PIL", "boto3", "botocore", "pymongo", "bson"),
    *("slack_sdk", "webexteamssdk", "aiogram", "questionary", "prompt_toolkit"),
    "scipy.stats",  # by scikit-learn, for what we have it do nothing with
)


def main() -> None:
    stand_ins.install(UNUSED)
    # Sanic asks distutils for one word, and setuptools would put all of itself in its place.
    if shim := sys.modules.get("_distutils_hack"):
        shim.remove_shim()
    import rasa.__main__  # only now, or it would load them

    rasa.__main__.main()


if __name__ == "__main__":
    main()
