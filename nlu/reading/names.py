"""How the person calls a system that nobody here knows: the name without the words around it (pure)."""

from __future__ import annotations

from collections.abc import Callable

from nlu.reading import cues
from nlu.reading.words import Said

_SHORT = 3  # words of a name that takes another's place
LONGEST_NAME = 6  # words; more are a story
_BEFORE, _LETTERS = 4, 5  # words between a system's name and its symptom; letters of such a name
_NAMELESS = ("service_other", "skip", "stop", "wait", "symptom", "not_that")
"""`outro`, `não sei`: said instead of a name."""
_WISHES = ("open_verb", "wish", "yes", "no", "ticket", "repeat", "change")
_LEADS = ("name_leads", "thanks", "greeting", "yes", "hedge")


def told(text: str) -> str | None:
    """`é um tal de Sisfarma, da farmácia` -> `Sisfarma`; None where what is left is no name."""
    said = _behind_other(Said(text))
    if any(cues.find(said, name) for name in _NAMELESS):
        return None
    first = _after_leads(said)
    after = next(
        (
            i
            for i in range(first, len(said.words))
            if said.words[i].said in {",", ";", ".", "(", "?", "!", ":"}
        ),
        len(said.words),
    )
    while after > first and said.words[after - 1].said in cues.words()["name_ends"]:
        after -= 1
    kept = [word for word in said.words[first:after] if not word.is_mark]
    asks = cues.words_of(said, *_WISHES)
    opens = any(hit.first == first for hit in cues.find(said, "open_verb"))
    if opens or asks.issuperset(range(first, after)):
        return None  # `sim, pode registrar`
    if not 0 < len(kept) <= LONGEST_NAME or not any(len(word.said) > 1 for word in kept):
        return None
    return said.part(first, after).strip()


def _behind_other(said: Said) -> Said:
    """`Outro. Acervo Documental`: the name behind the word for none of the list and its mark."""
    first = next((hit.after for hit in cues.find(said, "service_other") if not hit.first), 0)
    marked = 0 < first < len(said.words) - 1 and said.words[first].is_mark
    return Said(said.part(first + 1, len(said.words))) if marked else said


def of_the_trouble(text: str, is_word: Callable[[str], bool]) -> str | None:
    """`o siapecad não abre` -> `siapecad`: what stands shortly before the first symptom and is neither a word
    (is_word, of a folded one) nor a person; None where there is no such.
    """
    said = Said(text)
    symptoms = cues.find(said, "symptom")
    if not symptoms or text.isupper():
        return None
    people = cues.listed("first_names")
    for at in range(max(0, symptoms[0].first - _BEFORE), symptoms[0].first):
        word = said.words[at]
        name = text[word.start : word.end]
        led = at == 0 or said.words[at - 1].said in cues.listed("articles")
        if len(name) < _LETTERS or not name.isalpha() or not led or word.said in people:
            continue
        if not is_word(word.said) or name.isupper() or not (name.islower() or name.istitle()):
            return name
    return None


def corrected(text: str) -> str | None:
    """`o serviço está errado, é Patrinet` -> `Patrinet`: what stands behind `trata-se de`, else behind the
    last `é`, if it is a name. Behind `não é` stands what it is not."""
    said = Said(text)
    denied = cues.words_of(said, "no")
    called = [hit.after - 1 for hit in cues.find(said, "it_is_called")]
    joints = [
        i
        for i, word in enumerate(said.words)
        if word.said == ":" or (cues.is_copula(said, word) and not {i, i - 1} & denied)
    ]
    at = next(iter(reversed(called or joints)), None)
    rest = None if at is None else told(said.part(at + 1, len(said.words)))
    return rest if rest and len(rest.split()) <= _SHORT else None


def instead(text: str) -> str | None:
    """`não é o SISREF, é um da escola` -> `um da escola`; None where nothing is denied before it."""
    return corrected(text) if cues.find(Said(text), "service_denied") else None


def _after_leads(said: Said) -> int:
    """Behind the last word that leads to a name, and the small words after it."""
    first = 0
    leads = [hit for name in _LEADS for hit in cues.find(said, name)]
    while first < len(said.words):
        word = said.words[first]
        if ends := [hit.after for hit in leads if hit.first == first]:
            first = max(ends)
        elif word.is_mark or cues.is_copula(said, word) or _is_small(said, first):
            first += 1
        else:
            break
    return first


def _is_small(said: Said, i: int) -> bool:
    """`o`, and not the `e` of `e-Saúde`."""
    glued = i + 1 < len(said.words) and said.words[i].end == said.words[i + 1].start
    return not glued and said.words[i].said in cues.words()["name_small"]
