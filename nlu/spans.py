"""Services and expressions of urgency: a conditional random field beside the gazetteer.

The field tells the SEI from "não sei"; the gazetteer makes sure that a listed name is never missed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pycrfsuite

from nlu.gazetteer import Gazetteer, Token, squeeze, tokens
from nlu.patterns import Span, find

KINDS = ("service", "urgency")
_SURE = 0.9  # of a name's occurrences in the training text, the share that was meant as a service

URGENCY = re.compile(
    r"\b(?:"
    r"n[aã]o (?:[eé]|eh|tem|tenho|h[aá]) (?:nada )?(?:urg[eê]ncia|urgente|pressa)|"
    r"sem (?:muita |nenhuma |qualquer )?(?:pressa|urg[eê]ncia)(?: nenhuma| alguma)?|"
    r"(?:m[aá]xima |extrema |muita )?urg[eê]ncia(?: (?:m[aá]xima|total|alta|baixa))?|"
    r"urgent[ií]ssim[oa]s?|urgentes?(?: urgente)*|urgentemente|(?<!aux[ií]lio )emergencial|"
    r"(?:(?:[eé]|eh) )?(?:pra|para) (?:ontem|hoje|j[aá])|(?:o )?quanto antes|"
    r"o mais (?:r[aá]pido|breve|cedo) poss[ií]vel|(?:o )?mais r[aá]pido poss[ií]vel|"
    r"prioridade (?:alta|m[aá]xima|total|baixa)|(?:alta|m[aá]xima) prioridade|imediatamente|de imediato|"
    r"quando (?:der|puder|puderem|sobrar)(?: tempo)?(?=\s{0,3}(?:[.,;:!?)]|\Z))|quando sobrar (?:um )?tempo"
    r")\b",
    re.IGNORECASE,
)


class SpanModel:
    """fit, then find."""

    def __init__(self, saved: dict[str, list[str]], tagger: pycrfsuite.Tagger) -> None:
        self._gazetteer = Gazetteer(saved["names"], saved["ordinary"])
        self._wider = Gazetteer([*saved["names"], *saved["surfaces"]], saved["ordinary"])
        self._unsure = set(saved["unsure"])
        self._tagger = tagger

    @classmethod
    def fit(
        cls,
        examples: Sequence[tuple[str, Sequence[Span]]],
        names: Iterable[str],
        folder: Path,
    ) -> SpanModel:
        """examples: (text, its annotated spans). Writes the model into `folder` and loads it from there."""
        cls.learn(examples, names, folder)
        return cls.load(folder)

    @staticmethod
    def learn(
        examples: Sequence[tuple[str, Sequence[Span]]],
        names: Iterable[str],
        folder: Path,
        c1: float = 0.05,
        c2: float = 0.05,
    ) -> None:
        """`fit`, for who loads it elsewhere."""
        listed = list(names)
        ordinary = Counter(
            squeeze(token.folded)
            for text, spans in examples
            for token in tokens(text)
            if not any(s.kind == "service" and s.start <= token.start < s.end for s in spans)
        )
        gazetteer = Gazetteer(listed, ordinary)
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params({"c1": c1, "c2": c2, "max_iterations": 40, "feature.possible_transitions": True})
        for text, spans in examples:
            found = tokens(text)
            if found:
                trainer.append(_features(text, found, gazetteer), _tags(found, spans))
        trainer.train(str(folder / "spans.crfsuite"))

        surfaces = {text[s.start : s.end] for text, spans in examples for s in spans if s.kind == "service"}
        wider = Gazetteer([*listed, *surfaces], ordinary)
        saved = {
            "names": gazetteer.names,
            "surfaces": sorted(surfaces),
            "ordinary": sorted(ordinary),
            "unsure": sorted(_unsure(examples, wider)),
        }
        (folder / "spans.json").write_text(json.dumps(saved, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> SpanModel:
        saved = json.loads((folder / "spans.json").read_text("utf-8"))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(folder / "spans.crfsuite"))
        return cls(saved, tagger)

    def find(self, text: str) -> list[Span]:
        """Spans of every kind, patterns first, in order, none overlapping another."""
        spans = find(text)
        found = tokens(text)
        if not found:
            return spans
        tags = self._tagger.tag(_features(text, found, self._gazetteer))
        for span in (*_urgencies(text), *_spans(found, tags), *self._listed(found)):
            if not any(span.overlaps(other) for other in spans):
                spans.append(span)
        return sorted(spans, key=lambda span: span.start)

    def _listed(self, found: Sequence[Token]) -> list[Span]:
        return [
            Span(found[first].start, found[after - 1].end, "service")
            for first, after, exact in self._wider.matches(found)
            if exact and _joined(found[first:after]) not in self._unsure
        ]


def _joined(found: Sequence[Token]) -> str:
    return "".join(squeeze(token.folded) for token in found)


def _unsure(examples: Sequence[tuple[str, Sequence[Span]]], gazetteer: Gazetteer) -> set[str]:
    """Names that more often than not are everyday words; the field decides on those."""
    seen: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    for text, spans in examples:
        found = tokens(text)
        annotated = {(s.start, s.end) for s in spans if s.kind == "service"}
        for first, after, exact in gazetteer.matches(found):
            if exact:
                name = _joined(found[first:after])
                seen[name] += 1
                meant[name] += (found[first].start, found[after - 1].end) in annotated
    return {name for name, count in seen.items() if meant[name] / count < _SURE}


def _urgencies(text: str) -> list[Span]:
    return [Span(m.start(), m.end(), "urgency") for m in URGENCY.finditer(text)]


def _tags(found: Sequence[Token], spans: Sequence[Span]) -> list[str]:
    tags = []
    for token in found:
        span = next((s for s in spans if s.kind in KINDS and s.start <= token.start < s.end), None)
        tags.append("O" if span is None else ("B-" if span.start >= token.start else "I-") + span.kind)
    return tags


def _spans(found: Sequence[Token], tags: Sequence[str]) -> list[Span]:
    spans: list[Span] = []
    for token, tag in zip(found, tags, strict=True):
        if tag == "O":
            continue
        kind = tag[2:]
        if tag.startswith("I-") and spans and spans[-1].kind == kind and token.start - spans[-1].end <= 1:
            spans[-1] = Span(spans[-1].start, token.end, kind)
        else:
            spans.append(Span(token.start, token.end, kind))
    return spans


def _features(text: str, found: Sequence[Token], gazetteer: Gazetteer) -> list[list[str]]:
    marks = ["-"] * len(found)
    for first, after, exact in gazetteer.matches(found):
        for position in range(first, after):
            marks[position] = ("B" if position == first else "I") + ("=" if exact else "~")
    inside = find(text)
    letters = [letter for letter in text if letter.isalpha()]
    shouting = sum(letter.isupper() for letter in letters) > 0.7 * len(letters)
    words = []
    for token in found:
        covering = next((s for s in inside if s.start <= token.start < s.end), None)
        words.append(
            f"<{covering.kind}>" if covering else "9" if token.folded[:1].isdigit() else token.folded
        )
    rows = []
    for i, token in enumerate(found):
        word = words[i]
        row = [
            "bias", f"w={word}", f"p3={word[:3]}", f"s3={word[-3:]}", f"p2={word[:2]}", f"g={marks[i]}",
            f"len={min(len(word), 9)}", f"shape={_shape(token.text, shouting)}",
        ]  # fmt: skip
        for offset in (-3, -2, -1, 1, 2):
            at = i + offset
            outside = not 0 <= at < len(found)
            row.append(f"w{offset}={'#' if outside else words[at]}")
            if abs(offset) == 1:
                row.append(f"g{offset}={'#' if outside else marks[at]}")
                row.append(f"g{offset}w={marks[i]}|{'#' if outside else words[at]}")
        if i > 0:
            row.append(f"w-1,w={words[i - 1]}|{word}")
        if i > 1:
            row.append(f"w-2,w-1={words[i - 2]}|{words[i - 1]}")
        rows.append(row)
    return rows


def _shape(text: str, shouting: bool) -> str:
    if not text[0].isalpha():
        return "digit" if text[0].isdigit() else "mark"
    if shouting:
        return "shout"
    if text.isupper() and len(text) > 1:
        return "upper"
    if any(letter.isupper() for letter in text[1:]):
        return "mixed"
    return "title" if text[0].isupper() else "lower"
