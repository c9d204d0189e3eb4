"""Signs of a message in its place, beside its words: cues, spans, its length, what is known and shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlu.reading import addresses
from nlu.reading.cues import words
from nlu.reading.turn import Reading

LENGTHS = (1, 2, 3, 5, 8, 12, 20, 40)
FLAGS = (
    "address",
    "own_address",
    "others_address",
    "tried_address",
    "code",
    "full_number",
    "listed_number",
    "short_number",
    "service",
    "everyday_service",
    "denied_service",
    "grade",
    "urgency",
    "question",
    "shouts",
    "known_service",
    "known_text",
    "known_email",
    "known_service_said",
    "listed",
    "listed_many",
    "last",
    "two_full_numbers",
    "two_services",
    "edit_old",
    "reference",
    "that",
    "only_digits",
    "newline",
    "sentences",
    "exclaims",
    "last_service_said",
    "resolved_last",
    "begins_yes",
    "begins_no",
    "ends_question",
    "only_service",
    "only_address",
)


DENIED = (
    "open_verb", "cancel_verb", "reopen_verb", "rate_verb", "check_verb", "list_verb", "complement_verb",
    "person",
)  # fmt: skip
"""Wishes that a no before them turns into none."""
_NEAR = 4


class Signs:
    """Names of the columns in their order."""

    def __init__(self) -> None:
        self.cues = sorted(words()["cues"])
        self.size = len(self.cues) * 2 + len(FLAGS) + len(DENIED) + len(LENGTHS) + 1

    def row(self, reading: Reading) -> np.ndarray:
        row = np.zeros(self.size, np.float32)
        denied = {name: is_denied(reading, name) for name in DENIED}
        for i, name in enumerate(self.cues):
            if (hits := reading.cues.get(name)) and not denied.get(name):
                row[2 * i] = 1
                row[2 * i + 1] = hits[0].first == 0
        start = 2 * len(self.cues)
        for i, name in enumerate(DENIED):
            row[start + i] = 1.5 * denied[name]
        start += len(DENIED)
        for i, on in enumerate(_flags(reading)):
            row[start + i] = 1.5 * on
        start += len(FLAGS)
        count = reading.said.count
        row[start + sum(count > length for length in LENGTHS)] = 1.5
        return row / max(1.0, float(np.linalg.norm(row)))

    def rows(self, readings: Sequence[Reading]) -> np.ndarray:
        return np.array([self.row(reading) for reading in readings], np.float32).reshape(-1, self.size)


def is_denied(r: Reading, name: str) -> bool:
    """Whether each word of that wish has a no shortly before it, in its clause."""
    hits = r.cues.get(name, ())
    return bool(hits) and all(r.is_led(hit, ("no",), _NEAR) for hit in hits)


def _flags(r: Reading) -> list[bool]:
    said, known = r.said, r.known
    listed, last = r.state.get("listed") or [], r.state.get("last") or {}
    letters = [c for c in r.text if c.isalpha()]
    chosen = r.chosen_services
    codes = {s.code for s in chosen}
    shown = {str(t.get("number")) for t in (*listed, last) if t}
    strong = [x for x in r.references if x.by not in {"that", "service"}]
    covered = sum(s.after - s.first for s in chosen)
    return [
        bool(r.addresses),
        any(a.own for a in r.addresses),
        any(a.others for a in r.addresses),
        addresses.tried(said),
        bool(r.codes),
        bool(r.full_numbers),
        any(x.by == "number" and str(x.value) in shown for x in r.references),
        bool(r.short_numbers),
        bool(chosen) and not chosen[0].everyday,
        bool(chosen) and chosen[0].everyday,
        any(s.denied for s in r.services),
        r.grade is not None,
        r.urgency is not None,
        "?" in r.text,
        len(letters) > 6 and sum(c.isupper() for c in letters) > 0.7 * len(letters),
        bool(known.get("service")),
        bool(
            known.get("description")
            or known.get("reason")
            or known.get("information")
            or known.get("comment")
        ),
        bool(known.get("email")),
        known.get("service") in codes,
        bool(listed),
        len(listed) > 1,
        bool(last),
        len(r.full_numbers) > 1,
        len(codes) > 1,
        r.quotes_known,
        bool(strong),
        any(x.by == "that" for x in r.references),
        bool(said.words) and all(w.said.isdigit() or w.is_mark for w in said.words),
        "\n" in r.text,
        len(r.sentences) > 1,
        "!" in r.text,
        last.get("service") in codes,
        last.get("status") in {"resolved", "closed"},
        _begins(r, "yes"),
        _begins(r, "no"),
        r.text.rstrip().endswith("?"),
        bool(chosen) and covered >= said.count - 2,
        bool(r.addresses) and r.addresses[0].after - r.addresses[0].first >= len(said.words) - 3,
    ]


def _begins(r: Reading, cue: str) -> bool:
    return any(hit.first == 0 for hit in r.cues.get(cue, ()))
