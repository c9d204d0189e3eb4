"""What is asked for politely where a text is shown: that a part of it go, that something be added (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.reading import cues, literal
from nlu.reading.clauses import is_inside
from nlu.reading.removal import removed, taking_out
from nlu.reading.turn import Reading
from nlu.reading.words import QUOTES, Said
from nlu.telling import content_words

_ELSE = ("add", "exchange", "instead", "change", "keep_only", "rewrite", "undoes", "the_rest")
_LONG = 26  # words of a courteous request
_EARLY = 6  # words before what is asked for
_NEAR = 2
_TELLS = 2
_MARKS = ".,;:!?()"


def asked_politely(reading: Reading) -> list[Command]:
    """`a expressão "X" não faz parte do relato. Poderia suprimi-la?`, `consegue tirar o X?`, `poderia incluir
    que …?`: where the part stands in the text word for word, or what is to be put there is told."""
    slot = names.edited_slot(reading.pending, reading.known)
    known = str(reading.known.get(slot) or "")
    if reading.pending not in SHOWN or not known or reading.said.count > _LONG or reading.addresses:
        return []
    edit: Command = {"command": "edit", "slot": slot}
    if text := _added(reading):
        return [{**edit, "how": "add", "text": text}]
    return [{**edit, "how": "remove", "old": part} for part in taken_out_of(reading, known)]


def taken_out_of(reading: Reading, known: str) -> list[str]:
    """What is to go of this text: quoted, or named behind its verb or before `não faz parte`."""
    said = reading.said
    verbs = [hit for hit in taking_out(said) if not reading.is_led(hit, ("no",), _NEAR)]
    verbs = [hit for hit in verbs if not _is_quoted(said, hit.first)]
    strange = reading.cues.get("not_of_it", ())
    level = any(name.startswith("urgency_") for name in reading.cues)
    if level or not (verbs or strange) or any(_said(reading, name) for name in _ELSE):
        return []
    if quoted := literal.quotations(said):
        parts = [literal.there(part, known) for _, part in quoted]
        return parts if all(parts) else []
    named = [(hit.first, *_behind(said, hit.after)) for hit in verbs]
    named += [(first, first, hit.first) for hit in strange for first in [_before(said, hit.first)]]
    parts = [_part(said, *one, known) for one in named]
    return list(dict.fromkeys(part for part in parts if part))


def _part(said: Said, verb: int, first: int, after: int, known: str) -> str:
    """The very words where they are said to be words; else the part that they stand in, but never all."""
    there = _once(said, first, after, known)
    if not there or any(word.said in cues.listed("very_words") for word in said.words[first:after]):
        return there
    part = removed(said.part(verb, after), known)
    return part if there in part and part.strip() != known.strip() else there


def _said(reading: Reading, name: str) -> bool:
    """Not in quotation marks, nor within `por favor`."""
    kindly = reading.words_of("asks_kindly")
    hits = reading.cues.get(name, ())
    return any(not _is_quoted(reading.said, hit.first) and hit.first not in kindly for hit in hits)


def _is_quoted(said: Said, at: int) -> bool:
    return sum(word.said in QUOTES for word in said.words[:at]) % 2 == 1


def _behind(said: Said, first: int) -> tuple[int, int]:
    """From the verb to the end of its clause; what stands between commas (`, por favor,`) is passed over."""
    kindly = cues.words_of(said, "asks_kindly")
    while first < len(said.words) and (said.words[first].said in ",-" or first in kindly):
        first += 1
    after = first
    while after < len(said.words) and not _ends(said, after) and after not in kindly:
        after += 1
    return first, after


def _before(said: Said, after: int) -> int:
    first = after
    while first > 0 and not _ends(said, first - 1):
        first -= 1
    return first


def _ends(said: Said, at: int) -> bool:
    return said.words[at].said in _MARKS and not is_inside(said, at)


def _once(said: Said, first: int, after: int, known: str) -> str:
    """These words, without articles and the word for a part before them and `do texto` behind, as they stand
    in the known text; "" where they do not, or more than once."""
    lead = cues.listed("articles", "field_text", "text_parts", "only", "belongs", "text_lead", "lead_words")
    tail = lead | cues.listed("in_there", "yes", "number_joiner", "small_words") | cues.listed("whole_fields")
    base = [word.said for word in Said(known).words]
    for begin in range(first, after):
        for end in range(after, begin, -1):
            if (part := literal.there(said.part(begin, end), known)) and content_words(part):
                wanted = [word.said for word in Said(part).words]
                times = sum(base[at : at + len(wanted)] == wanted for at in range(len(base)))
                return part if times == 1 else ""
            if said.words[end - 1].said not in tail:
                break
        if said.words[begin].said not in lead and said.words[begin].meant not in lead:
            break
    return ""


def _added(reading: Reading) -> str:
    """`poderia incluir que já reiniciei?`: what stands behind the verb and its `que`."""
    said = reading.said
    if not reading.text.rstrip().endswith("?"):
        return ""
    for verb in reading.cues.get("add", ()):
        led = verb.first <= _EARLY and reading.is_led(verb, ("would_you",), _EARLY)
        at = verb.after
        if led and at < len(said.words) and said.words[at].said in cues.listed("which_is"):
            told = said.part(at + 1, len(said.words)).rstrip(" ?")
            return told if content_words(told) >= _TELLS else ""
    return ""
