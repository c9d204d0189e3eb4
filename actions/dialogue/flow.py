"""The declared flows: data/flows/*.yml read into steps; what they call is written out in its place."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions.dialogue.commands import Command

FOLDER = Path(__file__).resolve().parents[2] / "data/flows"
KINDS = ("collect", "check", "confirm", "do")


class FlowError(ValueError):
    """A flow is declared wrongly."""


@dataclass(frozen=True)
class Slot:
    """What can be asked. `skip`: the value that "pular" gives; "ask": it cannot be skipped."""

    name: str
    type: str
    pending: str | None = None
    ask: str | None = None
    retry: str | None = None
    why: str | None = None
    skip: str = "ask"
    skip_retry: str | None = None


@dataclass(frozen=True)
class Step:
    """kind: collect | check | confirm | do. name: a slot, the topic's function, or the question's name.
    topic: the flow
    that declares the step, whose functions do it. deny: what a no asks."""

    kind: str
    name: str
    topic: str = ""
    deny: str | None = None


@dataclass(frozen=True)
class Flow:
    """`text`: the slot that free text goes to. at_once: done on the spot, beside the question under
    way. reads: it
    changes nothing, and is left for good when something else is wished; `suspended` is said where it
    waits instead. ways: a `which` of the wish -> the flow that does that one.
    """

    name: str
    steps: tuple[Step, ...]
    takes: frozenset[str]
    title: str | None = None
    intent: str | None = None
    text: str | None = None
    called: bool = False
    at_once: bool = False
    reads: bool = False
    suspended: str | None = None
    kept_when_left: bool = False
    proof: str = "always"
    stopped: str = "utter_stopped"
    gave_up: str = "utter_form_gave_up"
    resumed: str = "utter_back_to"
    twice: str = "utter_two_wishes"
    ways: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Flows:
    flows: dict[str, Flow] = field(default_factory=dict)
    slots: dict[str, Slot] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Flow:
        return self.flows[name]

    def __contains__(self, name: object) -> bool:
        return name in self.flows

    def meant(self, command: Command) -> Command:
        """The start of the flow that does what is wished (`ways`); any other command as it is."""
        flow = self.flows.get(command.flow or "") if command.command == "start" else None
        way = flow.ways.get(command.which or "") if flow else None
        return replace(command, flow=way, which=None) if way else command

    def by_intent(self, intent: str) -> Flow | None:
        return next((flow for flow in self.flows.values() if flow.intent == intent), None)


def load(folder: Path = FOLDER) -> Flows:
    """Raises FlowError with the file's name when something is declared wrongly."""
    slots = {
        name: Slot(name=name, **declared)
        for name, declared in yaml.safe_load((folder / "slots.yml").read_text("utf-8")).items()
    }
    raw = {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in sorted(folder.glob("*.yml"))
        if path.stem != "slots"
    }
    flows = {name: _flow(name, declared, raw, slots) for name, declared in raw.items()}
    return Flows(flows, slots)


@lru_cache(maxsize=1)
def shipped() -> Flows:
    return load()


def _flow(name: str, declared: dict[str, Any], raw: dict[str, Any], slots: dict[str, Slot]) -> Flow:
    if declared.get("flow") != name:
        raise FlowError(f"{name}.yml declares the flow {declared.get('flow')!r}")
    steps = tuple(_steps(name, declared["steps"], raw, slots, ()))
    if steps[-1].kind != "do" and not declared.get("called"):
        raise FlowError(f"{name}.yml does not end with a `do`")
    options = {k: v for k, v in declared.items() if k not in ("flow", "steps", "takes")}
    return Flow(name=name, steps=steps, takes=frozenset(declared["takes"]), **options)


def _steps(
    name: str, steps: list[dict[str, str]], raw: dict[str, Any], slots: dict[str, Slot], path: tuple[str, ...]
) -> list[Step]:
    written: list[Step] = []
    for step in steps:
        if called := step.get("call"):
            if called not in raw or called in path:
                raise FlowError(f"{name}.yml calls {called}")
            written += _steps(name, raw[called]["steps"], raw, slots, (*path, called))
            continue
        kind = next((kind for kind in KINDS if kind in step), None)
        if kind is None or (kind == "collect" and step[kind] not in slots):
            raise FlowError(f"{name}.yml has the step {step}")
        written.append(Step(kind, step[kind], topic=path[-1] if path else name, deny=step.get("deny")))
    return written
