"""Which atoms a message holds in its place: a kernel machine over what is seen, then the likeliest set of
them.

Messages are alike when words, sentence vector, intents and signs are, and more so under the same pending
question or
one of its kind: each training turn speaks for every pending question, loudest for its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

from nlu import alike, solving
from nlu.alike import Compared, Seen, Shares
from nlu.pending import kind

WISHES = ("start:", "set:", "correct:", "edit:", "ref")
CONSULTS = "start:check_ticket_status"
RISKY = ("affirm", "deny", "stop", "start:", "set:text")


@dataclass(frozen=True)
class Options(Shares):
    """ridge: of the least squares. slope, middle: of the logistic curve that makes belief of a score. prior:
    weight of how often a set of atoms is said under the question."""

    ridge: float = 0.06
    slope: float = 9.0
    middle: float = 0.38
    prior: float = 0.1


@dataclass(frozen=True)
class Reading:
    """A set of atoms, the share of belief in just this set, in what it does that cannot be taken back,
    and in what it leaves out."""

    atoms: frozenset[str]
    share: float
    belief: float = 1.0
    left: float = 0.0


class AtomModel:
    def __init__(
        self,
        options: Options,
        atoms: list[str],
        sets: list[frozenset[str]],
        priors: dict[str, list[float]],
        pendings: list[str],
        axes: np.ndarray,
        lessons: Compared,
        weights: np.ndarray,
    ) -> None:
        self.options = options
        self.atoms = atoms
        self.sets = sets
        self._priors = {name: np.asarray(values, np.float32) for name, values in priors.items()}
        self.pendings = pendings
        self._axes = axes
        self._lessons = lessons
        self._weights = weights
        place = {name: i for i, name in enumerate(atoms)}
        self._wishes = [(i, name) for i, name in enumerate(atoms) if name.startswith(WISHES)]
        self._members = np.zeros((len(sets), len(atoms)), np.float32)
        for row, one in enumerate(sets):
            self._members[row, [place[name] for name in one]] = 1

    @classmethod
    def fit(
        cls,
        seen: Seen,
        pendings: list[str],
        labels: Sequence[tuple[frozenset[str], frozenset[str]]],
        options: Options = Options(),
    ) -> AtomModel:
        """labels: for each row the atoms said, and those that might be said as well."""
        counts = Counter(atom for said, _ in labels for atom in said)
        atoms = sorted(counts)
        place = {name: i for i, name in enumerate(atoms)}
        targets = np.zeros((len(labels), len(atoms)), np.float32)
        for row, (said, might) in enumerate(labels):
            for name in might:
                if name in place:
                    targets[row, place[name]] = 0.4
            for name in said:
                targets[row, place[name]] = 1
        axes = alike.axes(seen.side_by_side(options))
        lessons = alike.compared(seen, axes, options)
        gram = alike.among(lessons, options)
        weights = solving.solve(gram, options.ridge, targets, seen.sentence)
        sets, priors = _sets(labels, pendings)
        return cls(options, atoms, sets, priors, pendings, axes, lessons, weights.astype(np.float32))

    def scores(self, seen: Seen) -> np.ndarray:
        """(messages, atoms): about 1 for what is said, about 0 for what is not."""
        rows = alike.compared(seen, self._axes, self.options)
        return alike.kernel(rows, self._lessons, self.options) @ self._weights

    def read(self, scores: np.ndarray, pending: str, length: int = 3) -> list[Reading]:
        """The likeliest sets of atoms of one message, likeliest first."""
        logits = self.options.slope * (scores - self.options.middle)
        prior = self._priors.get(pending)
        if prior is None:
            prior = self._priors["none"]
        belief = self._members @ logits + self.options.prior * prior
        free = self._free(logits)
        belief = belief - belief.max()
        shares = np.exp(belief)
        shares /= shares.sum()
        best = np.argsort(-shares)[:length]
        of_atoms = shares @ self._members
        place = {name: i for i, name in enumerate(self.atoms)}
        found = [
            Reading(
                self.sets[i],
                float(shares[i]),
                self._belief(self.sets[i], of_atoms, place),
                self._left(self.sets[i], of_atoms),
            )
            for i in best
        ]
        if free and free not in set(self.sets):
            found = self._with_free(found, free, logits, belief, best)
        return found

    def _free(self, logits: np.ndarray) -> frozenset[str]:
        """Every likely atom; of those that exclude one another the likeliest."""
        likely = sorted(np.flatnonzero(logits > 0), key=lambda i: -logits[i])
        found: list[str] = []
        for i in likely:
            name = self.atoms[i]
            if not (_alone(name) and any(_alone(other) for other in found)):
                found.append(name)
        return frozenset(found)

    def likeliest(self, scores: np.ndarray, prefix: str, least: float) -> str | None:
        """The atom of that beginning with the highest score, where it is at least `least`."""
        named = [(float(scores[i]), name) for i, name in enumerate(self.atoms) if name.startswith(prefix)]
        score, name = max(named, default=(0.0, ""))
        return name if score >= least else None

    def _with_free(
        self,
        found: list[Reading],
        free: frozenset[str],
        logits: np.ndarray,
        belief: np.ndarray,
        best: np.ndarray,
    ) -> list[Reading]:
        """A set that no training turn has, where all of its atoms are likely: two wishes at once."""
        place = {name: i for i, name in enumerate(self.atoms)}
        gain = sum(float(logits[place[name]]) for name in free) - float(self._members[best[0]] @ logits)
        share = float(1 / (1 + np.exp(2.5 - gain)))
        rest = [Reading(one.atoms, one.share * (1 - share), one.belief, one.left) for one in found]
        return sorted([*rest, Reading(free, share, share)], key=lambda one: -one.share)

    def _left(self, atoms: frozenset[str], of_atoms: np.ndarray) -> float:
        """Belief in the likeliest wish or value that these atoms leave out. Pointing at a ticket, or asking
        about it, is consulting it."""
        said = atoms | {CONSULTS} if any(name.startswith(("ref", "ask:ticket")) for name in atoms) else atoms
        return float(max((of_atoms[i] for i, name in self._wishes if name not in said), default=0.0))

    @staticmethod
    def _belief(atoms: frozenset[str], of_atoms: np.ndarray, place: dict[str, int]) -> float:
        """In the least sure of what cannot be taken back, over all sets that hold it; 1 where there is
        none. Showing a ticket that is pointed at takes nothing back.
        """
        harmless = {CONSULTS} if any(name.startswith("ref") for name in atoms) else set()
        risky = [name for name in atoms if name.startswith(RISKY) and name not in harmless]
        return float(min((of_atoms[place[name]] for name in risky), default=1.0))

    def save(self, folder: Path) -> None:
        saved = {
            "options": asdict(self.options),
            "atoms": self.atoms,
            "sets": [sorted(s) for s in self.sets],
            "priors": {k: [round(float(x), 3) for x in v] for k, v in self._priors.items()},
            "pendings": self.pendings,
        }
        (folder / "atoms.json").write_text(json.dumps(saved, ensure_ascii=False), "utf-8")
        sparse.save_npz(folder / "atoms_words.npz", self._lessons.words_turned, compressed=False)
        np.savez(
            folder / "atoms.npz",
            axes=self._axes,
            weights=self._weights.astype(np.float16),
            along=self._lessons.along.astype(np.float16),
            pending=self._lessons.pending,
            kinds=self._lessons.kinds,
        )

    @classmethod
    def load(cls, folder: Path) -> AtomModel:
        saved = json.loads((folder / "atoms.json").read_text("utf-8"))
        arrays = np.load(folder / "atoms.npz", allow_pickle=False)
        lessons = Compared(
            sparse.load_npz(folder / "atoms_words.npz").T,  # a view; `words_turned` is the file's own
            np.asfortranarray(arrays["along"], np.float32),  # as BLAS is quickest for one message
            arrays["pending"],
            arrays["kinds"],
        )
        return cls(
            Options(**saved["options"]),
            saved["atoms"],
            [frozenset(s) for s in saved["sets"]],
            saved["priors"],
            saved["pendings"],
            arrays["axes"],
            lessons,
            arrays["weights"].astype(np.float32),
        )


def _alone(atom: str) -> bool:
    """Answers and questions of which a message has one."""
    return atom.startswith(("ask:", "social:")) or (":" not in atom and atom not in {"ref"})


def _sets(
    labels: Sequence[tuple[frozenset[str], frozenset[str]]], pendings: list[str]
) -> tuple[list[frozenset[str]], dict[str, list[float]]]:
    """Every set of atoms seen, and its log prior under each pending question (by question, kind,
    anywhere).
    """
    overall = Counter(said for said, _ in labels)
    by_kind: dict[str, Counter] = {}
    by_pending: dict[str, Counter] = {}
    for (said, _), pending in zip(labels, pendings, strict=True):
        by_kind.setdefault(kind(pending), Counter())[said] += 1
        by_pending.setdefault(pending, Counter())[said] += 1
    sets = sorted(overall, key=lambda one: (-overall[one], sorted(one)))
    priors = {}
    for pending, counts in by_pending.items():
        near = by_kind[kind(pending)]
        total, near_total = sum(counts.values()), sum(near.values())
        priors[pending] = [
            float(
                np.log(
                    0.5 * counts[one] / total
                    + 0.3 * near[one] / near_total
                    + 0.2 * overall[one] / len(labels)
                )
            )
            for one in sets
        ]
    return sets, priors
