"""Which system a text is about, where nobody names it: by what is done in it, seen of it or called so in the
field (the catalogue's `matters`). Compared by whole words: by their stems a "minuta" is a minute."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ticket_store import catalogue
from ticket_store.catalogue import Service
from ticket_store.search.stems import carrying
from ticket_store.search.words import fold

NEAR = 2  # words that carry something between those of a matter: "nota do fornecedor de empenho"


@dataclass(frozen=True)
class Pointed:
    """by: the matters that point to it, as the catalogue has them."""

    service: Service
    by: tuple[str, ...]


@dataclass(frozen=True)
class _Matter:
    text: str
    code: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Hit:
    at: frozenset[int]
    matter: _Matter

    @property
    def everyday(self) -> bool:
        service = catalogue.load().service(self.matter.code)
        return service is not None and service.everyday


def pointed(text: str, spoken_of: str | None = None) -> Pointed | None:
    """The only system that the text's matters point to, or of which they say all that they say of any other;
    a machine or the mail is no rival of a system. Of rivals that one which is spoken of (its code). None
    where there is none such."""
    found = list(_found(text))
    hits = [hit for hit in found if not any(hit.at < other.at for other in found)]
    systems = [hit for hit in hits if not hit.everyday]
    hits = systems or hits
    said = {hit.matter.code: frozenset[int]() for hit in hits}
    for hit in hits:
        said[hit.matter.code] |= hit.at
    best = max(said.values(), key=len, default=frozenset())
    rivals = [code for code, at in said.items() if not at < best]
    code = rivals[0] if len(rivals) == 1 else spoken_of if spoken_of in rivals else None
    service = catalogue.load().service(code) if code else None
    by = tuple(dict.fromkeys(hit.matter.text for hit in hits if hit.matter.code == code))
    return Pointed(service, by) if service else None


def is_one(name: str) -> bool:
    """Whether a matter stands in it, so that it is no system's name: "holerite"."""
    return any(True for _ in _found(name))


def _found(text: str) -> Iterator[_Hit]:
    """Only matters whose first word stands in the text are looked at."""
    words, index = _words(text), _index()
    for first, word in enumerate(words):
        for matter in index.get(word, ()):
            at, length = {first}, len(matter.words)
            around = range(max(0, first - length - NEAR), min(len(words), first + length + NEAR))
            for wanted in matter.words[1:]:
                at |= set([i for i in around if i not in at and words[i] == wanted][:1])
            if len(at) == length:
                yield _Hit(frozenset(at), matter)


def _words(text: str) -> tuple[str, ...]:
    """Folded, without those of every question; a plural differs only by its "s". An address tells nothing."""
    told = " ".join(word for word in text.split() if "@" not in word)
    return tuple(fold(word).removesuffix("s") for word in carrying(told))


@lru_cache(maxsize=1)
def _index() -> dict[str, list[_Matter]]:
    """A matter's first word -> the matters."""
    index: dict[str, list[_Matter]] = {}
    for code, matters in catalogue.load().matters.items():
        for text in matters:
            matter = _Matter(text, code, _words(text))
            index.setdefault(matter.words[0], []).append(matter)
    return index
