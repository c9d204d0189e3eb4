"""What was understood of a message comes out of the tracker as it went in, or with its defaults."""

import json
from dataclasses import asdict

from ground.understood import Understood

OPENS = {"command": "start", "flow": "open_ticket"}


def test_it_comes_whole_out_of_the_json_of_a_tracker() -> None:
    told = Understood(commands=[OPENS], unsure=True, alternatives=[[OPENS], []], system_name="", agrees=True)
    assert Understood.of(json.loads(json.dumps({"text": "abre", **asdict(told)}))) == told


def test_what_an_older_version_kept_has_defaults_for_the_rest() -> None:
    older = {"text": "abre", "commands": [OPENS], "confidence_of_commands": 0.9, "halves": None}
    assert Understood.of(older) == Understood(commands=[OPENS])
