"""What no client of ours sends: strategies for the tests that do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

DEEP: Any = json.loads("[" * 400 + "]" * 400)
SHORT = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "\x00", "\ud800", "/restart", "conta", "text", "private", "-1", "1e999", "a" * 9000]
    ),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**70), max_value=2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    st.just(DEEP),
)
# Each has met a program that did not think of it.
HOSTILE = ["", "x", "\x00", "\ud800", "-1", None, True, 0, -1, 2**70, 1.5, [], {}, [[]], DEEP]
KEYS = st.one_of(
    st.sampled_from(["id", "text", "chat", "from", "message", "type", "body", "entry", "messages", "code"]),
    st.text(max_size=5),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
Place = tuple[Any, ...]


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Where something stands in it, itself included."""
    yield at
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*at, key))


def replaced(value: Any, at: Place, by: Any) -> Any:
    if not at:
        return by
    changed = deepcopy(value)
    inside = changed
    for key in at[:-1]:
        inside = inside[key]
    inside[at[-1]] = by
    return changed


def spoilt(valid: list[Any]) -> Iterator[Any]:
    """Each of `valid` with each of its places replaced by each hostile value."""
    for whole in valid:
        for at in places(whole):
            for by in HOSTILE:
                yield replaced(whole, at, by)


def like(valid: list[Any], also: list[Any], unless: Place = ()) -> st.SearchStrategy[Any]:
    """One of `valid` with one place replaced by anything, or by one of `also` but where that would name a
    sender in earnest (`unless`, the end of a path)."""

    garbage = st.sampled_from(HOSTILE) | ANYTHING

    @st.composite
    def one(draw: st.DrawFn) -> Any:
        whole = draw(st.sampled_from(valid))
        at = draw(st.sampled_from(list(places(whole))))
        names_the_sender = unless and at[-len(unless) :] == unless
        return replaced(whole, at, draw(garbage if names_the_sender else garbage | st.sampled_from(also)))

    return one() | ANYTHING
