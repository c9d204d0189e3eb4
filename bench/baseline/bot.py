"""The baseline's domain, rules and stories, made from the project's phrases and answers, and its model.

The project's own dialogue is decided in its action server, which Rasa's policies cannot do. Here the same
questions are answered by rules, and the opening of a ticket is a form over the same three answers (service,
description, e-mail): less than what the flow of this project does, never more.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

import yaml

from bench.nlu import SAMPLE, sample
from launcher.training import is_whole, rasa_environment
from settings import ROOT

HERE = Path(__file__).parent
FORM = "open_ticket_form"
ASKS = {"service": "utter_request_service", "description": "utter_request_description_other",
        "email": "utter_request_email"}  # fmt: skip
SLOTS = {
    "service": [{"type": "from_entity", "entity": "service"}],
    "description": [{"type": "from_text", "intent": "open_ticket"}],
    "email": [{"type": "from_entity", "entity": "email"}],
}
# What else of the project is answered by one sentence, whatever went before.
SMALL_TALK = ("greet", "goodbye", "thank", "help", "praise", "insult", "bot_challenge", "talk_to_human")
ROUNDS = (("faq_opening_hours", "faq_phone_number"), ("faq_what_is_css", "faq_how_to_evaluate"))


def model(room: Path) -> Path:
    """The trained model in `room`, made when what it is made of changed (ten minutes: 100 epochs of DIET)."""
    data = room / "data"
    data.mkdir(parents=True, exist_ok=True)
    sample(data, SAMPLE)
    domain = _domain()
    made = {
        room / "domain.yml": domain, data / "rules.yml": _rules(domain), data / "stories.yml": _stories()
    }  # fmt: skip
    for path, content in made.items():
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    made_of = hashlib.sha256()
    for path in (HERE / "config.yml", room / "domain.yml", *sorted(data.glob("*.yml"))):
        made_of.update(path.read_bytes())
    name = f"baseline-{made_of.hexdigest()[:12]}"
    path = room / f"{name}.tar.gz"
    if not is_whole(path):
        _train(room, data, name)
    return path


def _train(room: Path, data: Path, name: str) -> None:
    command = [
        str(ROOT / ".venv-rasa/bin/rasa"), "train", "--data", str(data), "--domain", str(room / "domain.yml"),
        "--config", str(HERE / "config.yml"), "--out", str(room), "--fixed-model-name", name,
    ]  # fmt: skip
    with (room / "train.log").open("w") as log:
        environment = rasa_environment(ROOT, os.environ)
        subprocess.run(command, cwd=room, env=environment, stdout=log, stderr=log, check=True)


def _domain() -> dict[str, Any]:
    """The project's intents, entities and texts; a form in place of its flows."""
    ours = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    responses = {
        **{f"utter_{intent}": ours["responses"][f"utter_{intent}"] for intent in _answered(ours)},
        **{f"utter_ask_{FORM}_{slot}": ours["responses"][text] for slot, text in ASKS.items()},
        "utter_stopped": ours["responses"]["utter_stopped"],
        "utter_default": ours["responses"]["utter_not_understood"],
    }
    return {
        "version": "3.1",
        "session_config": ours["session_config"],
        "intents": [one for one in ours["intents"] if not one.startswith("EXTERNAL")],
        "entities": ours["entities"],
        "slots": {
            name: {"type": "text", "influence_conversation": False, "mappings": mappings}
            for name, mappings in SLOTS.items()
        },
        "forms": {FORM: {"required_slots": list(SLOTS)}},
        "actions": [f"validate_{FORM}"],
        "responses": responses,
    }


def _answered(domain: dict[str, Any]) -> list[str]:
    return [one for one in domain["intents"] if one in SMALL_TALK or one.startswith("faq_")]


def _rules(domain: dict[str, Any]) -> dict[str, Any]:
    rules: list[dict[str, Any]] = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]}
        for intent in _answered(domain)
    ]
    rules += [
        {
            "rule": "a ticket",
            "steps": [{"intent": "open_ticket"}, {"action": FORM}, {"active_loop": FORM}],
        },
        {
            "rule": "all is said",
            "condition": [{"active_loop": FORM}],
            "steps": [{"action": FORM}, {"active_loop": None}, {"action": "utter_thank"}],
        },
        {
            "rule": "never mind",
            "condition": [{"active_loop": FORM}],
            "steps": [
                {"intent": "stop"}, {"action": "action_deactivate_loop"}, {"active_loop": None},
                {"action": "utter_stopped"},
            ],
        },
        {"rule": "not understood", "steps": [{"intent": "nlu_fallback"}, {"action": "utter_default"}]},
    ]  # fmt: skip
    return {"version": "3.1", "rules": rules}


def _stories() -> dict[str, Any]:
    """Without one, Rasa trains no policy that learns."""
    stories = [
        {
            "story": " and ".join(asked),
            "steps": [
                step for intent in asked for step in ({"intent": intent}, {"action": f"utter_{intent}"})
            ],
        }
        for asked in ROUNDS
    ]
    return {"version": "3.1", "stories": stories}
