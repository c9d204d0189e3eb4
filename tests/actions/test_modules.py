"""What holds for every module of the action server."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "actions").glob("*.py"))
PORTUGUESE = set("ãõçáéíóúâêô")


def strings_said(path: Path) -> list[str]:
    """String arguments of calls that speak, docstrings and patterns left out."""
    calls = [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Call)]
    said = []
    for call in calls:
        name = getattr(call.func, "attr", "")
        if name in ("say", "question", "fail", "utter_message", "wording"):
            said += [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return said


def test_importing_the_actions_opens_nothing(tmp_path: Path) -> None:
    program = (
        "import socket, sqlite3, builtins\n"
        "def refuse(*a, **k): raise SystemExit('opened something')\n"
        "socket.socket.connect = refuse\n"
        "import ticket_store.database as d\n"
        "d.connect = refuse\n"
        "import pkgutil, importlib, actions\n"
        "names = [m.name for m in pkgutil.iter_modules(actions.__path__) if m.name != '__main__']\n"
        "[importlib.import_module('actions.' + n) for n in names]\n"
        "print(len(names))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_every_sentence_comes_from_the_domain(path: Path) -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]
    for said in strings_said(path):
        assert said.startswith("utter_"), said
        assert said in responses, said
        assert not PORTUGUESE & set(said)


def test_every_response_of_a_topic_that_is_composed_by_name_exists() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    responses = set(domain["responses"])
    topics = (
        "check_ticket_status",
        "add_ticket_information",
        "cancel_ticket",
        "rate_service",
        "reopen_ticket",
    )
    assert {f"utter_{t}_none" for t in topics} <= responses
    assert {f"utter_{t}_does_not_fit" for t in topics if t != "check_ticket_status"} <= responses
    assert {f"utter_{i}" for i in domain["intents"] if i.startswith("faq_")} <= responses
    statuses = ("new", "in_progress", "waiting_on_requester", "resolved", "closed", "cancelled")
    assert {f"utter_label_status_{s}" for s in statuses} <= responses
    news = ("forwarded", "answered", "waiting_on_requester", "resolved", "closed", "reopened", "cancelled")
    assert {f"utter_news_{k}" for k in news} <= responses


def test_buttons_send_no_entities() -> None:
    responses = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]
    payloads = [b["payload"] for r in responses.values() for v in r for b in v.get("buttons", [])]
    assert payloads
    assert not [p for p in payloads if p.startswith("/") and "{" in p]


def test_every_response_is_uttered_by_a_rule_or_an_action() -> None:
    responses = set(yaml.safe_load((ROOT / "domain.yml").read_text())["responses"])
    source = "".join(path.read_text() for path in (*MODULES, ROOT / "nlu" / "turn_policy.py"))
    rules = "".join(path.read_text() for path in (ROOT / "data/rules").glob("*.yml"))
    composed = (
        "utter_faq_",
        "utter_label_status_",
        "utter_news_",
        "utter_request_",
        "_none",
        "_does_not_fit",
        "_confirmation_urgent",
    )
    unused = {
        name
        for name in responses
        if f'"{name}"' not in source
        and f"action: {name}\n" not in rules
        and not any(part in name for part in composed)
    }
    assert unused == set()
