"""What Prometheus reads of the action server: how turns were read, how often people had to mend, how long the
engine took. No text and nobody's id.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from prometheus_client import Counter, Histogram

from actions.dialogue.talk import Talk

READ = Counter("css_turns_read_total", "Turns by how they were read", ("channel", "reading"))
REPAIRS = Counter("css_repairs_total", "Commands by which somebody mends what was understood", ("command",))
SECONDS = Histogram(
    "css_engine_seconds",
    "How long a turn takes in the action server, its calls of the store included",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
MENDING = frozenset({"correct", "edit", "back", "restart", "repeat"})


@contextmanager
def turn() -> Iterator[None]:
    """Times a turn; what it raises counts as a failed one."""
    with SECONDS.time():
        try:
            yield
        except Exception:
            READ.labels("any", "failed").inc()
            raise


def read(talk: Talk, commands: Iterable[Mapping[str, Any]]) -> None:
    """After a turn of a person: how it was read, and which of its commands mend."""
    reading = "unclear" if talk.misread else "doubtful" if talk.message.unsure else "clear"
    READ.labels(talk.message.channel, reading).inc()
    for command in commands:
        if command.get("command") in MENDING:
            REPAIRS.labels(command["command"]).inc()
