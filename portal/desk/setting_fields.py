"""What a form of the administration is made of: its fields, and the page around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Options = Callable[[Any], list[tuple[str, str]]]


@dataclass(frozen=True)
class Field:
    """shape: line | email | block | source | lines | flag | choice | many | picks
    | hour | day | days | targets.

    picks: many, folded away. once: told when it is made, and never changed.
    """

    name: str
    label: str
    shape: str = "line"
    help: str = ""
    options: Options | None = None
    once: bool = False
    most: int = 120
    optional: bool = False


@dataclass(frozen=True)
class Page:
    """path: in the address. title, one: several of them, and one. fixed: none is added.

    about: what a change does, and when. called: what an entry is called, by code, where it has no name.
    more: the template with what else stands on an entry's page. beside: with what stands below the list.
    """

    kind: str
    path: str
    title: str
    one: str
    about: str
    fields: tuple[Field, ...]
    fixed: bool = False
    called: Mapping[str, str] = field(default_factory=dict, hash=False)
    more: str = ""
    beside: str = ""
