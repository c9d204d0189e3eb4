"""What each rule of the reading earns, as a table (`make rules-report`; in Rasa's environment).

Every turn is read once with all rules, and again without each rule that changed something: of those the
table counts what the rule made right and wrong, and the harm that it prevented and made. The held-out turns
are read by the newest trained model; --cv adds every author's, by models of the others' (half an hour more).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bench.turns_evaluate import left_out, model_path, phrases_as_turns
from bench.turns_score import judge
from ground.notation import HELDOUT, Turn, load_folder
from nlu import in_place, interpreter, plainly, settle, settled
from nlu.interpreter import Interpreter
from nlu.read_turns import load as load_model

Rule = Callable[..., Any]
LISTS = ((plainly, "_RULES"), (settled, "_RULES"), (in_place, "_OF_THE_WHOLE"))
"""Tuples of rules, by the module that reads them."""
DECIDING: dict[str, Any] = {
    "plain_refusal": None, "sure_value": False, "explicit_edit": None, "more_told": [],
    "as_two": None,
}  # fmt: skip
"""Rules that the interpreter calls by name, and what they say where they hear nothing."""
SETTLING = (
    "in_its_flow", "of_the_last", "each_number", "asked_of_the_number", "with_plain_values",
    "without_its_address",
)  # fmt: skip
"""Those that settle.py calls by name; they hand the commands on."""
ALONE = (
    *((interpreter, name, nothing) for name, nothing in DECIDING.items()),
    *((settle, name, ...) for name in SETTLING),
)
COUNTED = ("fired", "right", "wrong", "prevented", "made")


@contextmanager
def listening(without: str = "") -> Iterator[set[str]]:
    """The names of the rules that change something, filled as turns are read; one rule hears nothing."""
    heard: set[str] = set()

    def noted(name: str, rule: Rule, nothing: Any) -> Rule:
        def listens(*given: Any) -> Any:
            as_it_was = given[-1] if nothing is ... else nothing
            if name == without:
                return as_it_was
            told = rule(*given)
            if told != as_it_was and (told or as_it_was):
                heard.add(name)
            return told

        return listens

    before = [(module, name, getattr(module, name)) for module, name, *_ in (*LISTS, *ALONE)]
    for module, name in LISTS:
        nothing = None if module is plainly else ...
        rules = tuple(noted(rule.__name__, rule, nothing) for rule in getattr(module, name))
        setattr(module, name, rules)
    for module, name, nothing in ALONE:
        setattr(module, name, noted(name, getattr(module, name), nothing))
    try:
        yield heard
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def earned(turns: Sequence[Turn], model: Interpreter, speller: Any) -> dict[str, Counter[str]]:
    """Rule -> how often it fired, made a turn right or wrong, prevented harm and made it."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for turn in turns:
        asked = (turn.text, speller.restore(turn.text), turn.state)
        with listening() as heard:
            verdict = judge(turn.state, turn.readings, model.read(*asked).commands)
        for rule in heard:
            with listening(without=rule):
                other = judge(turn.state, turn.readings, model.read(*asked).commands)
            counts[rule] += Counter(
                fired=1,
                right=verdict.exact and not other.exact,
                wrong=other.exact and not verdict.exact,
                prevented=bool(other.harm) and not verdict.harm,
                made=bool(verdict.harm) and not other.harm,
            )
    return counts


def table(counts: dict[str, Counter[str]]) -> list[str]:
    """By what it earns: right and prevented, less wrong and made."""

    def net(one: Counter[str]) -> int:
        return one["right"] + one["prevented"] - one["wrong"] - one["made"]

    lines = [f"{'rule':28}" + "".join(f"{name:>11}" for name in (*COUNTED, "net"))]
    for rule, one in sorted(counts.items(), key=lambda item: -net(item[1])):
        lines.append(f"{rule:28}" + "".join(f"{n:11}" for n in (*(one[name] for name in COUNTED), net(one))))
    return lines


def main(arguments: Sequence[str]) -> None:
    speller, trained = load_model(model_path())
    counts = earned(load_folder(HELDOUT), trained, speller)
    if "--cv" in arguments:
        turns = load_folder()
        for asked, model in left_out(turns, phrases_as_turns(), speller, trained.intents):
            for rule, found in earned([turns[n] for n in asked], model, speller).items():
                counts[rule] += found
    print("\n".join(table(counts)))


if __name__ == "__main__":
    main(sys.argv[1:])
