"""What only tests call goes, or is used: every name of ours is said a second time, outside of the tests.

A template, a flow or a unit counts as a caller. What a library calls by its own name is listed here.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "actions", "bench", "channels", "dev_inbox", "ground", "inbound_mail", "launcher", "nlu", "notifications",
    "portal", "ticket_store",
)  # fmt: skip
CALLERS = (*ROOMS, "data", "deploy", ".ci")
READ = {".py", ".html", ".txt", ".yml", ".yaml", ".j2", ".js", ".conf", ".service", ""}
BY_A_LIBRARY = {
    # Rasa
    "retrieve_full_tracker", "send_image_url", "send_custom_json", "predict_action_probabilities",
    "process_training_data",
    # rasa_sdk finds a form's validation by its name, and each slot's by its method (bench/baseline)
    "ValidateOpenTicketForm", "validate_service",
    # importlib
    "find_spec", "create_module", "exec_module",
    # logging, http.server, html.parser, aiosmtpd, SQLAlchemy
    "process_log_record", "add_fields", "formatException", "do_GET", "address_string", "log_message",
    "handle_starttag", "handle_endtag", "handle_data", "handle_RCPT", "process_bind_param",
    "process_result_value",
}  # fmt: skip
# A flow names a step, and the engine puts the kind of call before it (actions/dialogue/flow.py).
OF_A_FLOW = re.compile(r"(?:again|answer|ask|check|do|skip|unclear)_\w+")


def files(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*")):
            foreign = file.is_symlink() or {"vendor", "versions", "__pycache__"} & set(file.parts)
            if file.is_file() and file.suffix in READ and not foreign:
                yield file


def names(code: str) -> Iterator[str]:
    """What it defines, but for what a decorator gives to somebody."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            and not node.decorator_list
        ):
            yield node.name
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (n.id for one in targets for n in ast.walk(one) if isinstance(n, ast.Name))


def said_once(defined: dict[str, str], said: Counter[str]) -> list[str]:
    return [
        f"{where} {name}"
        for name, where in defined.items()
        if said[name] == 1 and not name.startswith("__") and name not in BY_A_LIBRARY
    ]


def test_what_only_tests_call_is_not_there() -> None:
    said: Counter[str] = Counter()
    alone = [*ROOT.glob("*.py"), *ROOT.glob("*.yml"), ROOT / "pyproject.toml", ROOT / "Makefile"]
    for file in (*files(*CALLERS), *alone):
        said.update(re.findall(r"\w+", file.read_text("utf-8", "replace")))
    assert said["log_lines"] > 10
    assert all(said[name] for name in BY_A_LIBRARY)
    defined = {
        name: str(file.relative_to(ROOT))
        for file in files(*ROOMS)
        if file.suffix == ".py"
        for name in names(file.read_text("utf-8"))
    }
    topics = {name for name, at in defined.items() if at.startswith("actions/topics/")}
    stepped = {name for name in topics if OF_A_FLOW.fullmatch(name)}
    assert said_once({name: at for name, at in defined.items() if name not in stepped}, said) == []


def test_a_name_that_is_said_once_is_found() -> None:
    code = "def used(): ...\ndef unused(): used()\nLEFT = 1\n@route\ndef page(): ..."
    defined = dict.fromkeys(names(code), "x.py")
    assert said_once(defined, Counter(re.findall(r"\w+", code))) == ["x.py unused", "x.py LEFT"]
