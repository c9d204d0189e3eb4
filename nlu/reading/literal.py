"""Edits told literally: in quotation marks (`troca "a" por "b"`, `tira o "a" e o "b"`), or by a figure that
takes the place of the one like it (`troca o valor, é 1.248,50`).
"""

from __future__ import annotations

from dataclasses import dataclass

from nlu.reading import cues
from nlu.reading.clauses import is_inside
from nlu.reading.removal import taking_out, whole_line
from nlu.reading.words import QUOTES, Said

_CHANGES = ("exchange", "instead", "change", "read_as", "put_there")
_WRONG = (*_CHANGES, "wrong", "slip", "right_is")
_ELSE = ("add", "remove", "exchange", "wish", "thanks", "no", "yes", "asks_kindly", "would_you")
_SENTENCE = ".!?;\n"
_BEGINS = 12  # words among which `só` stands
_NEAR = 4  # words before a figure among which stands what it counts


@dataclass(frozen=True)
class Figure:
    """A number with what is written on to it (`923445/2021`, `1.284.930,50`): words first to before after."""

    first: int
    after: int
    text: str

    @property
    def shape(self) -> str:
        return "".join("9" if letter.isdigit() else letter for letter in self.text)


def exchanged(text: str, known: str) -> tuple[str, str] | None:
    """(what of `known` goes, as it stands there; what comes): of two quotations one stands there, or both do
    and the second is put for the first."""
    said = Said(text)
    quoted = quotations(said)
    inside = quoted_words(said)
    if not any(hit.first not in inside for name in _CHANGES for hit in cues.find(said, name)):
        return None  # `tira o "põe que"`: what is quoted asks for nothing
    standing = [(at, there(part, known)) for at, part in quoted]
    old = [(at, part) for at, part in standing if part]
    if len(quoted) != 2 or not old:
        return word_for_word(said, known)
    if len(old) == 1:
        return old[0][1], next(part for at, part in quoted if at != old[0][0])
    instead = cues.find(said, "instead")
    last = bool(instead) and old[0][0] < instead[0].first < old[1][0]
    return (old[1][1], quoted[0][1]) if last else (old[0][1], quoted[1][1])


def word_for_word(said: Said, known: str) -> tuple[str, str] | None:
    """`troca a guia por o boleto`, `no lugar de "a guia" põe o boleto`: what stands there with these very
    words, and all that is told to come."""
    for hit in (*cues.find(said, "exchange"), *cues.find(said, "instead")):
        for joint in cues.find(said, "put_there"):
            if joint.first <= hit.after or joint.after >= len(said.words):
                continue
            first = hit.after + (said.words[hit.after].said == ":")
            old = _named(said, first, joint.first, known)
            new = said.part(joint.after, told_until(said, joint.after))
            to_me = cues.listed("small_words", "of_oneself", "towards")
            told = figures(Said(new))
            if (
                len(told) == 1
                and told[0].first == 0
                and all(word.said in to_me for word in Said(new).words[told[0].after :])
            ):
                new = told[0].text  # `o 812 pra 809 pra mim`
            if old and "@" not in new and (put := _unquoted(new)):
                return _its_figure(old, put, known) or old, put
    return None


def _its_figure(old: str, new: str, known: str) -> str:
    """`troca o ramal por 4471` of `ramal 4470`: the one figure like it that the words name, or that stands
    right behind them; "" where what comes is no bare figure, or none is there."""
    told, base = figures(Said(new)), Said(known)
    if len(told) != 1 or told[0].text != new or old == new:
        return ""
    inside = [one.text for one in figures(Said(old)) if one.shape == told[0].shape]
    at = base.folded.find(Said(old).folded) + len(old)
    behind = [one for one in figures(base) if base.words[one.first].start == at + 1]
    if not figures(Said(old)):
        inside = [one.text for one in behind if one.shape == told[0].shape]
    return inside[0] if len(inside) == 1 else ""


def _named(said: Said, first: int, after: int, known: str) -> str:
    """What of the known text these words are, but for articles; "" for the name of a field (`o e-mail`)."""
    fields = cues.listed("field_email", "field_text", "field_urgency", "service_word")
    told = [word for word in said.words[first:after] if cues.is_content(word)]
    if not told or all(word.said in fields for word in told):
        return ""
    while first < after:
        if stands := there(said.part(first, after).strip("\"'“” ,"), known):
            return stands
        if said.words[first].meant not in cues.listed("articles"):
            return ""
        first += 1
    return ""


def told_until(said: Said, first: int) -> int:
    """Where what is to come ends: at the end of its quotation or sentence, or where something else is asked
    for (`…, e tira o resto`, `…, por favor`)."""
    words = said.words
    if words[first].said in QUOTES:
        closes = (i for i in range(first + 1, len(words)) if words[i].said in QUOTES)
        return next(closes, len(words) - 1) + 1
    stops = {hit.first for name in _ELSE for hit in cues.find(said, name)}
    for i in range(first, len(words)):
        if is_inside(said, i):
            continue
        pauses = words[i].said == "," or cues.is_joiner(said, i)
        if words[i].said in _SENTENCE or (i > first and i in cues.words_of(said, "asks_kindly")):
            return i
        if pauses and stops & {i + 1, i + 2}:
            return i
    return len(words)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES else text


