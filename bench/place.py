"""What is asked of whatever runs the processes: launcher/cluster.py, or alone.py on one machine."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from launcher.cluster_stores import Stores


class Place(Protocol):
    @property
    def url(self) -> str: ...

    @property
    def var(self) -> Path: ...

    @property
    def inbox_dir(self) -> Path: ...

    @property
    def stores(self) -> Stores: ...

    @property
    def each(self) -> int: ...

    def names(self) -> list[str]: ...

    def pid(self, name: str) -> int: ...

    def ready(self, name: str) -> bool: ...

    def ports_of(self, kind: str) -> list[int]: ...
