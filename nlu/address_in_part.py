"""An address that is known, put right by a part of it (`é celia.b1958`, `sousa com s`, `.gov.br no final`) or
told whole beside other things: it is shown again, and none of it is text (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ground.notation import Command
from nlu.reading import addresses, cues
from nlu.reading.exchange import exchange
from nlu.reading.nearest import distance
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered
from nlu.telling import content_words

PUTS_RIGHT = ("confirm_open", "change", "email", "code")
"""Where an address that was given may be put right."""
_LONGEST, _BRIEF = 60, 12  # words of a message; of one that puts an address right without naming it
_PIECE, _LONG_PIECE = 3, 7  # letters of a piece of an address, from which one, or two, may be spelt otherwise
_TELLS = 2
_AROUND = ("wrong", "slip", "told_wrong", "yes", "no", "asks_kindly", "sigh", "field_email", "rest_is_right")


@dataclass(frozen=True)
class PutRight:
    """The address as it is to be, and what else is said."""

    command: Command
    rest: str


def put_right(reading: Reading) -> PutRight | None:
    """None where no address is known, or nothing tells of it."""
    known = str(reading.known.get("email") or reading.known.get("email_denied") or "").lower()
    if reading.pending not in PUTS_RIGHT or not known or reading.said.count > _LONGEST:
        return None
    for first, after, named in _parts(reading):
        part = Said(reading.said.part(first, after))
        if cues.words_of(part, "address_other"):
            continue  # `meu usuário no SEI é joao.santos`
        ends = {word.said for word in part.words} & cues.listed("how_it_ends")
        led = named or reading.pending == "email" or bool(_spelt_with(part) or ends)
        value = _told(part, known, led) if named or not _is_of_the_text(reading, part) else ""
        if reading.pending == "code" and value.partition("@")[0] != known.partition("@")[0]:
            continue  # `o da Denise`: which one was meant is asked
        asked = "?" in reading.said.part(first, min(after + 1, len(reading.said.words)))
        if value and not asked and [a.value for a in addresses.find(Said(value))] == [value]:
            how = "correct" if reading.known.get("email") else "set"
            return PutRight({"command": how, "slot": "email", "value": value}, _rest(reading, first, after))
    return None


def _parts(reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """Words first to before after that may tell it, the least of them first, and whether they name it."""
    said, hits = reading.said, reading.cues.get("field_email", ())
    ends = [i for i, word in enumerate(said.words) if word.said in ",.;!?" and _parts_here(said, i)]
    for hit in hits:
        first = hit.first
        while first and not (cues.is_joiner(said, first - 1) or _ends_before(said, first)):
            first -= 1
        joints = [
            i for i in range(hit.after, len(said.words)) if cues.is_joiner(said, i) and i not in covered(hits)
        ]
        for after in sorted({*(i for i in (*ends, *joints) if i > hit.after), len(said.words)}):
            yield first, after, True
        begins = next(one.first for one in reading.sentences if hit.first < one.after)
        yield begins, next(one.after for one in reading.sentences if hit.first < one.after), True
    if said.count <= _BRIEF and not hits:
        yield 0, len(said.words), False


def _ends_before(said: Said, first: int) -> bool:
    """A mark with a blank behind it, and not the one of `.br`."""
    return said.words[first - 1].is_mark and _parts_here(said, first - 1)


def _parts_here(said: Said, i: int) -> bool:
    return i + 1 == len(said.words) or said.words[i + 1].start > said.words[i].end


def _told(part: Said, known: str, led: bool) -> str:
    """The address with what the part tells of it; led: it is said that it tells of one."""
    ending = any(run[0] == "." for run in _runs(part))  # `faltou o .br`
    written, fails = addresses.find(part), not ending and cues.find(part, "symptom")  # `o e-mail não sai`
    if written or fails:
        own = len(written) == 1 and led and not fails and _is_own(part, written[0])
        return written[0].value if own else ""
    ways = (_in_its_runs, _spelt, _without_a_mark, _letter) if led else (_in_its_runs,)
    value = ""
    for way in ways:
        value = way(part, value or known, led) or value
    if value:
        return value
    changes = led and any(cues.find(part, name) for name in ("no", "exchange", "instead"))
    pair = exchange(part.text, known, told=False) if changes else None
    return known.replace(pair[0].lower(), pair[1].lower(), 1) if pair else ""


def _is_own(part: Said, address: addresses.Address) -> bool:
    """`o certo é x@y`, `o meu e-mail mesmo, que eu leio: x@y`; and no `qual endereço falha: x@y`."""
    hits = cues.find(part, "field_email")
    small = cues.listed(
        "small_words", "copulas", "is_right", "names_a_kind", "address_before", "address_spelt", "wrong"
    )
    between = part.words[hits[0].after : address.first] if hits else []
    plain = all(word.is_mark or word.said in small for word in between)
    mine = (
        bool(hits) and hits[0].first > 0 and part.words[hits[0].first - 1].said in cues.listed("of_oneself")
    )
    return not address.others and (plain or mine)


def _runs(said: Said) -> list[str]:
    """What is written, or dictated, in one piece, and not denied: `.gov.br`, `celia ponto barros 58`."""
    marks, small, noes = (
        cues.words()["spoken_marks"],
        cues.listed("small_words", "copulas"),
        cues.listed("no"),
    )
    found: list[str] = []
    ends, gone, dictated, denied = -1, -1, False, False
    for word in said.words:
        mark = marks.get(word.said) or (word.said if word.said in "._-" else "")
        if word.is_mark and not mark:
            ends, denied = -1, False
            continue
        spoken = bool(mark) and word.said != mark
        joins = spoken or (dictated and (found[-1][-1] in "._-" or word.said.isdigit()))
        goes_on = ends >= 0 and (word.start == ends or joins)
        if denied or word.meant in noes or word.start == gone:
            ends, gone, denied = -1, word.end, word.meant in noes or bool(mark) or word.said in small
            continue
        if goes_on:
            found[-1] += mark or word.said
        else:
            found.append(mark or word.said)
        dictated = (goes_on and dictated) or spoken
        ends = -1 if not (goes_on or mark) and word.said in small else word.end
    return [one.rstrip("._-").lstrip("_-") for one in found if one.strip("._-")]


def _in_its_runs(said: Said, known: str, led: bool) -> str:
    local, _, domain = known.partition("@")
    endings, told = cues.listed("address_endings"), False
    for run in _runs(said):
        labels = [label for label in run.split(".") if label]
        if labels[-1] in endings and (run[0] == "." or (led and len(labels) > 1)):
            whole = not set(labels) <= endings
            domain, told = ".".join(labels if whole else [*_without_ending(domain, labels), *labels]), True
        elif run != local and _alike(run, local, led):
            local, told = run.lstrip("."), True
    changed = f"{local}@{domain}"
    return changed if told and changed != known else ""


def _without_ending(domain: str, told: list[str]) -> list[str]:
    """`ibama` of `ibama.com`, `gmail` of `gmail.con`; of `x.com` all where only `.br` is told to end it."""
    labels, endings = domain.split("."), cues.listed("address_endings")
    if labels[-1] not in endings and _nearly(labels[-1], told[-1]):
        return labels[:-1]
    while len(labels) > 1 and labels[-1] in endings and (len(told) > 1 or labels[-1] == told[-1]):
        labels.pop()
    return labels


def _is_written(run: str) -> bool:
    """`celia.b`, `celia1958`: no plain word, and no number."""
    letters = any(sign.isalpha() for sign in run)
    return letters and len(run) > _PIECE and not run.isalpha()


def _alike(run: str, local: str, led: bool) -> bool:
    """Of the same pieces, or the same letters but for a few; named (`o e-mail é celia1958`) also another one,
    where it is no figure and its unit (`20mb`, `14h30`)."""
    if led and _is_written(run) and run[0].isalpha():
        return True
    if not _is_written(run) and (not led or any(_nearly(run, piece) for piece in _pieces(local))):
        return False
    one, other = (text.replace(".", "").replace("_", "").replace("-", "") for text in (run, local))
    shared = set(_pieces(run)) & set(_pieces(local))
    return (_is_written(run) and bool(shared)) or distance(one, other) <= len(other) // 5


def _pieces(text: str) -> list[str]:
    plain = "".join(sign if sign.isalpha() else " " for sign in text)
    return [piece for piece in plain.split() if len(piece) >= _PIECE]


def _without_a_mark(said: Said, known: str, led: bool) -> str:
    """`sem o ponto`."""
    marks = cues.words()["spoken_marks"]
    local, _, domain = known.partition("@")
    for i, word in enumerate(said.words):
        if word.said in cues.listed("without"):
            near = [marks[one.said] for one in said.words[i + 1 : i + 3] if one.said in marks]
            if near and local.count(near[0]) == 1:
                return f"{local.replace(near[0], '')}@{domain}"
    return ""


def _spelt(said: Said, known: str, led: bool) -> str:
    """`sousa com s`: the one piece that a word is spelt like."""
    pieces = [piece for piece in _pieces(known) if len(piece) > _PIECE]
    passed = {*pieces, *cues.listed("field_email", "small_words")}
    told = [w.said for w in said.words if w.said.isalpha() and len(w.said) > _PIECE and w.said not in passed]
    like = [(piece, word) for word in told for piece in pieces if _nearly(word, piece)]
    return known.replace(*like[0], 1) if len(set(like)) == 1 else ""


def _nearly(one: str, other: str) -> bool:
    return 0 < distance(one, other) <= 1 + (min(len(one), len(other)) >= _LONG_PIECE)


def _spelt_with(said: Said) -> str:
    """The letter of `com s`."""
    sounds, led = cues.words()["letters_alike"], cues.listed("with")
    return next((b.said for a, b in pairwise(said.words) if a.said in led and b.said in sounds), "")


def _letter(said: Said, known: str, led: bool) -> str:
    """`com s no lugar do z`, `é com y`: the other one is the only one of its kind before the @."""
    local, _, domain = known.partition("@")
    sounds, new = cues.words()["letters_alike"], _spelt_with(said)
    if set(_pieces(local)) & {w.said for w in said.words}:
        return ""  # `souza com z mesmo`
    old = next((w.said for w in said.words if w.said in sounds and w.said != new), sounds.get(new, ""))
    return f"{local.replace(old, new)}@{domain}" if new and local.count(old) == 1 else ""


def _is_of_the_text(reading: Reading, part: Said) -> bool:
    """A word of it stands in the text that is shown, or nearly, and may be meant there."""
    had = [w.said for w in Said(str(reading.known.get("description") or "")).words if cues.is_content(w)]
    words = [w.said for w in part.words if cues.is_content(w) and len(w.said) > _PIECE]
    return any(word == one or _nearly(word, one) for word in words for one in had)


def _rest(reading: Reading, first: int, after: int) -> str:
    """What is said before it and behind it; "" where that tells nothing of its own."""
    said = reading.said
    while first and (said.words[first - 1].said in ",;" or cues.is_joiner(said, first - 1)):
        first -= 1
    behind = said.part(after, len(said.words)).strip(" ,.;!")
    hollow = cues.words_of(Said(behind), *_AROUND)
    small = cues.listed("address_spelt", "small_words")
    told = [
        w
        for i, w in enumerate(Said(behind).words)
        if i not in hollow and not w.is_mark and w.said not in small
    ]
    kept = [said.part(0, first), behind if len(told) >= _TELLS else ""]
    return "\n".join(part for part in kept if content_words(part)).strip()