def after_only(text: str) -> str:
    """`só: a tela fica branca`, `fica só "a tela fica branca"`: the whole of it; "" where none is told so."""
    said = Said(text)
    for at in range(min(_BEGINS, len(said.words) - 2)):
        if said.words[at].meant not in cues.listed("only"):
            continue
        if said.words[at + 1].said == ":":
            return said.part(at + 2, len(said.words)).strip()
        if quoted := [part for opens, part in quotations(said) if opens == at + 1]:
            return quoted[0]
    return ""


def taken_out(text: str, known: str) -> list[str]:
    """Each quotation behind the verb, where all of them stand in the known text."""
    said = Said(text)
    verbs = taking_out(said)
    quoted = [(at, part) for at, part in quotations(said) if verbs and at > verbs[0].first]
    behind = [(at, there(part, known) or there(part.strip(" .…"), known)) for at, part in quoted]
    found = [whole_line(said, at, part, known) for at, part in behind if part]
    return found if len(found) == len(behind) else []


def refigured(text: str, known: str) -> tuple[str, str] | None:
    """The one figure of the known text that one told anew takes the place of: the one that is told beside it,
    the only one of its shape, or the one that counts the same."""
    said, base = Said(text), Said(known)
    if not any(cues.find(said, name) for name in _WRONG):
        return None
    had = figures(base)
    told = figures(said)
    fresh = [one for one in told if one.text not in {other.text for other in had}]
    if not fresh:
        return _of_two(said, had, told)
    if len(fresh) != 1:
        return None
    new = fresh[0]
    alike = [one for one in had if one.shape == new.shape]
    named = [one for one in alike if one.text in {other.text for other in told}]
    counted = [one for one in alike if _counts(base, one) & _counts(said, new)]
    changes = any(cues.find(said, name) for name in _WRONG if name != "put_there")
    for found in (named, counted, alike if changes else []):
        if len(found) == 1:
            return found[0].text, new.text
    return None


def _of_two(said: Said, had: list[Figure], told: list[Figure]) -> tuple[str, str] | None:
    """`o 10.0.0.4 também muda, é 10.0.0.5`, where both stand in the text already."""
    texts = list(dict.fromkeys(one.text for one in told))
    moved = [hit for name in ("exchange", "instead", "change") for hit in cues.find(said, name)]
    known = {one.text: one.shape for one in had}
    if len(texts) != 2 or not moved or known[texts[0]] != known[texts[1]]:
        return None
    instead = cues.find(said, "instead")
    last = bool(instead) and told[0].first < instead[0].first
    return (texts[1], texts[0]) if last else (texts[0], texts[1])


def in_its_place(figure: Figure, known: str) -> str:
    """The only figure of the known text that is written alike; "" where none or several are, or where it is
    a bare number of a few digits."""
    alike = list(dict.fromkeys(one.text for one in figures(Said(known)) if one.shape == figure.shape))
    marked = any(not letter.isalnum() for letter in figure.text)
    return alike[0] if marked and len(alike) == 1 and figure.text not in alike else ""


def figures(said: Said) -> list[Figure]:
    found: list[Figure] = []
    i = 0
    while i < len(said.words):
        if not any(letter.isdigit() for letter in said.words[i].said):
            i += 1
            continue
        first, after = i, i + 1
        while after < len(said.words) and said.words[after].start == said.words[after - 1].end:
            after += 1
        while not any(letter.isalnum() for letter in said.words[after - 1].said):
            after -= 1
        found.append(Figure(first, after, said.part(first, after)))
        i = after
    return found


def quotations(said: Said) -> list[tuple[int, str]]:
    """(the word that opens it, what stands in it) of each pair of quotation marks."""
    marks = [i for i, word in enumerate(said.words) if word.said in QUOTES]
    pairs = zip(marks[::2], marks[1::2], strict=False)
    inner = [(a, said.text[said.words[a].end : said.words[b].start].strip()) for a, b in pairs]
    return [(at, part) for at, part in inner if part]


def quoted_words(said: Said) -> set[int]:
    """The words within quotation marks, with the mark that opens them: what stands there asks for nothing."""
    return {i for at, part in quotations(said) for i in range(at, at + len(Said(part).words) + 1)}


def there(part: str, known: str) -> str:
    """The part as it stands in the known text, on whole words; "" where it does not."""
    wanted, base = [w.said for w in Said(part).words], Said(known)
    for at in range(len(base.words) - len(wanted) + 1):
        if [w.said for w in base.words[at : at + len(wanted)]] == wanted:
            return base.part(at, at + len(wanted))
    return ""


def _counts(said: Said, figure: Figure) -> set[str]:
    """The words before a figure that may say what it counts."""
    near = said.words[max(0, figure.first - _NEAR) : figure.first]
    return {word.meant for word in near if cues.is_content(word)}
