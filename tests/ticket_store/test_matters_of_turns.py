"""What the catalogue's matters point to, over all labelled turns whose system is known, its name masked."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ticket_store import catalogue
from ticket_store.search import matters

DATA = Path(__file__).parents[2] / "data"
TELLS = ("start open_ticket", "set description")
ENTITY = re.compile(r"\[([^]]+)\]\(service\)")


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    listed = {name for s in catalogue.load().services for name in (s.code, s.name, *s.aliases)}
    either = "|".join(re.escape(name) for name in sorted(listed, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def told() -> list[tuple[str, str]]:
    """Texts without the names of systems, and the code of the system that they are of."""
    known = {s.code for s in catalogue.load().services} | {"outro"}
    found = dict([*_turns(), *_phrases()])
    return [(_names().sub(" ", text), code) for text, code in found.items() if code in known]


def _turns() -> Iterator[tuple[str, str]]:
    for path in sorted((DATA / "understanding" / "turns").glob("*.yml")):
        read = _yaml(path)
        for state in read.get("states", {}).values():
            for ticket in (state.get("known"), state.get("last"), *state.get("listed", ())):
                if ticket and "service" in ticket and "description" in ticket:
                    yield ticket["description"], ticket["service"]
        for group in read["turns"]:
            for text, *commands in group["said"]:
                plain = [one for one in commands if isinstance(one, str)]
                codes = [one.partition(": ")[2] for one in plain if one.startswith("set service: ")]
                if len(codes) == 1 and any(one.startswith(TELLS) for one in plain):
                    yield text, codes[0]


def _phrases() -> Iterator[tuple[str, str]]:
    for line in (DATA / "nlu" / "open_ticket.yml").read_text("utf-8").splitlines():
        named = [catalogue.load().match_service(name) for name in ENTITY.findall(line)]
        if len(named) == 1 and named[0]:
            yield re.sub(r"\[([^]]+)\]\(\w+\)", r"\1", line.lstrip(" -")), named[0].code


@lru_cache(maxsize=1)
def counted() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Of each system and matter how often it was right, and how often wrong; and in all."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    of_all: Counter[str] = Counter()
    for text, code in told():
        found = matters.pointed(text)
        kind = "none" if found is None else "right" if found.service.code == code else "wrong"
        of_all[kind] += 1
        for by in found.by if found else ():
            (right if kind == "right" else wrong)[f"{found.service.code}: {by}"] += 1
    return right, wrong, of_all


def test_each_matter_is_right_three_times_as_often_as_wrong() -> None:
    right, wrong, _ = counted()
    assert [told for told in wrong if right[told] < 3 * wrong[told]] == []


def test_few_texts_are_proposed_to_a_system_that_they_are_not_of() -> None:
    _, _, of_all = counted()
    assert of_all["right"] >= 5 * of_all["wrong"]
    assert of_all["wrong"] < 0.03 * of_all.total()


def test_no_name_of_a_system_points_to_another() -> None:
    for service in catalogue.load().services:
        for name in (service.name, *service.aliases):
            found = matters.pointed(name)
            assert found is None or found.service == service, f"{name}: {found}"
