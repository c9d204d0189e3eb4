"""Whether texts speak of the same thing: by the stems that they share, the service's own name left out."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from ticket_store.search.stems import terms

SHARE = 0.3  # of the shorter one's stems
AT_LEAST = 2
FEW_WORDS = 5


def matter(text: str, without: Iterable[str] = ()) -> frozenset[str]:
    """The stems of a text that are not those of the names."""
    names = frozenset(stem for name in without for stems in terms(name) for stem in stems)
    return frozenset(stem for stems in terms(text) for stem in stems) - names


def are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Two stems in common, and three in ten of the shorter text's."""
    shorter = min(len(one), len(other))
    shared = len(one & other)
    return shared >= min(AT_LEAST, max(shorter, 1)) and shared >= SHARE * shorter


def largest_group(matters: Sequence[frozenset[str]]) -> list[int]:
    """The places of the texts that are like one of them, which has most of such; itself too."""
    best: list[int] = []
    for centre in matters:
        group = [place for place, other in enumerate(matters) if are_alike(centre, other)]
        if len(group) > len(best):
            best = group
    return best


def common_words(texts: Collection[str], without: Iterable[str] = ()) -> list[str]:
    """What at least half of them say, as most write it, the commonest first."""
    written: dict[str, Counter[str]] = {}
    for text in texts:
        seen = set()
        for word in text.casefold().split():
            word = word.strip(".,;:!?()[]\"'“”")
            if word and (stems := matter(word, without)) and (stem := min(stems)) not in seen:
                seen.add(stem)
                written.setdefault(stem, Counter())[word] += 1
    often = [(sum(c.values()), c.most_common(1)[0][0]) for c in written.values()]
    wanted = [(n, word) for n, word in often if 2 * n >= len(texts)]
    return [word for _, word in sorted(wanted, key=lambda one: (-one[0], one[1]))[:FEW_WORDS]]
