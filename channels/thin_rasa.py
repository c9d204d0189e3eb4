"""`python -m channels.thin_rasa run …`: the `rasa` command without what it imports and we never use.

A pipeline that needs one of them (DIET, a stock messenger) is refused when it is loaded: use `rasa` itself
then.
"""

from __future__ import annotations

from ground import stand_ins

UNUSED = (
    *("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_probability", "tensorflow_text"),
    *("keras", "tensorboard", "matplotlib", "PIL", "boto3", "botocore", "pymongo", "bson"),
    *("slack_sdk", "webexteamssdk", "aiogram"),
)


def main() -> None:
    stand_ins.install(UNUSED)
    import rasa.__main__  # only now, or it would load them

    rasa.__main__.main()


if __name__ == "__main__":
    main()
