"""No pattern on foreign text takes more than linear time: every one that the product compiles is attacked."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path
from typing import Any

import pytest

from nlu.reading import cues
from tests.house.attacks import slow_at

ROOT = Path(__file__).resolve().parents[2]
ROOMS = "nlu actions channels portal inbound_mail notifications ticket_store ground".split()  # noqa: SIM905
CALLS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
WHOLE = {"match", "fullmatch"}


class Module:
    """A module's constants, without importing it: Rasa is not here."""

    def __init__(self, path: Path) -> None:
        self.path, self.tree = path, ast.parse(path.read_text("utf-8"))
        self.known: dict[str, Any] = {}

    def value(self, expression: ast.expr) -> Any:
        names = {n.id for n in ast.walk(expression) if isinstance(n, ast.Name)}
        given = {name: self.named(name) for name in names}
        code = compile(ast.fix_missing_locations(ast.Expression(expression)), str(self.path), "eval")
        return eval(code, {k: v for k, v in given.items() if v is not None})

    def named(self, name: str) -> Any:
        if name not in self.known:
            self.known[name] = self._find(name)
        return self.known[name]

    def _find(self, name: str) -> Any:
        for one in self.tree.body:
            if isinstance(one, ast.Assign) and name in {t.id for t in one.targets if isinstance(t, ast.Name)}:
                return self.value(one.value)
            if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and one.target.id == name:
                return self.value(one.value) if one.value else None
            if isinstance(one, ast.Import) and name in {a.asname or a.name for a in one.names}:
                return importlib.import_module(name)
            if isinstance(one, ast.ImportFrom) and name in {a.asname or a.name for a in one.names}:
                theirs = ROOT / f"{(one.module or '').replace('.', '/')}.py"
                if theirs.exists():
                    return Module(theirs).named(name)
                return getattr(importlib.import_module(one.module or ""), name)
        return None


def collected() -> tuple[dict[str, tuple[Any, int, bool]], list[str]]:
    """Where -> (pattern, flags, whether it only ever begins at the text's own begin); and the unread."""
    found: dict[str, tuple[Any, int, bool]] = {}
    unread: list[str] = []
    for path in sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py")):
        module = Module(path)
        methods = re.findall(r"\b(_?[A-Z][A-Z_]+)\.(\w+)\(", path.read_text("utf-8"))
        names = {
            id(one.value): one.targets[0].id
            for one in module.tree.body
            if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
        }
        for call in ast.walk(module.tree):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if not (isinstance(call.func.value, ast.Name) and call.func.value.id == "re"):
                continue
            if call.func.attr not in CALLS:
                continue
            where = f"{path.relative_to(ROOT)}:{ast.unparse(call)[:60]}"
            name = names.get(id(call), "")
            uses = {used for one, used in methods if one == name} if name else {call.func.attr}
            at = 2 if call.func.attr != "compile" else 1
            extra = call.args[at:] if call.func.attr not in ("sub", "subn", "split") else []
            flags = [*extra, *(k.value for k in call.keywords if k.arg == "flags")]
            try:
                pattern = module.value(call.args[0])
                told = module.value(flags[0]) if flags else 0
                re.compile(pattern, told)
            except Exception:
                unread.append(where)
                continue
            found[where] = (pattern, int(told), bool(uses) and uses <= WHOLE)
    for name, compiled in cues._patterns().items():
        found[f"cues.yml:{name}"] = (compiled.pattern, compiled.flags & ~re.U, False)
    return found, unread


FOUND, UNREAD = collected()


def slow(pattern: Any, flags: int, whole: bool) -> Any:
    compiled = re.compile(pattern, flags)
    if whole:
        return slow_at(lambda text: (compiled.match(text), compiled.fullmatch(text)), pattern, flags)
    return slow_at(lambda text: [None for _ in compiled.finditer(text)], pattern, flags)


@pytest.mark.parametrize(
    "planted",
    [r"(a+)+b", r"quero(?:\s+\w+)*\s*(?:a|o|\w+\s)*:", r"\s*@?\s*\s*x", r"(?:\n[-_=*\s]*)+\Z", r"\S+x"],
)
def test_an_exponential_a_cubic_and_a_quadratic_pattern_are_caught(planted: str) -> None:
    assert slow(planted, 0, False)


# Put together of names of people, words of a search, constants of the same function: all escaped and literal.
NOT_READ = {
    "channels/core/session_token.py",
    "nlu/reading/cues.py",  # its ninety patterns are read from the module itself
    "ticket_store/bell.py",
    "ticket_store/search/words.py",
}


def test_every_pattern_is_read_but_the_four_that_are_put_together_as_they_run() -> None:
    assert {where.split(":")[0] for where in UNREAD} == NOT_READ
    assert len(UNREAD) == len(NOT_READ)
    assert len(FOUND) > 250


@pytest.mark.parametrize("room", [*ROOMS, "cues.yml"])
def test_no_pattern_of_a_room_takes_more_than_linear_time(room: str) -> None:
    of_room = {where: told for where, told in FOUND.items() if re.match(rf"{re.escape(room)}\b", where)}
    assert {where: attack for where, told in of_room.items() if (attack := slow(*told))} == {}
